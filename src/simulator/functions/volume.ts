import type { Stage } from '../stage.ts'
import { amplitudeOf, faderOf } from './fader.ts'
import { amount, pairOf, type Parameters, valueOf, whole } from './parameters.ts'

const LONGEST_FADE_MS = 600_000

/** What has a fader: the sound of an input, a bus. Null takes the call and changes nothing. */
type Faded = { volume: number | null } | null

/** Value is a fader's position, 0–100; the document shows amplitude. A fade that runs is ended. */
export function setVolume(stage: Stage, parameters: Parameters, name: string, it: Faded): void {
  const fader = amount(valueOf(stage, parameters), faderOf(it?.volume ?? 100), 0, 100)
  stage.motion.cancel(name)
  if (it !== null) it.volume = amplitudeOf(fader)
}

/** Value is `fader,ms`. The fader moves evenly ([?] in vMix), so the amplitude does not. */
export function fadeVolume(stage: Stage, parameters: Parameters, name: string, it: Faded): void {
  const [to, ms] = pairOf(stage, parameters)
  const target = amount(to, 0, 0, 100)
  const durationMs = whole(ms, 0, LONGEST_FADE_MS)
  if (it === null) return
  const from = faderOf(it.volume ?? 100)
  stage.motion.start(name, durationMs, {
    step: (progress) => {
      it.volume = amplitudeOf(from + (target - from) * Math.min(1, progress))
    },
    end: () => {
      it.volume = amplitudeOf(target)
    },
  })
}
