import { channelCount, majorVersion } from '../vmix/index.ts'

/** What a version's state document has (captured documents of v23–v29; sure, except where said). */
export interface Layout {
  readonly channels: number
  readonly overlays: number
  readonly outputs: boolean
  /** Mixes 2 and up: captured in v26, in v24 by the vendor's function lists. */
  readonly mixes: boolean
  readonly dynamic: boolean
  /** Attributes of inputs with sound. */
  readonly gainDb: boolean
  readonly soloPfl: boolean
}

export function layoutOf(version: string): Layout {
  const major = majorVersion(version)
  return {
    channels: channelCount(major),
    overlays: major >= 29 ? 16 : major >= 24 ? 8 : 6,
    outputs: major >= 28,
    mixes: major >= 24,
    dynamic: major >= 24,
    gainDb: major >= 26,
    soloPfl: major >= 27,
  }
}
