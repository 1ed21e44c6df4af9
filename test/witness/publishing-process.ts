/**
 * A process that appends to a log whose checkpoints are cosigned, and closes it. Arguments: folder, folder of the signer's
 * key, address and key of the witness, how many entries.
 */
import { openIn } from './support.ts'

const [folder = '', signerFolder = '', url = '', vkey = '', count = '0'] = process.argv.slice(2)

await using witness = await openIn(folder, {
  checkpoints: { signerFolder, everyEntries: 1, leastMs: 5, everyMs: 100 },
  publish: { to: { witnesses: [{ url, vkey }] }, leastMs: 5, timeoutMs: 5000, closeMs: 5000 },
})
for (let index = 0; index < Number(count); index++) {
  await witness.append({ eventType: 'test', params: { index } })
  await new Promise((resolve) => setTimeout(resolve, 3))
}
