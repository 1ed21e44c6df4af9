import {
  StreamingDestinations,
  validateRtmpUrl,
  validateSrt,
  validateStreamKey,
  type Platform,
} from '../../../destinations/index.ts'
import type { Secret } from '../../../secrets/index.ts'
import type { PresetView } from '../../view/index.ts'
import type { DestinationSettings } from '../settings.ts'

/** As the controller has it, where nothing is said. */
const usualSrt = { mode: 'caller', latencyMs: 120 } as const

const byPlatform: Record<Platform, string> = {
  twitch: StreamingDestinations.twitch('').rtmpUrl,
  youtube: StreamingDestinations.youtube('').rtmpUrl,
  facebook: StreamingDestinations.facebook('').rtmpUrl,
}

/** What names a destination: it is a part of a file's name on every system. */
export const presetId = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/

/** Where it goes; null: a platform without an address of its own, and none was given. */
export function addressOf(platform: PresetView['platform'], url: string | null): string | null {
  if (url !== null) return url
  return platform === 'custom' || platform === 'srt' ? null : byPlatform[platform]
}

/** What is wrong with a destination, for a person, with what to do; null: nothing. */
export function presetProblem(preset: {
  readonly id: string
  readonly name: string
  readonly platform: PresetView['platform']
  readonly url: string | null
  readonly srt?: DestinationSettings['srt']
}): string | null {
  if (!presetId.test(preset.id)) return 'The id is up to 63 lower-case letters, digits and . _ - in between.'
  const name = preset.name.trim()
  if (name === '' || name.length > 80) return 'The name is 1 to 80 characters, as people call it.'
  const url = addressOf(preset.platform, preset.url)
  if (url === null) return `A ${preset.platform} destination needs its url.`
  const problems =
    preset.platform === 'srt' ? validateSrt({ ...usualSrt, ...preset.srt, address: url }) : validateRtmpUrl(url)
  return problems[0]?.message ?? null
}

/** What is wrong with a key, without the key; null: nothing. */
export function keyProblem(platform: PresetView['platform'], url: string, key: Secret): string | null {
  const problems =
    platform === 'srt'
      ? validateSrt({ ...usualSrt, address: url, passphrase: key.reveal() })
      : validateStreamKey(key.reveal())
  return problems[0]?.message ?? null
}
