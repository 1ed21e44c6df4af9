import { boxHeader } from './boxes.ts'
import type { TimedSample } from './mp4-track.ts'

/** Consecutive samples of one track, to be written in one fragment. */
export interface Run {
  readonly trackId: number
  readonly video: boolean
  /** Decode time of the first sample, in the track's units. */
  readonly start: number
  readonly samples: readonly TimedSample[]
  /** Sum of the samples' sizes. */
  readonly bytes: number
}

const DURATION_SIZE = 0x000300
const FLAGS_COMPOSITION = 0x000c00
const KEY_FLAGS = 0x0200_0000 // depends on no other
const DELTA_FLAGS = 0x0101_0000 // depends on others, no sync sample

/**
 * The head of a movie fragment: `moof` and the header of the `mdat` that the runs' samples follow, in the runs' order.
 * Data offsets count from the `moof` (default-base-is-moof), so a fragment can be cut out and put elsewhere.
 */
export function fragmentHead(sequence: number, runs: readonly Run[]): Buffer {
  const trafSizes = runs.map((run) => 8 + 16 + 20 + 20 + run.samples.length * (run.video ? 16 : 8))
  const moofSize = trafSizes.reduce((sum, size) => sum + size, 8 + 16)
  const head = Buffer.allocUnsafe(moofSize + 8)
  let at = 0
  const put = (value: number) => {
    at = head.writeUInt32BE(value >>> 0, at)
  }
  const start = (type: string, size: number) => {
    at += boxHeader(type, size).copy(head, at)
  }
  start('moof', moofSize)
  start('mfhd', 16)
  put(0)
  put(sequence)
  let dataOffset = moofSize + 8
  runs.forEach((run, index) => {
    start('traf', trafSizes[index] ?? 0)
    start('tfhd', 16)
    put(0x02_0000)
    put(run.trackId)
    start('tfdt', 20)
    put(0x0100_0000)
    put(Math.floor(run.start / 2 ** 32))
    put(run.start % 2 ** 32)
    start('trun', 20 + run.samples.length * (run.video ? 16 : 8))
    put(0x0100_0001 | DURATION_SIZE | (run.video ? FLAGS_COMPOSITION : 0))
    put(run.samples.length)
    put(dataOffset)
    for (const sample of run.samples) {
      put(sample.duration)
      put(sample.data.length)
      if (!run.video) continue
      put(sample.key ? KEY_FLAGS : DELTA_FLAGS)
      put(sample.composition)
    }
    dataOffset += run.bytes
  })
  start('mdat', dataOffset - moofSize)
  return head
}
