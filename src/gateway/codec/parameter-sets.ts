import type { AvcConfig } from './avc-config.ts'
import { AVC_HEADER_BYTES } from './flv-body.ts'
import { nalAt, NalType } from './nal-units.ts'

/**
 * A key frame that carries its own parameter sets, so that a receiver decodes it right even where it does not take a new
 * codec header in the middle of a stream. The same body where they stand in it already, or cannot.
 *
 * @param body an FLV video tag's body, length-prefixed as `config` says
 */
export function withParameterSets(body: Buffer, { lengthSize, sps, pps }: AvcConfig): Buffer {
  let at = AVC_HEADER_BYTES
  let hasSps = false
  let hasPps = false
  for (let nal = nalAt(body, at, lengthSize); nal !== null; nal = nalAt(body, nal.end, lengthSize)) {
    // A delimiter has to be the first of its access unit.
    if (nal.type === NalType.delimiter && nal.prefix === at) at = nal.end
    hasSps ||= nal.type === NalType.sps
    hasPps ||= nal.type === NalType.pps
  }
  const sets = [...sps, ...pps]
  if ((hasSps && hasPps) || sets.length === 0 || sets.some((set) => set.length >= 256 ** lengthSize)) return body
  const prefixed = sets.flatMap((set) => {
    const prefix = Buffer.alloc(lengthSize)
    prefix.writeUIntBE(set.length, 0, lengthSize)
    return [prefix, set]
  })
  return Buffer.concat([body.subarray(0, at), ...prefixed, body.subarray(at)])
}

/** The same frame with another composition offset, ms. */
export function withComposition(body: Buffer, ctsMs: number): Buffer {
  const changed = Buffer.from(body)
  changed.writeIntBE(ctsMs, 2, 3)
  return changed
}
