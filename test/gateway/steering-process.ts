/** What steers a gateway, for whoever kills it: `node steering-process.ts DATA_FOLDER RTMP_PORT`. Prints what it hears. */
import { systemClock } from '../../src/clock/index.ts'
import { findGateway } from '../../src/gateway/index.ts'
import { addOutput, openFeed, rtmpSpec } from './support.ts'

const [dataFolder = '', port] = process.argv.slice(2)
const control = await findGateway({ dataFolder, clock: systemClock })
if (control === null) throw new Error('There is no gateway.')
const feed = await openFeed(control)
await addOutput(control, rtmpSpec('a', Number(port)))
console.log(JSON.stringify({ url: feed.url, key: feed.key.reveal() }))
for await (const event of control.events(0, new AbortController().signal)) {
  // Recorded first, acknowledged then, as a controller does.
  console.log(JSON.stringify({ seq: event.seq }))
  await control.acknowledge(event.seq)
}
