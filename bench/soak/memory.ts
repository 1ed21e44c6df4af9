/** What the gateway's process held at one moment. */
export interface Sample {
  readonly atMs: number
  readonly rss: number
  /** Heap after a collection, and what is outside of it: buffers above all. */
  readonly held: number
  readonly handles: number
  readonly files: number | null
  readonly cpuMs: number
}

export interface MemoryVerdict {
  /** By the method of least squares over everything but the warm-up, bytes an hour. */
  readonly heldPerHour: number
  readonly rssPerHour: number
  /** From the median of the first fifth after the warm-up to that of the last. */
  readonly heldGrowth: number
  readonly grows: boolean
}

/** Code is compiled, buffers of sockets find their size: what is held then says nothing of later. */
const WARM_UP = 0.2
/** Growth below this is noise: queues are fuller at one moment than at another. */
const NOISE_BYTES = 8 * 1024 * 1024

/** Whether memory grows: both the line through all samples and the last fifth against the first must say so. */
export function judgeMemory(samples: readonly Sample[]): MemoryVerdict {
  const settled = samples.slice(Math.floor(samples.length * WARM_UP))
  const fifth = Math.max(1, Math.floor(settled.length / 5))
  const heldGrowth = median(settled.slice(-fifth)) - median(settled.slice(0, fifth))
  const heldPerHour = slopePerHour(settled, ({ held }) => held)
  const hours = ((settled.at(-1)?.atMs ?? 0) - (settled[0]?.atMs ?? 0)) / 3_600_000
  const grows = heldGrowth > NOISE_BYTES && heldPerHour * hours > NOISE_BYTES
  return { heldPerHour, rssPerHour: slopePerHour(settled, ({ rss }) => rss), heldGrowth, grows }
}

function median(samples: readonly Sample[]): number {
  const sorted = samples.map(({ held }) => held).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function slopePerHour(samples: readonly Sample[], value: (sample: Sample) => number): number {
  const n = samples.length
  if (n < 2) return 0
  const meanX = samples.reduce((sum, { atMs }) => sum + atMs, 0) / n
  const meanY = samples.reduce((sum, sample) => sum + value(sample), 0) / n
  let above = 0
  let below = 0
  for (const sample of samples) {
    above += (sample.atMs - meanX) * (value(sample) - meanY)
    below += (sample.atMs - meanX) ** 2
  }
  return below === 0 ? 0 : (above / below) * 3_600_000
}
