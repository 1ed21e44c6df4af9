import type { Platform } from './platform.ts'

/** Size in pixels, and frames per second. */
export interface PictureFormat {
  readonly width: number
  readonly height: number
  readonly fps: number
}

/** What a service recommends for the picture alone, kb/s (1000 bits); sound comes on top. */
export interface BitrateRecommendation {
  readonly min: number
  readonly max: number
  /** The page that says so. */
  readonly source: string
  /** `vendor`: read on the service's own page. `reported`: from copies of it elsewhere. */
  readonly sureness: 'vendor' | 'reported'
}

interface Row {
  /** From this many lines on, of the shorter side: an upright picture counts as the same format lying. */
  readonly lines: number
  /** The services have a row for 30 frames per second and one for 60. */
  readonly fast: boolean
  readonly min: number
  readonly max: number
}
interface Table {
  readonly source: string
  readonly sureness: BitrateRecommendation['sureness']
  readonly rows: readonly Row[]
}

/** Largest format first. Formats below the last row have no recommendation. */
const tables: Record<Platform, Table> = {
  twitch: {
    // One figure per format, taken as the lower end; 6000 is the most that Twitch takes from everybody.
    source: 'Twitch, "Broadcasting Guidelines" (stream.twitch.tv/encoding)',
    sureness: 'reported',
    rows: [
      { lines: 1080, fast: true, min: 6000, max: 6000 },
      { lines: 1080, fast: false, min: 4500, max: 6000 },
      { lines: 720, fast: true, min: 4500, max: 6000 },
      { lines: 720, fast: false, min: 3000, max: 6000 },
    ],
  },
  youtube: {
    // The page gives 240p to 720p at 30 one row, made for 720p: smaller formats are left without.
    source:
      'YouTube Help, "Choose live encoder settings, bitrates, and resolutions" (support.google.com/youtube/answer/2853702)',
    sureness: 'vendor',
    rows: [
      { lines: 2160, fast: true, min: 10_000, max: 40_000 },
      { lines: 2160, fast: false, min: 8000, max: 35_000 },
      { lines: 1440, fast: true, min: 6000, max: 30_000 },
      { lines: 1440, fast: false, min: 5000, max: 25_000 },
      { lines: 1080, fast: true, min: 4000, max: 10_000 },
      { lines: 1080, fast: false, min: 3000, max: 8000 },
      { lines: 720, fast: true, min: 3000, max: 8000 },
      { lines: 720, fast: false, min: 3000, max: 8000 },
    ],
  },
  facebook: {
    source:
      'Meta, Live Video API, "Reference: Recommended Settings" (developers.facebook.com/docs/live-video-api/reference)',
    sureness: 'vendor',
    rows: [
      { lines: 1080, fast: true, min: 4500, max: 9000 },
      { lines: 1080, fast: false, min: 3000, max: 6000 },
      { lines: 720, fast: true, min: 2250, max: 6000 },
      { lines: 720, fast: false, min: 1500, max: 4000 },
      { lines: 480, fast: false, min: 600, max: 2000 },
      { lines: 360, fast: false, min: 400, max: 1000 },
    ],
  },
}

/** 25 and 30 use the row for 30; 48, 50 and 60 the one for 60. */
const FAST_ABOVE_FPS = 40

/**
 * What the service recommends for this format, or null where it publishes nothing for it. The largest format that the
 * picture fills counts: 900 lines are judged as 720.
 *
 * @example recommendedBitrate('twitch', { width: 1920, height: 1080, fps: 59.94 })?.min // 6000
 */
export function recommendedBitrate(platform: Platform, format: PictureFormat): BitrateRecommendation | null {
  const lines = Math.min(format.width, format.height)
  const fast = format.fps > FAST_ABOVE_FPS
  const { rows, source, sureness } = tables[platform]
  const row = rows.find((row) => lines >= row.lines && row.fast === fast)
  return row === undefined ? null : { min: row.min, max: row.max, source, sureness }
}
