/**
 * Records vMix's Stream 1 under a name and in a format of our own, which no API of vMix can set: a gateway inside this
 * program takes the stream and writes the file. Set Stream 1 to Custom RTMP Server in vMix.
 *
 *   VMIX_HOST, VMIX_PORT   where vMix is (localhost, 8088)
 *   GATEWAY                where vMix sends to, on this machine (127.0.0.1:1935)
 *   FOLDER, FILE           where to record (the working folder, production.mkv)
 *   SECONDS                how long (10)
 *
 *   node examples/recording-control.ts
 */
import { setTimeout as sleep } from 'node:timers/promises'
// In your own program: from '@infrafabric/vmix'
import { defaultDataFolder, startGateway, VMixStreamingController } from '../src/index.ts'

const { VMIX_HOST = 'localhost', VMIX_PORT = '8088', GATEWAY = '127.0.0.1:1935' } = process.env
const { FOLDER = process.cwd(), FILE = 'production.mkv', SECONDS = '10' } = process.env

await using gateway = await startGateway({ rtmpListen: GATEWAY, dataFolder: defaultDataFolder() })
await using controller = new VMixStreamingController({ host: VMIX_HOST, port: Number(VMIX_PORT), gateway })

const started = await controller.startRecording({ folder: FOLDER, filename: FILE, format: 'MKV', quality: 'high' })
console.log(started.message)
if (started.success) {
  await sleep(Number(SECONDS) * 1000)
  console.log('recording for', (await controller.getStreamStatus()).recordTime)
  const stopped = await controller.stopRecording()
  console.log(stopped.message, stopped.success ? stopped.duration : '')
  // The stream was switched on for the recording alone.
  console.log((await controller.stopStream({ channel: 0 })).message)
} else {
  process.exitCode = 1
}
