/**
 * One stream to one server, watched for a while, then stopped. vMix sends there itself.
 *
 *   VMIX_HOST, VMIX_PORT   where vMix is (localhost, 8088)
 *   RTMP_URL, STREAM_KEY   where to: rtmp://server/app, and the key
 *   SECONDS                how long (30)
 *
 *   RTMP_URL=rtmp://localhost/live STREAM_KEY=test node examples/basic-rtmp.ts
 */
import { setTimeout as sleep } from 'node:timers/promises'
// In your own program: from '@infrafabric/vmix'
import { StreamingDestinations, VMixStreamingController } from '../src/index.ts'

const { VMIX_HOST = 'localhost', VMIX_PORT = '8088', RTMP_URL = '', STREAM_KEY = '', SECONDS = '30' } = process.env

await using controller = new VMixStreamingController({ host: VMIX_HOST, port: Number(VMIX_PORT) })

const started = await controller.startRtmpStream({
  ...StreamingDestinations.customRtmp(RTMP_URL, STREAM_KEY),
  channel: 0,
})
console.log(started.message)
if (started.success) {
  const end = Date.now() + Number(SECONDS) * 1000
  while (Date.now() < end) {
    await sleep(1000)
    const status = await controller.getStreamStatus()
    console.log(status.streaming ? 'streaming' : 'not streaming', status.streamTime ?? '')
  }
  const stopped = await controller.stopStream({ channel: 0 })
  console.log(stopped.message)
} else {
  process.exitCode = 1
}
