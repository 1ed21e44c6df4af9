/**
 * Records vMix's Stream 1 at a time, or again and again: a program that waits, starts a recording at the gateway, and ends it
 * after so many seconds. `vmixctl serve` does this from its configuration, with a preflight and alarms (docs/schedules.md);
 * this is how to do it in a program of your own.
 *
 *   VMIX_HOST, VMIX_PORT   where vMix is (localhost, 8088)
 *   GATEWAY                where vMix sends to, on this machine (127.0.0.1:1935)
 *   FOLDER                 where to record (the working folder)
 *   WHEN                   five fields of cron, or once: 2026-12-24T17:00:00 (0 10 * * 0: Sundays at 10)
 *   TIME_ZONE              whose clock (this machine's)
 *   SECONDS                how long (3600)
 *
 *   WHEN='0 10 * * 0' node examples/scheduled-recording.ts
 */
import { Cron } from 'croner'
import { setTimeout as sleep } from 'node:timers/promises'
// In your own program: from '@infrafabric/vmix'
import { defaultDataFolder, startGateway, VMixStreamingController } from '../src/index.ts'

const { VMIX_HOST = 'localhost', VMIX_PORT = '8088', GATEWAY = '127.0.0.1:1935' } = process.env
const { FOLDER = process.cwd(), WHEN = '0 10 * * 0', SECONDS = '3600' } = process.env
const { TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone } = process.env

await using gateway = await startGateway({ rtmpListen: GATEWAY, dataFolder: defaultDataFolder() })
await using controller = new VMixStreamingController({ host: VMIX_HOST, port: Number(VMIX_PORT), gateway })
const plan = new Cron(WHEN, { timezone: TIME_ZONE, paused: true })

// One after the other: a recording that is still on when the next time comes lets that one go by.
for (let next = plan.nextRun(); next !== null; next = plan.nextRun()) {
  console.log('next recording:', next.toISOString())
  // In pieces: a timer cannot wait for longer than 24 days, and the clock may be put right meanwhile.
  for (let ms = waitMs(next); ms > 0; ms = waitMs(next)) await sleep(Math.min(ms, 60_000))
  // Named after its time: the show log takes that name once, so that no recording is started twice.
  const operationId = `recording:${next.toISOString()}`
  const started = await controller.startRecording({ folder: FOLDER, filename: '{date}_{time}.mp4', operationId })
  console.log(started.message)
  if (!started.success) {
    process.exitCode = 1
    continue
  }
  await sleep(Number(SECONDS) * 1000)
  const stopped = await controller.stopRecording()
  console.log(stopped.message, stopped.success ? stopped.duration : '')
  // The stream was switched on for the recording alone.
  console.log((await controller.stopStream({ channel: 0 })).message)
}

function waitMs(next: Date): number {
  return next.getTime() - Date.now()
}
