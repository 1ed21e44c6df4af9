import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { parseCheckpointBody } from '../../src/witness/checkpoint/index.ts'
import { findCosignatures, type PublishOptions, readReceivers, type Witness } from '../../src/witness/index.ts'
import { openSigner, parseNote } from '../../src/witness/note/index.ts'
import { freshFolder, openIn } from './support.ts'

/** A place for a log, with the key of its installation. */
export async function place() {
  const folder = await freshFolder()
  const signerFolder = join(dirname(folder), 'signer')
  const { vkey } = await openSigner({ folder: signerFolder, clock: systemClock })
  const open = (to: PublishOptions['to'], more: Omit<PublishOptions, 'to'> = {}) =>
    openIn(folder, {
      checkpoints: { signerFolder, everyEntries: 1, leastMs: 10, everyMs: 200 },
      // Limits against hanging: a busy machine answers late.
      publish: { to, leastMs: 10, timeoutMs: 20_000, closeMs: 60_000, ...more },
    })
  return { folder, signerFolder, vkey, open }
}

export async function append(witness: Witness, count = 1): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => witness.append({ eventType: 'test' })))
}

/** Opens the log, appends, and closes it: what short commands do. */
export async function one(
  { open }: Awaited<ReturnType<typeof place>>,
  to: PublishOptions['to'],
  count = 1,
): Promise<void> {
  await using witness = await open(to)
  await append(witness, count)
}

export const sizeOf = (note: string | null): number =>
  note === null ? 0 : parseCheckpointBody(parseNote(note).text).size
export const statesOf = (note: string | null, vkeys: readonly string[]): readonly string[] =>
  findCosignatures(note ?? '', vkeys, Date.now()).map(({ state }) => state)
export const failureOf = async (folder: string): Promise<string | undefined> =>
  (await readReceivers(folder))[0]?.failure?.code

/** An HTTP server on a free port, for as long as the test runs: its address. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}
