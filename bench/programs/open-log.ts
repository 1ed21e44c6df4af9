/**
 * Opens the log whose folders it is told, and answers with {@link Opened}. With `prepare` it only leaves the log as a program
 * does that has run before: the state of the show recorded in it, a checkpoint signed.
 */
import { LedgerReader } from '../../src/controller/show-log/ledger-reader.ts'
import { openWitness, proveEntry, type Witness } from '../../src/witness/index.ts'

export interface Asked {
  readonly folder: string
  readonly signerFolder: string
  readonly prepare: boolean
}

export interface Opened {
  /** From the call to the first entry on disk. */
  readonly readyMs: number
  /** Resident then. */
  readonly memoryMb: number
  /** What a controller must know of the log before its first operation: processor time. */
  readonly stateCpuMs: number
  /** A proof of an entry in the middle, read from disk. */
  readonly proofMs: number
  /** All entries, one by one. */
  readonly readMs: number
  /** Most that was ever resident. */
  readonly mostMb: number
}

process.on('message', (asked: Asked) => {
  void (asked.prepare ? prepare(asked) : open(asked)).then((answer) => process.send?.(answer))
})

const openLog = ({ folder, signerFolder }: Asked): Promise<Witness> =>
  openWitness({
    folder,
    instance: 'studio',
    host: 'localhost',
    port: 8088,
    actor: 'bench',
    checkpoints: { signerFolder },
  })

async function prepare(asked: Asked): Promise<true> {
  await using witness = await openLog(asked)
  await new LedgerReader(1).readOn(witness)
  const status = await witness.checkpointNow()
  if (status?.failure) throw new Error(status.failure.message)
  return true
}

async function open(asked: Asked): Promise<Opened> {
  const began = performance.now()
  const witness = await openLog(asked)
  await witness.append({ eventType: 'health_changed' })
  const readyMs = performance.now() - began
  const memoryMb = process.memoryUsage.rss() / 2 ** 20

  const cpuBegan = process.cpuUsage()
  await new LedgerReader().readOn(witness)
  const { user, system } = process.cpuUsage(cpuBegan)

  const proofBegan = performance.now()
  await proveEntry({ folder: asked.folder, entry: Math.floor(witness.head().size / 2) })
  const proofMs = performance.now() - proofBegan

  const readBegan = performance.now()
  let count = 0
  for await (const { event } of witness.entries()) count = event.sequence
  const readMs = performance.now() - readBegan
  if (count !== witness.head().size) throw new Error('not all entries were read')
  const mostMb = process.resourceUsage().maxRSS / 1024
  return { readyMs, memoryMb, stateCpuMs: (user + system) / 1000, proofMs, readMs, mostMb }
}
