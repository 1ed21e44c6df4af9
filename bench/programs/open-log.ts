/** Opens the log whose folders it is told, appends, then reads it through; answers with {@link Opened}. */
import { openWitness } from '../../src/witness/index.ts'

export interface Opened {
  /** From the call to the first entry on disk. */
  readonly readyMs: number
  /** Resident then. */
  readonly memoryMb: number
  /** All entries, one by one. */
  readonly readMs: number
  /** Most that was ever resident. */
  readonly mostMb: number
}

process.on('message', (asked: { readonly folder: string; readonly signerFolder: string }) => {
  void open(asked).then((opened) => process.send?.(opened))
})

async function open({ folder, signerFolder }: { folder: string; signerFolder: string }): Promise<Opened> {
  const began = performance.now()
  const witness = await openWitness({
    folder,
    instance: 'studio',
    host: 'localhost',
    port: 8088,
    actor: 'bench',
    checkpoints: { signerFolder },
  })
  await witness.append({ eventType: 'health_changed' })
  const readyMs = performance.now() - began
  const memoryMb = process.memoryUsage.rss() / 2 ** 20
  const readBegan = performance.now()
  let count = 0
  for await (const { event } of witness.entries()) count = event.sequence
  const readMs = performance.now() - readBegan
  if (count !== witness.head().size) throw new Error('not all entries were read')
  return { readyMs, memoryMb, readMs, mostMb: process.resourceUsage().maxRSS / 1024 }
}
