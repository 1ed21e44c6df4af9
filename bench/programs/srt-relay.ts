/** Our gateway with SRT outputs, in a process of its own. Message: `{ ports }`, of listeners on this machine → url and key for the source. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import { startGateway } from '../../src/gateway/index.ts'

const dataFolder = await mkdtemp(join(tmpdir(), 'vmix-bench-srt-'))
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

async function start({ ports }: { readonly ports: readonly number[] }): Promise<void> {
  const { url, key } = await gateway.send({ ...envelope(), kind: 'feed.open', params: {} })
  for (const [i, port] of ports.entries()) {
    const output = {
      kind: 'srt' as const,
      outputId: `out-${i}`,
      name: `Output ${i}`,
      address: `srt://127.0.0.1:${port}`,
      mode: 'caller' as const,
      latencyMs: 120,
      passphrase: null,
      keyLength: null,
      streamId: null,
      keyFingerprint: null,
    }
    await gateway.send({ ...envelope(), kind: 'output.add', params: { output } })
  }
  process.send?.({ url, key })
}

process.once('message', (message) => void start(message as { ports: readonly number[] }))
process.once('disconnect', () => {
  void gateway[Symbol.asyncDispose]()
    .then(() => rm(dataFolder, { recursive: true, force: true }))
    .finally(() => process.exit(0))
})
