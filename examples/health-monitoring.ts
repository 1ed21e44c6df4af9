/**
 * One stream to two servers through a gateway inside this program, with a verdict, measured figures and what to do, until
 * Ctrl-C (or for SECONDS). Set Stream 1 to Custom RTMP Server in vMix.
 *
 *   VMIX_HOST, VMIX_PORT   where vMix is (localhost, 8088)
 *   GATEWAY                where vMix sends to, on this machine (127.0.0.1:1935)
 *   URL_0, KEY_0, URL_1, KEY_1   where to: rtmp://server/app, and the key
 *   SECONDS                how long; until Ctrl-C when absent
 *
 *   URL_0=rtmp://a/live KEY_0=… URL_1=rtmp://b/live KEY_1=… node examples/health-monitoring.ts
 */
import { setTimeout as sleep } from 'node:timers/promises'
// In your own program: from '@infrafabric/vmix'
import { defaultDataFolder, startGateway, StreamingDestinations, VMixStreamingController } from '../src/index.ts'

const { VMIX_HOST = 'localhost', VMIX_PORT = '8088', GATEWAY = '127.0.0.1:1935', SECONDS } = process.env
const { URL_0 = '', KEY_0 = '', URL_1 = '', KEY_1 = '' } = process.env

const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
if (SECONDS !== undefined) setTimeout(() => stop.abort(), Number(SECONDS) * 1000)

await using gateway = await startGateway({ rtmpListen: GATEWAY, dataFolder: defaultDataFolder() })
await using controller = new VMixStreamingController({ host: VMIX_HOST, port: Number(VMIX_PORT), gateway })

const started = await controller.goLive({
  channel: 0,
  destinations: [StreamingDestinations.customRtmp(URL_0, KEY_0), StreamingDestinations.customRtmp(URL_1, KEY_1)],
})
for (const { message } of started.destinations) console.log(message)
if (!started.success) process.exitCode = 1

while (!stop.signal.aborted) {
  await sleep(1000, undefined, { signal: stop.signal }).catch(() => undefined)
  const health = await controller.getStreamHealth()
  const { healthStatus, fps, bitrateKbps, droppedFrames, uptime } = health
  console.log(healthStatus, 'fps', fps, 'kb/s', bitrateKbps, 'dropped', droppedFrames, 'up', uptime)
  for (const { message, action } of health.reasons) console.log('  ', message, action)
}
console.log((await controller.stopStream({ channel: 0 })).message)
