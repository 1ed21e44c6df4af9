import { type Box, boxHeader, container, fullBox, type LazyBox, u32 } from './boxes.ts'
import type { Mp4Track } from './mp4-track.ts'
import type { SampleTable } from './sample-table.ts'

/** `stbl` of a finished track: where each sample lies, how big and how long it is, which can be started at. */
export function sampleTableBox(track: Mp4Track): Box {
  const { table } = track
  const tables: Box[] = [
    fullBox('stsd', 0, 0, u32(1), track.sampleEntry),
    rows('stts', table.durationRows, table.samples, (index) => table.sampleDuration(index)),
  ]
  if (table.anyOffset) {
    tables.push(rows('ctts', table.compositionRows, table.samples, (index) => table.composition(index)))
  }
  // Without stss every sample is one to start at.
  if (table.syncSamples < table.samples) tables.push(syncSamples(table))
  tables.push(samplesOfChunks(table), sampleSizes(table), chunkOffsets(table))
  return container('stbl', ...tables)
}

/** Equal neighbours as one row: how many, which value. */
function rows(type: string, count: number, length: number, value: (index: number) => number): LazyBox {
  return tableBox(type, [count], count, 8, function* (put) {
    let run = 0
    for (let index = 0; index < length; index++) {
      run++
      if (index + 1 === length || value(index + 1) !== value(index)) {
        put(run)
        put(value(index))
        run = 0
      }
      yield
    }
  })
}

function syncSamples(table: SampleTable): LazyBox {
  return tableBox('stss', [table.syncSamples], table.syncSamples, 4, function* (put) {
    for (let index = 0; index < table.samples; index++) {
      if (table.isSync(index)) put(index + 1)
      yield
    }
  })
}

function samplesOfChunks(table: SampleTable): LazyBox {
  return tableBox('stsc', [table.chunkRows], table.chunkRows, 12, function* (put) {
    let last = -1
    for (let index = 0; index < table.chunks; index++) {
      const samples = table.chunkSamples(index)
      if (samples === last) continue
      last = samples
      put(index + 1)
      put(samples)
      put(1)
      yield
    }
  })
}

function sampleSizes(table: SampleTable): LazyBox {
  return tableBox('stsz', [0, table.samples], table.samples, 4, function* (put) {
    for (let index = 0; index < table.samples; index++) {
      put(table.size(index))
      yield
    }
  })
}

function chunkOffsets(table: SampleTable): LazyBox {
  const wide = table.chunks > 0 && table.chunkOffset(table.chunks - 1) >= 2 ** 32
  return tableBox(wide ? 'co64' : 'stco', [table.chunks], table.chunks, wide ? 8 : 4, function* (put) {
    for (let index = 0; index < table.chunks; index++) {
      const offset = table.chunkOffset(index)
      if (wide) put(Math.floor(offset / 2 ** 32))
      put(offset % 2 ** 32)
      yield
    }
  })
}

const PIECE = 65_536

/**
 * A full box (version 0) of numbers that is made in pieces of 64 KiB, so that writing a long recording's index neither holds all of
 * it in memory nor keeps the event loop for long.
 *
 * @param fill puts at most one row of `rowBytes`, then yields; a piece also ends after so many steps without a row
 */
function tableBox(
  type: string,
  header: readonly number[],
  rowCount: number,
  rowBytes: number,
  fill: (put: (value: number) => void) => Iterable<void>,
): LazyBox {
  const head = u32(0, ...header)
  const size = 8 + head.length + rowCount * rowBytes
  return {
    size,
    *bytes() {
      yield boxHeader(type, size)
      yield head
      let piece = Buffer.allocUnsafe(PIECE)
      let at = 0
      const put = (value: number) => {
        at = piece.writeUInt32BE(value >>> 0, at)
      }
      let steps = 0
      for (const _ of fill(put)) {
        steps++
        if (at + rowBytes <= PIECE && steps < PIECE) continue
        yield piece.subarray(0, at)
        piece = Buffer.allocUnsafe(PIECE)
        at = 0
        steps = 0
      }
      yield piece.subarray(0, at)
    },
  }
}
