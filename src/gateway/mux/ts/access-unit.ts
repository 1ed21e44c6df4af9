import { hevcNalType, HevcNalType, nalAt, NalType, type AvcConfig, type HevcConfig } from '../../codec/index.ts'

/** What a transport stream can carry of pictures; AV1 has no agreed way into one. */
export type TsVideo = AvcConfig | HevcConfig

const START_CODE = Buffer.from([0, 0, 0, 1])
/** Access unit delimiters that allow any kind of slice. */
const AVC_DELIMITER = Buffer.from([0, 0, 0, 1, NalType.delimiter, 0xf0])
const HEVC_DELIMITER = Buffer.from([0, 0, 0, 1, HevcNalType.delimiter << 1, 0x01, 0x50])

/** What an access unit is made with, from the codec header. */
export interface AccessUnits {
  readonly isHevc: boolean
  readonly lengthSize: number
  /** In the order in which a decoder needs them. */
  readonly sets: readonly Buffer[]
}

export function accessUnitsOf(video: TsVideo): AccessUnits {
  const isHevc = 'vps' in video
  const sets = [...(isHevc ? video.vps : []), ...video.sps, ...video.pps]
  return { isHevc, lengthSize: video.lengthSize, sets }
}

/**
 * A picture as a byte stream (Annex B of H.264 and of HEVC) from its length-prefixed NAL units: a delimiter first, and
 * before a key frame the parameter sets, so that decoding can start there without anything that came before. Empty when
 * no NAL unit can be read.
 */
export function accessUnit(data: Buffer, key: boolean, { isHevc, lengthSize, sets }: AccessUnits): Buffer {
  const units: Buffer[] = []
  const types = isHevc ? HevcNalType : NalType
  let sawSps = false
  let sawPps = false
  for (let nal = nalAt(data, 0, lengthSize); nal !== null; nal = nalAt(data, nal.end, lengthSize)) {
    const type = isHevc ? hevcNalType(data[nal.start] ?? 0) : nal.type
    if (type === types.delimiter) continue
    if (type === types.sps) sawSps = true
    if (type === types.pps) sawPps = true
    units.push(START_CODE, data.subarray(nal.start, nal.end))
  }
  if (units.length === 0) return Buffer.alloc(0)
  const missing = key && !(sawSps && sawPps) ? sets.flatMap((set) => [START_CODE, set]) : []
  return Buffer.concat([isHevc ? HEVC_DELIMITER : AVC_DELIMITER, ...missing, ...units])
}
