import type { AvcConfig } from './avc-config.ts'
import { hevcNalType, HevcNalType, type HevcConfig } from './hevc-config.ts'
import { nalAt, NalType } from './nal-units.ts'
import { videoHead } from './video-head.ts'

const COMPOSITION_BYTES = 3

/**
 * A key frame that carries its own parameter sets, so that a receiver decodes it right even where it does not take a new
 * codec header in the middle of a stream. The same body where they stand in it already, or cannot.
 *
 * @param body an FLV video tag's body, length-prefixed as `config` says
 */
export function withParameterSets(body: Buffer, config: AvcConfig | HevcConfig): Buffer {
  const { lengthSize, sps, pps } = config
  const isHevc = 'vps' in config
  const types = isHevc ? HevcNalType : NalType
  let at = videoHead(body)?.dataAt ?? body.length
  let hasSps = false
  let hasPps = false
  for (let nal = nalAt(body, at, lengthSize); nal !== null; nal = nalAt(body, nal.end, lengthSize)) {
    const type = isHevc ? hevcNalType(body[nal.start] ?? 0) : nal.type
    // A delimiter has to be the first of its access unit.
    if (type === types.delimiter && nal.prefix === at) at = nal.end
    hasSps ||= type === types.sps
    hasPps ||= type === types.pps
  }
  const sets = [...(isHevc ? config.vps : []), ...sps, ...pps]
  if ((hasSps && hasPps) || sets.length === 0 || sets.some((set) => set.length >= 256 ** lengthSize)) return body
  const prefixed = sets.flatMap((set) => {
    const prefix = Buffer.alloc(lengthSize)
    prefix.writeUIntBE(set.length, 0, lengthSize)
    return [prefix, set]
  })
  return Buffer.concat([body.subarray(0, at), ...prefixed, body.subarray(at)])
}

/** The same frame with another composition offset, ms; as it is where its head has no place for one. */
export function withComposition(body: Buffer, ctsMs: number): Buffer {
  const at = videoHead(body)?.compositionAt ?? null
  if (at === null) return body
  const changed = Buffer.from(body)
  changed.writeIntBE(ctsMs, at, COMPOSITION_BYTES)
  return changed
}
