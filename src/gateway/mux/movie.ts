import { box, type Box, container, fullBox, u16, u32, u64 } from './boxes.ts'
import type { Mp4Track } from './mp4-track.ts'
import { sampleTableBox } from './table-boxes.ts'

/** Units a second of the movie's own times. */
const MOVIE_TIMESCALE = 1000

const MATRIX = u32(0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000)
const UNDETERMINED_LANGUAGE = 0x55c4
/** QuickTime's word for the same. */
const UNSPECIFIED_LANGUAGE = 0x7fff
/** QuickTime's own programs want the old, short numbers wherever they suffice. */
const SHORT_LIMIT = 2 ** 32

/** The `moov` at the head of a file that grows in fragments: what the tracks are, no samples. */
export function fragmentedMovie(tracks: readonly Mp4Track[], startMs: number): Buffer {
  const traks = tracks.map((track) => {
    const edits =
      track.kind === 'video' && startMs !== 0 ? [editList([{ duration: 0, mediaTime: startMs }], track)] : []
    return box('trak', trackHeader(track, 0), ...edits, wholeBox(media(track, 0, emptySampleTable(track))))
  })
  const extends_ = tracks.map((track) =>
    fullBox('trex', 0, 0, u32(track.id, 1, 0, 0, track.kind === 'audio' ? 0x0200_0000 : 0)),
  )
  return box('moov', movieHeader(0, tracks), ...traks, box('mvex', ...extends_))
}

/** The `moov` of a finished file: every sample of every track that has any. */
export function indexedMovie(tracks: readonly Mp4Track[], startMs: number): Box {
  const filled = tracks.filter((track) => track.table.samples > 0)
  const durations = filled.map((track) => playingTime(track, startMs))
  const traks = filled.map((track, index) => {
    const duration = durations[index] ?? 0
    const edits = trackEdits(track, startMs, duration)
    return container(
      'trak',
      trackHeader(track, duration),
      ...(edits.length > 0 ? [editList(edits, track)] : []),
      media(track, track.table.duration, sampleTableBox(track)),
    )
  })
  return container('moov', movieHeader(Math.max(0, ...durations), filled), ...traks)
}

/** When a track's last sample has been played, in the movie's time. */
export function playingTime(track: Mp4Track, startMs: number): number {
  const { table } = track
  if (track.kind === 'video') return Math.max(0, (track.firstDts ?? 0) + table.presentationEnd - startMs)
  return Math.max(0, audioStart(track, startMs) + Math.round((table.duration * MOVIE_TIMESCALE) / track.timescale))
}

interface Edit {
  readonly duration: number
  /** -1: nothing to play. */
  readonly mediaTime: number
}

/** What begins later than the file is preceded by nothing; pictures begin at the first composition time. */
function trackEdits(track: Mp4Track, startMs: number, duration: number): Edit[] {
  const video = track.kind === 'video'
  const start = video ? (track.firstDts ?? 0) : audioStart(track, startMs)
  const mediaTime = video ? startMs : 0
  if (start <= 0) return mediaTime === 0 ? [] : [{ duration, mediaTime }]
  return [
    { duration: start, mediaTime: -1 },
    { duration: duration - start, mediaTime },
  ]
}

function audioStart(track: Mp4Track, startMs: number): number {
  return Math.max(0, Math.round(((track.firstDts ?? 0) * MOVIE_TIMESCALE) / track.timescale) - startMs)
}

function editList(edits: readonly Edit[], track: Mp4Track): Buffer {
  if (edits.every((edit) => isShort(Math.max(edit.duration, edit.mediaTime), track))) {
    const rows = edits.map((edit) => Buffer.concat([u32(edit.duration, edit.mediaTime), u16(1, 0)]))
    return box('edts', fullBox('elst', 0, 0, u32(edits.length), ...rows))
  }
  const rows = edits.map((edit) =>
    Buffer.concat([u64(edit.duration), edit.mediaTime < 0 ? Buffer.alloc(8, 0xff) : u64(edit.mediaTime), u16(1, 0)]),
  )
  return box('edts', fullBox('elst', 1, 0, u32(edits.length), ...rows))
}

