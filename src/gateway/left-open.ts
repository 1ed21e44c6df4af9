import { KnownEncoder } from './ffmpeg/index.ts'
import type { GatewaySettings } from './options.ts'
import { KnownCarriers } from './srt-carriers.ts'
import { nothingSaved, type FoundState, type StateFile } from './state/index.ts'

/** A machine that lost its power is back by then, and its crew. */
const TAKE_UP_WITHIN_MS = 15 * 60_000

/** What was open a short time ago; what is older is most likely of another show, and is forgotten. */
export async function readRecent(
  file: StateFile,
  withinMs = TAKE_UP_WITHIN_MS,
): Promise<FoundState & { readonly expired: boolean }> {
  const found = await file.read()
  if (found.state.feeds.length === 0 || found.ageMs < withinMs) return { ...found, expired: false }
  await file.remove().catch(() => undefined)
  return { ...found, state: nothingSaved, expired: true }
}

/** What outputs need that are taken up: looked for before vMix comes back. */
export async function findPrograms(options: GatewaySettings, { state }: FoundState) {
  const { srtLibrary: library, ffmpeg, clock } = options
  const carriers = new KnownCarriers(
    { ...(library === undefined ? {} : { library }), ...(ffmpeg === undefined ? {} : { ffmpeg }) },
    clock,
  )
  const encoder = new KnownEncoder(ffmpeg ?? 'ffmpeg')
  if (state.encoder !== null) encoder.remember(state.encoder)
  const srt = state.feeds.some(({ outputs }) =>
    outputs.some(({ spec, failed }) => spec.kind === 'srt' && failed === null),
  )
  if (srt) await carriers.find()
  return { carriers, encoder }
}
