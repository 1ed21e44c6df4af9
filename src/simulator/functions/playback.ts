import type { ShowInput, Stage } from '../stage.ts'
import { select } from './lists.ts'
import { pause, play } from './on-air.ts'
import { amount, type Functions, inputOf, type Parameters, valueOf } from './parameters.ts'
import { member, onOff, switching } from './switch-words.ts'

function withInput(act: (input: ShowInput, stage: Stage, parameters: Parameters) => void) {
  return (stage: Stage, parameters: Parameters): void => act(inputOf(stage, parameters), stage, parameters)
}

const playOrPause = withInput((input) => {
  if (input.state === 'Running') pause(input)
  else play(input)
})

function seek(input: ShowInput, stage: Stage, parameters: Parameters): void {
  const to = amount(valueOf(stage, parameters), input.positionMs ?? 0, 0, input.durationMs ?? 0)
  input.positionMs = Math.round(to)
  if (input.state === 'Completed') input.state = 'Paused'
}

/** Playing, pausing, places and loops. Marks stand in no document: they are taken and kept nowhere. */
export const PLAYBACK: Functions = {
  Play: withInput(play),
  Pause: withInput(pause),
  PlayPause: playOrPause,
  LivePlayPause: playOrPause,
  Restart: withInput((input) => {
    if (input.positionMs !== null) input.positionMs = 0
    if (input.state === 'Completed') input.state = 'Paused'
  }),
  /** In ms, from the beginning; `+=` and `-=` from where it is. */
  SetPosition: withInput(seek),
  SetRate: withInput((input, stage, parameters) => {
    stage.unseen.rate.set(input.key, amount(valueOf(stage, parameters), stage.unseen.rate.get(input.key) ?? 1, 0, 4))
  }),
  SetRateSlowMotion: withInput((input, stage, parameters) => {
    stage.unseen.rate.set(input.key, amount(valueOf(stage, parameters), stage.unseen.rate.get(input.key) ?? 1, 0, 1))
  }),
  ListPlayOut: withInput(play),
  ...onOff('Loop', (stage, parameters) => {
    const input = inputOf(stage, parameters)
    return {
      read: () => input.loop === true,
      write: (on) => {
        input.loop = on
      },
    }
  }),
  ...switching({ on: 'AutoPlayOn', off: 'AutoPlayOff' }, (stage, parameters) =>
    member(stage.unseen.noAutoPlay, inputOf(stage, parameters).key, true),
  ),
  ...switching({ on: 'AutoPauseOn', off: 'AutoPauseOff' }, (stage, parameters) =>
    member(stage.unseen.noAutoPause, inputOf(stage, parameters).key, true),
  ),
  ...switching({ on: 'AutoRestartOn', off: 'AutoRestartOff' }, (stage, parameters) =>
    member(stage.unseen.autoRestart, inputOf(stage, parameters).key),
  ),
}

/** Moves what plays on by so many ms: to its end, round in a loop, or to the next item of a list. */
export function playOn({ show, unseen }: Stage, passedMs: number): void {
  for (const input of show.inputs) {
    const durationMs = input.durationMs ?? 0
    if (input.state !== 'Running' || durationMs === 0 || input.replay !== null || input.positionMs === null) continue
    const exact =
      input.positionMs + (unseen.passedMs.get(input.key) ?? 0) + passedMs * (unseen.rate.get(input.key) ?? 1)
    const reached = Math.floor(exact)
    unseen.passedMs.set(input.key, exact - reached)
    if (reached < durationMs) input.positionMs = reached
    else if (input.loop === true) input.positionMs = reached % durationMs
    else if (input.list !== null && (input.selectedIndex ?? 1) < input.list.length) {
      select(input, (input.selectedIndex ?? 1) + 1)
    } else {
      input.positionMs = durationMs
      input.state = 'Completed'
    }
  }
}

/** In how many ms the next of what plays comes to its end; null when nothing does. */
export function nextEndMs({ show, unseen }: Stage): number | null {
  let next: number | null = null
  for (const input of show.inputs) {
    const rate = unseen.rate.get(input.key) ?? 1
    const durationMs = input.durationMs ?? 0
    if (input.state !== 'Running' || durationMs === 0 || rate === 0 || input.replay !== null) continue
    if (input.loop === true) continue
    const restMs = Math.max(1, (durationMs - (input.positionMs ?? 0)) / rate)
    if (next === null || restMs < next) next = restMs
  }
  return next
}