function movieHeader(duration: number, tracks: readonly Mp4Track[]): Buffer {
  const nextTrack = Math.max(0, ...tracks.map((track) => track.id)) + 1
  const short = isShort(duration, tracks[0])
  return fullBox(
    'mvhd',
    short ? 0 : 1,
    0,
    Buffer.alloc(short ? 8 : 16),
    u32(MOVIE_TIMESCALE),
    short ? u32(duration) : u64(duration),
    u32(0x1_0000),
    u16(0x100, 0),
    u32(0, 0),
    MATRIX,
    Buffer.alloc(24),
    u32(nextTrack),
  )
}

function isShort(duration: number, track: Mp4Track | undefined): boolean {
  return track?.brand === 'MOV' && duration < SHORT_LIMIT
}

function trackHeader(track: Mp4Track, duration: number): Buffer {
  const short = isShort(duration, track)
  return fullBox(
    'tkhd',
    short ? 0 : 1,
    3, // enabled, in the movie
    Buffer.alloc(short ? 8 : 16),
    u32(track.id, 0),
    short ? u32(duration) : u64(duration),
    u32(0, 0),
    u16(0, 0, track.kind === 'audio' ? 0x100 : 0, 0),
    MATRIX,
    u16(track.width, 0, track.height, 0),
  )
}

function media(track: Mp4Track, duration: number, sampleTable: Box): Box {
  const video = track.kind === 'video'
  const quickTime = track.brand === 'MOV'
  const mediaHeader = video ? fullBox('vmhd', 0, 1, Buffer.alloc(8)) : fullBox('smhd', 0, 0, Buffer.alloc(4))
  return container(
    'mdia',
    mediaTimes(track, duration),
    quickTime ? quickTimeHandler('mhlr', video ? 'vide' : 'soun') : isoHandler(video),
    container(
      'minf',
      mediaHeader,
      ...(quickTime ? [quickTimeHandler('dhlr', 'url ')] : []),
      box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1))),
      sampleTable,
    ),
  )
}

function mediaTimes(track: Mp4Track, duration: number): Buffer {
  if (track.brand === 'MOV' && duration < SHORT_LIMIT) {
    return fullBox('mdhd', 0, 0, u32(0, 0, track.timescale, duration), u16(UNSPECIFIED_LANGUAGE, 0))
  }
  return fullBox('mdhd', 1, 0, Buffer.alloc(16), u32(track.timescale), u64(duration), u16(UNDETERMINED_LANGUAGE, 0))
}

function isoHandler(video: boolean): Buffer {
  const handler = Buffer.from(`${video ? 'vide' : 'soun'}${'\0'.repeat(12)}${video ? 'Video' : 'Sound'}\0`, 'latin1')
  return fullBox('hdlr', 0, 0, u32(0), handler)
}

/** QuickTime tells whether the media or its data is handled, and has a name that begins with its length: none. */
function quickTimeHandler(component: 'mhlr' | 'dhlr', subtype: string): Buffer {
  return fullBox('hdlr', 0, 0, Buffer.from(`${component}${subtype}${'\0'.repeat(13)}`, 'latin1'))
}

function emptySampleTable(track: Mp4Track): Buffer {
  const none = u32(0)
  return box(
    'stbl',
    fullBox('stsd', 0, 0, u32(1), track.sampleEntry),
    fullBox('stts', 0, 0, none),
    fullBox('stsc', 0, 0, none),
    fullBox('stsz', 0, 0, none, none),
    fullBox('stco', 0, 0, none),
  )
}

function wholeBox(lazy: Box): Buffer {
  return Buffer.isBuffer(lazy) ? lazy : Buffer.concat([...lazy.bytes()], lazy.size)
}
