/**
 * Our gateway with a recording, in a process of its own. First message: `{ path, format }` → url and key for the source; a
 * format of null: it takes the stream and records nothing. Then `end` → the recording is ended, and its file complete.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import { startGateway } from '../../src/gateway/index.ts'

interface Start {
  readonly path: string
  readonly format: 'MP4' | 'MKV' | null
}

const dataFolder = await mkdtemp(join(tmpdir(), 'vmix-bench-record-'))
const gateway = await startGateway({ dataFolder, clock: systemClock, rtmpListen: '127.0.0.1:0' })
let operation = 0
const envelope = () => ({
  version: 1 as const,
  operationId: `bench-${++operation}`,
  instance: 'bench',
  actor: 'bench',
  deadline: new Date(Date.now() + 60_000).toISOString(),
  epoch: null,
  channel: 0,
})
const outputId = 'file'

async function start({ path, format }: Start): Promise<void> {
  const { url, key } = await gateway.send({ ...envelope(), kind: 'feed.open', params: {} })
  if (format !== null) {
    const output = { kind: 'file' as const, outputId, name: 'File', path, format }
    await gateway.send({ ...envelope(), kind: 'output.add', params: { output } })
  }
  process.send?.({ url, key })
}

async function end(): Promise<void> {
  await gateway.send({ ...envelope(), kind: 'output.remove', params: { outputId } })
  process.send?.('done')
}

process.on('message', (message) => void (message === 'end' ? end() : start(message as Start)))
process.once('disconnect', () => {
  void gateway[Symbol.asyncDispose]()
    .then(() => rm(dataFolder, { recursive: true, force: true }))
    .finally(() => process.exit(0))
})
