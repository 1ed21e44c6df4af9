/**
 * The show log: what was asked and how it ended is in it by itself, an event of our own is added, everything is read back
 * and proved.
 *
 *   VMIX_HOST, VMIX_PORT   where vMix is (localhost, 8088)
 *   RTMP_URL, STREAM_KEY   where to: rtmp://server/app, and the key
 *
 *   RTMP_URL=rtmp://localhost/live STREAM_KEY=test node examples/witness-tracking.ts
 */
// In your own program: from '@infrafabric/vmix'
import { StreamingDestinations, VMixStreamingController } from '../src/index.ts'

const { VMIX_HOST = 'localhost', VMIX_PORT = '8088', RTMP_URL = '', STREAM_KEY = '' } = process.env

await using controller = new VMixStreamingController({ host: VMIX_HOST, port: Number(VMIX_PORT) })

const destination = StreamingDestinations.customRtmp(RTMP_URL, STREAM_KEY)
console.log((await controller.startRtmpStream({ ...destination, channel: 0 })).message)
await controller.logToWitness({ eventType: 'rundown_item', params: { item: 'Opening', camera: 2 } })
console.log((await controller.stopStream({ channel: 0 })).message)

let size = 0
let head = ''
for await (const { event, current_hash } of controller.getWitnessLog()) {
  console.log(event.sequence, event.timestamp, event.event_type, event.actor)
  size = event.sequence
  head = current_hash
}

// Size and head, noted down elsewhere, are what shows later that nothing was cut off or written anew.
const { valid, proved, notProved } = await controller.verifyWitnessChain({ expectSize: size, expectHead: head })
console.log(valid ? 'valid' : 'broken', `${size} entries, head ${head}`)
for (const sentence of [...proved, ...notProved]) console.log(' ', sentence)
if (!valid) process.exitCode = 1
