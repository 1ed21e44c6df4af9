/**
 * Three of vMix's streams to three servers, each by vMix itself; one is stopped and the others go on. To send one stream
 * to any number of destinations, and to know how each is doing, use the gateway: see `goLive` in health-monitoring.ts.
 *
 *   VMIX_HOST, VMIX_PORT   where vMix is (localhost, 8088)
 *   URL_0 … URL_2          rtmp://server/app of each
 *   KEY_0 … KEY_2          their keys; read from the environment when they are sent, and nowhere kept
 *   SECONDS                how long all three are on (10)
 *
 *   URL_0=rtmp://a/live KEY_0=… URL_1=… KEY_1=… URL_2=… KEY_2=… node examples/multi-platform.ts
 */
import { setTimeout as sleep } from 'node:timers/promises'
// In your own program: from '@infrafabric/vmix'
import { StreamingDestinations, VMixStreamingController } from '../src/index.ts'

const { VMIX_HOST = 'localhost', VMIX_PORT = '8088', SECONDS = '10' } = process.env
const channels = [0, 1, 2]

await using controller = new VMixStreamingController({ host: VMIX_HOST, port: Number(VMIX_PORT) })

const results = await Promise.all(
  channels.map((channel) => {
    const key = { kind: 'env', name: `KEY_${channel}` } as const
    const destination = StreamingDestinations.customRtmp(process.env[`URL_${channel}`] ?? '', key)
    return controller.startRtmpStream({ ...destination, channel })
  }),
)
for (const { message } of results) console.log(message)

const live = async () =>
  (await controller.getStreamStatus()).streamChannels.filter((each) => each.live === true).map((each) => each.channel)
console.log('live:', (await live()).join(', '))
await sleep(Number(SECONDS) * 1000)
console.log((await controller.stopStream({ channel: 1 })).message)
console.log('live:', (await live()).join(', '))

for (const channel of [0, 2]) console.log((await controller.stopStream({ channel })).message)
if (!results.every(({ success }) => success)) process.exitCode = 1
