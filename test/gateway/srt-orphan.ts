/** A program with an SRT listener, for whoever kills it: `node srt-orphan.ts PORT`. Says when its process listens. */
import { systemClock } from '../../src/clock/index.ts'
import { createSrtOutput, findSrtCarriers } from '../../src/gateway/index.ts'

const port = Number(process.argv[2])
const output = createSrtOutput({
  outputId: 'orphan',
  name: 'Orphan',
  address: `srt://127.0.0.1:${port}`,
  host: '127.0.0.1',
  port,
  mode: 'listener',
  latencyMs: 120,
  passphrase: null,
  keyLength: null,
  streamId: null,
  keyFingerprint: null,
  carriers: await findSrtCarriers({}, systemClock),
  clock: systemClock,
})
output.onStateChange = ({ code }) => {
  if (code === 'nobody_called') console.log('listening')
}
