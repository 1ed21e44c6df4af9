import { CLOCK_WRAP } from './packet-writer.ts'

const VIDEO = 0xe0
const AUDIO = 0xc0
/** '10', and that the content begins with a whole unit. */
const FLAGS = 0x84

/** The head of a video PES packet (ISO/IEC 13818-1, 2.4.3.6); times in 90 kHz. Its length may stay open, and does. */
export function videoHead(pts: number, dts: number): Buffer {
  if (pts === dts) return headWith(VIDEO, 0, 0x80, [stamp(0x2, pts)])
  return headWith(VIDEO, 0, 0xc0, [stamp(0x3, pts), stamp(0x1, dts)])
}

/** The head of an audio PES packet with so many bytes of content. */
export function audioHead(pts: number, contentBytes: number): Buffer {
  // Flags and the stamp are counted too. What does not fit is left open, as for video.
  const length = contentBytes + 3 + 5
  return headWith(AUDIO, length > 0xffff ? 0 : length, 0x80, [stamp(0x2, pts)])
}

function headWith(streamId: number, length: number, stamps: number, fields: readonly Buffer[]): Buffer {
  const fixed = Buffer.from([0, 0, 1, streamId, length >> 8, length & 0xff, FLAGS, stamps, fields.length * 5])
  return Buffer.concat([fixed, ...fields])
}

/** 33 bits in three groups, each followed by a marker bit. */
function stamp(prefix: number, ticks: number): Buffer {
  const low = ticks % 2 ** 30
  const high = Math.floor((ticks % CLOCK_WRAP) / 2 ** 30)
  const middle = low >> 15
  const last = low & 0x7fff
  return Buffer.from([
    (prefix << 4) | (high << 1) | 1,
    middle >> 7,
    ((middle & 0x7f) << 1) | 1,
    last >> 7,
    ((last & 0x7f) << 1) | 1,
  ])
}
