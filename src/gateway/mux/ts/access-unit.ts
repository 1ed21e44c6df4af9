import { nalAt, NalType, type AvcConfig } from '../../codec/index.ts'

const START_CODE = Buffer.from([0, 0, 0, 1])
/** An access unit delimiter that allows any kind of slice. */
const DELIMITER = Buffer.from([0, 0, 0, 1, NalType.delimiter, 0xf0])

/** What an access unit needs to know of the codec header. */
export type ParameterSets = Pick<AvcConfig, 'lengthSize' | 'sps' | 'pps'>

/**
 * A picture as a byte stream (H.264, Annex B) from its length-prefixed NAL units: a delimiter first, and before a key
 * frame the parameter sets, so that decoding can start there without anything that came before. Empty when no NAL unit
 * can be read.
 */
export function accessUnit(data: Buffer, key: boolean, { lengthSize, sps, pps }: ParameterSets): Buffer {
  const units: Buffer[] = []
  let sawSps = false
  let sawPps = false
  for (let nal = nalAt(data, 0, lengthSize); nal !== null; nal = nalAt(data, nal.end, lengthSize)) {
    if (nal.type === NalType.delimiter) continue
    if (nal.type === NalType.sps) sawSps = true
    if (nal.type === NalType.pps) sawPps = true
    units.push(START_CODE, data.subarray(nal.start, nal.end))
  }
  if (units.length === 0) return Buffer.alloc(0)
  const sets = key && !(sawSps && sawPps) ? [...sps, ...pps].flatMap((set) => [START_CODE, set]) : []
  return Buffer.concat([DELIMITER, ...sets, ...units])
}
