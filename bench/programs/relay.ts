/**
 * Our gateway, in a process of its own; its argument is the file of a certificate authority that destinations may be signed
 * by. First message: `{ sink, outputs }` → url and key for the source. Afterwards it sends
 * `{ critical, atMs }` for each change of the feed's health to critical.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import { startGateway } from '../../src/gateway/index.ts'
import { machineMs } from '../media.ts'

interface Start {
  /** RTMP URL of the sink, without the key. */
  readonly sink: string
  readonly outputs: number
}

const dataFolder = await mkdtemp(join(tmpdir(), 'vmix-bench-relay-'))
const [ca] = process.argv.slice(2)
const gateway = await startGateway({
  dataFolder,
  clock: systemClock,
  rtmpListen: '127.0.0.1:0',
  ...(ca === undefined ? {} : { destinationCa: await readFile(ca, 'utf8') }),
})
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

async function start({ sink, outputs }: Start): Promise<void> {
  const { url, key } = await gateway.send({ ...envelope(), kind: 'feed.open', params: {} })
  for (let i = 0; i < outputs; i++) {
    const output = {
      kind: 'rtmp' as const,
      outputId: `out-${i}`,
      name: `Output ${i}`,
      url: sink,
      key: `key-${i}`,
      keyFingerprint: null,
      recommendedKbps: null,
    }
    await gateway.send({ ...envelope(), kind: 'output.add', params: { output } })
  }
  process.send?.({ url, key })
  const stop = new AbortController()
  process.once('disconnect', () => stop.abort())
  for await (const event of gateway.events(0, stop.signal)) {
    if (event.kind !== 'health.changed' || event.outputId !== null) continue
    process.send?.({ health: event.health?.after.healthStatus, atMs: machineMs() })
  }
}

process.once('message', (message) => void start(message as Start))
process.once('disconnect', () => {
  void gateway[Symbol.asyncDispose]()
    .then(() => rm(dataFolder, { recursive: true, force: true }))
    .finally(() => process.exit(0))
})
