import { sectionCrc } from './crc32.ts'
import { PACKET_BYTES } from './packet-writer.ts'

/** Packet identifiers of what we send; any from 0x0020 on may be chosen. */
export const Pid = { pat: 0, pmt: 0x1000, video: 0x0100, audio: 0x0101 } as const

const PROGRAM = 1
const STREAM_ID = 1
/** ISO/IEC 13818-1, table 2-34. */
const PICTURES = { avc: 0x1b, hevc: 0x24 } as const
const AAC_ADTS = 0x0f

/** The programme association table, as one packet whose continuity counter is still 0. */
export function associationTable(): Buffer {
  const program = Buffer.alloc(4)
  program.writeUInt16BE(PROGRAM, 0)
  program.writeUInt16BE(0xe000 | Pid.pmt, 2)
  return tablePacket(Pid.pat, section(0x00, STREAM_ID, 0, program))
}

/** The programme map table: which streams there are, and that the clock is the picture's. @param version 0–31 */
export function mapTable(streams: {
  readonly video: 'avc' | 'hevc' | null
  readonly audio: boolean
  readonly version: number
}): Buffer {
  const clock = Buffer.alloc(4)
  clock.writeUInt16BE(0xe000 | (streams.video === null ? Pid.audio : Pid.video), 0)
  clock.writeUInt16BE(0xf000, 2)
  const entries = [
    ...(streams.video === null ? [] : [elementaryStream(PICTURES[streams.video], Pid.video)]),
    ...(streams.audio ? [elementaryStream(AAC_ADTS, Pid.audio)] : []),
  ]
  return tablePacket(Pid.pmt, section(0x02, PROGRAM, streams.version, Buffer.concat([clock, ...entries])))
}

function elementaryStream(type: number, pid: number): Buffer {
  const entry = Buffer.alloc(5)
  entry[0] = type
  entry.writeUInt16BE(0xe000 | pid, 1)
  entry.writeUInt16BE(0xf000, 3)
  return entry
}

/** A section (2.4.4): head, content, CRC. Current, and the only one of its table. */
function section(tableId: number, number: number, version: number, content: Buffer): Buffer {
  const bytes = Buffer.alloc(8 + content.length + 4)
  bytes[0] = tableId
  bytes.writeUInt16BE(0xb000 | (bytes.length - 3), 1)
  bytes.writeUInt16BE(number, 3)
  bytes[5] = 0xc1 | (version << 1)
  content.copy(bytes, 8)
  bytes.writeUInt32BE(sectionCrc(bytes.subarray(0, -4)), bytes.length - 4)
  return bytes
}

function tablePacket(pid: number, content: Buffer): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES, 0xff)
  packet[0] = 0x47
  packet.writeUInt16BE(0x4000 | pid, 1)
  packet[3] = 0x10
  packet[4] = 0
  content.copy(packet, 5)
  return packet
}
