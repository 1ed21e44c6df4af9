import { channelCount, majorVersion } from '../vmix/index.ts'

/** What a version's state document has (captured documents of v23–v29; sure). */
export interface Layout {
  readonly channels: number
  readonly overlays: number
  readonly outputs: boolean
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
    dynamic: major >= 24,
    gainDb: major >= 26,
    soloPfl: major >= 27,
  }
}
