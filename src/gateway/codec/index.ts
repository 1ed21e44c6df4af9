/** What is inside a feed's packets: FLV bodies, H.264 and AAC headers, script data, and the simulator's frame marks. */
export {
  AmfError,
  amfObject,
  decodeAmf0,
  encodeAmf0,
  encodedStringLength,
  leadingString,
} from './amf0.ts'
export type { AmfObject, AmfValue } from './amf0.ts'
export { AAC_HEADER_BYTES, audioPacket, AVC_HEADER_BYTES, dataPacket, videoPacket } from './flv-body.ts'
export { readMetadata } from './metadata.ts'
export type { StreamMetadata } from './metadata.ts'
