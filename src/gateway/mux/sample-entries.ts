import { box, fullBox, u16, u32 } from './boxes.ts'
import type { AudioFormat, VideoFormat } from './media.ts'

const DATA_REFERENCE = [0, 0, 0, 0, 0, 0, 0, 1]

/** Name of the sample entry, as the codec's own name begins, and of the box with its decoder configuration record. */
const CONFIGURATIONS: Readonly<Record<string, string>> = { avc1: 'avcC', hvc1: 'hvcC', av01: 'av1C' }

/** `avc1`, `hvc1`, `av01`: parameter sets stand in the configuration, the samples are as the encoder sent them. */
export function videoSampleEntry(format: VideoFormat): Buffer {
  const name = format.codec.slice(0, 4)
  const configuration = CONFIGURATIONS[name]
  if (configuration === undefined) throw new Error(`no sample entry for ${format.codec}`)
  const compressorName = Buffer.alloc(32)
  return box(
    name,
    Buffer.from(DATA_REFERENCE),
    Buffer.alloc(16),
    u16(format.width, format.height),
    u32(0x0048_0000, 0x0048_0000, 0), // 72 dpi, as everybody writes
    u16(1), // one picture per sample
    compressorName,
    u16(0x18, 0xffff), // depth, no colour table
    box(configuration, format.record),
  )
}

/** `mp4a` with an MPEG-4 elementary stream descriptor (ISO/IEC 14496-1) around the AudioSpecificConfig. */
export function audioSampleEntry(format: AudioFormat): Buffer {
  return box(
    'mp4a',
    Buffer.from(DATA_REFERENCE),
    u32(0, 0),
    u16(format.channels, 16, 0, 0),
    u16(Math.min(format.sampleRate, 0xffff), 0),
    elementaryStreamBox(format),
  )
}

/**
 * The same for QuickTime, which describes compressed sound by the second version of its sound description: compression
 * id -2 and the samples of a frame, and the elementary stream descriptor inside a `wave` box.
 */
export function quickTimeSoundEntry(format: AudioFormat, samplesPerFrame: number): Buffer {
  return box(
    'mp4a',
    Buffer.from(DATA_REFERENCE),
    u16(1, 0, 0, 0), // version 1, revision, vendor
    u16(format.channels, 16, 0xfffe, 0),
    u16(Math.min(format.sampleRate, 0xffff), 0),
    u32(samplesPerFrame, 0, 0, 2), // bytes of a packet and of a frame vary; two of a sample
    box(
      'wave',
      box('frma', Buffer.from('mp4a', 'latin1')),
      box('mp4a', u32(0)),
      elementaryStreamBox(format),
      u32(8, 0), // the end of the list
    ),
  )
}

function elementaryStreamBox(format: AudioFormat): Buffer {
  const decoder = descriptor(
    0x04,
    Buffer.from([0x40, 0x15, 0, 0, 0]), // MPEG-4 audio, audio stream, buffer size unknown
    u32(0, 0), // bitrates unknown
    descriptor(0x05, format.record),
  )
  const elementaryStream = descriptor(0x03, Buffer.from([0, 0, 0]), decoder, descriptor(0x06, Buffer.from([2])))
  return fullBox('esds', 0, 0, elementaryStream)
}

/** Tag, length in four groups of seven bits, content. */
function descriptor(tag: number, ...parts: readonly Buffer[]): Buffer {
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  const length = [21, 14, 7, 0].map((shift) => ((size >> shift) & 0x7f) | (shift === 0 ? 0 : 0x80))
  return Buffer.concat([Buffer.from([tag, ...length]), ...parts])
}
