/** What is inside a feed's packets: FLV bodies, codec headers, script data, and the simulator's frame marks. */
export {
  AmfError,
  amfObject,
  decodeAmf0,
  encodeAmf0,
  encodedStringLength,
  leadingString,
} from './amf0.ts'
export type { AmfObject, AmfValue } from './amf0.ts'
export { AAC_HEADER_BYTES, audioPacket, AVC_HEADER_BYTES, dataPacket, isColourInfo, videoPacket } from './flv-body.ts'
export { audioCodecName } from './audio-head.ts'
export { firstTrack } from './first-track.ts'
export { videoCodecName } from './video-head.ts'
export { codedData, parseVideoConfigBody } from './media-config.ts'
export type { VideoConfig } from './media-config.ts'
export { HevcNalType, hevcNalType, parseHevcConfig, parseHevcConfigBody } from './hevc-config.ts'
export type { HevcConfig } from './hevc-config.ts'
export { parseAv1Config, parseAv1ConfigBody, withoutDelimiter } from './av1-config.ts'
export type { Av1Config } from './av1-config.ts'
export { readMetadata } from './metadata.ts'
export type { StreamMetadata } from './metadata.ts'
export { parseAacConfig, parseAacConfigBody } from './aac-config.ts'
export type { AacConfig } from './aac-config.ts'
export { parseAvcConfig, parseAvcConfigBody } from './avc-config.ts'
export type { AvcConfig } from './avc-config.ts'
export { FlvError, readFlv } from './flv-file.ts'
export type { FlvFile } from './flv-file.ts'
export { addFrameMark, readFrameMark } from './frame-mark.ts'
export type { FrameMark } from './frame-mark.ts'
export { escapeNal, nalAt, NalType, unescapeNal } from './nal-units.ts'
export type { NalPosition } from './nal-units.ts'
export { parseSps } from './sps.ts'
export type { SequenceParameters } from './sps.ts'
