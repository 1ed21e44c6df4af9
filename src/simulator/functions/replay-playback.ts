import type { Stage } from '../stage.ts'
import type { ReplayChannel, ReplayEvent, ReplayPlace } from '../unseen.ts'
import { amount, type Functions, type Parameters, RefusedInput, valueOf, whole } from './parameters.ts'
import { channelsOf, type Replay, replayOf } from './replay.ts'
import { eventsOf, select, selectedIndex } from './replay-events.ts'

const FRAME_MS = 40
const nowhere: ReplayPlace = { atMs: 0, untilMs: null, rest: [] }

function placeOf(event: ReplayEvent, rest: readonly ReplayEvent[]): ReplayPlace {
  return { atMs: event.inMs, untilMs: event.outMs, rest }
}

/** Local time of this machine, as vMix shows its own: `2026-01-25T09:59:53.000`. */
function timecodeOf(atMs: number): string {
  const local = atMs - new Date(atMs).getTimezoneOffset() * 60_000
  return new Date(local).toISOString().slice(0, 23)
}

function showTimecodes(replay: Replay, timecodes: Partial<Record<ReplayChannel, number>>): void {
  for (const channel of ['A', 'B'] as const) {
    const atMs = timecodes[channel]
    if (atMs === undefined) continue
    replay[`timecode${channel}`] = timecodeOf(atMs)
    if (channel === 'A' || replay.channelMode === 'B') replay.timecode = replay[`timecode${channel}`]
  }
}

/** Brings the replay to a place on the channels meant, off from what is live. */
function goTo(stage: Stage, parameters: Parameters, place: (now: ReplayPlace) => ReplayPlace): void {
  const replay = replayOf(stage)
  if (replay === null) return
  replay.live = false
  const { places } = stage.unseen.replay
  for (const channel of channelsOf(replay, parameters)) {
    const next = place(places[channel] ?? { ...nowhere, atMs: stage.motion.clock.now() })
    places[channel] = next
    showTimecodes(replay, { [channel]: next.atMs })
  }
}

function play(stage: Stage, parameters: Parameters, [event, ...rest]: readonly ReplayEvent[]): void {
  if (event === undefined) return
  goTo(stage, parameters, () => placeOf(event, rest))
  stage.unseen.replay.playing = true
  stage.unseen.replay.backward = false
}

/** The one chosen, after stepping so far. */
function playSelected(by: number) {
  return (stage: Stage, parameters: Parameters): void => {
    if (eventsOf(stage).length === 0) return
    if (by !== 0) select(stage, selectedIndex(stage) + by)
    play(stage, parameters, eventsOf(stage).slice(selectedIndex(stage)).slice(0, 1))
  }
}

function playing(on: (now: boolean) => boolean, backward: ((now: boolean) => boolean) | null = null) {
  return (stage: Stage, parameters: Parameters): void => {
    const { replay } = stage.unseen
    if (on(replay.playing)) goTo(stage, parameters, (now) => ({ ...now, untilMs: null, rest: [] }))
    replay.playing = replayOf(stage) !== null && on(replay.playing)
    if (backward !== null) replay.backward = backward(replay.backward)
  }
}

function direction(backward: (now: boolean) => boolean) {
  return ({ unseen }: Stage): void => {
    unseen.replay.backward = backward(unseen.replay.backward)
  }
}

/** Value is an event's place in the list, from 0 (two lists of functions say 0–1000). */
const byNumber = (stage: Stage, parameters: Parameters): void => {
  const place = whole(valueOf(stage, parameters), 0, 1000)
  play(stage, parameters, eventsOf(stage).slice(place, place + 1))
}

const last = (stage: Stage, parameters: Parameters): void => play(stage, parameters, eventsOf(stage).slice(-1))
const all = (stage: Stage, parameters: Parameters): void => play(stage, parameters, eventsOf(stage))

function jumpTo(point: 'inMs' | 'outMs') {
  return (stage: Stage, parameters: Parameters): void => {
    const event = eventsOf(stage)[selectedIndex(stage)]
    if (event !== undefined) goTo(stage, parameters, () => ({ ...nowhere, atMs: event[point] }))
  }
}

/** `…ToOutput` also brings the replay to program in vMix and back; what of that its document shows is not known. */
function withOutput(name: string, act: Functions[string]): Functions {
  return { [name]: act, [`${name}ToOutput`]: act }
}

/** Playing in the replay: the document shows it by timecodes, activators by `ReplayPlaying` and its kind. */
export const REPLAY_PLAYBACK: Functions = {
  ReplayPlay: playing(() => true),
  ReplayPause: playing(() => false),
  ReplayPlayPause: playing((now) => !now),
  ReplayStopEvents: playing(() => false),
  ReplayPlayForward: playing(
    () => true,
    () => false,
  ),
  ReplayPlayBackward: playing(
    () => true,
    () => true,
  ),
  ReplayFastForward: playing(
    () => true,
    () => false,
  ),
  ReplayFastBackward: playing(
    () => true,
    () => true,
  ),
  ReplayChangeDirection: direction((now) => !now),
  ReplaySetDirectionForward: direction(() => false),
  ReplaySetDirectionBackward: direction(() => true),
  ReplayJumpToNow: (stage, parameters) => {
    goTo(stage, parameters, () => ({ ...nowhere, atMs: stage.motion.clock.now() }))
  },
  ReplayJumpFrames: (stage, parameters) => {
    const byMs = Math.round(amount(valueOf(stage, parameters), 0, -100_000, 100_000)) * FRAME_MS
    goTo(stage, parameters, ({ atMs }) => ({ ...nowhere, atMs: atMs + byMs }))
  },
  ReplayJumpToSelectedInPoint: jumpTo('inMs'),
  ReplayJumpToSelectedOutPoint: jumpTo('outMs'),
  ReplaySetTimecode: (stage, parameters) => {
    const value = valueOf(stage, parameters).trim()
    // In local time; one that says its zone itself is taken too.
    const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) ? Date.parse(value) : Number.NaN
    if (Number.isNaN(atMs)) throw new RefusedInput('Value must be a timecode')
    goTo(stage, parameters, () => ({ ...nowhere, atMs }))
  },
  ...withOutput('ReplayPlayLastEvent', last),
  ...withOutput('ReplayPlaySelectedEvent', playSelected(0)),
  ...withOutput('ReplayPlayEvent', byNumber),
  ...withOutput('ReplayPlayAllEvents', all),
  ReplayPlayNext: playSelected(1),
  ReplayPlayPrevious: playSelected(-1),
}

/** Moves the replay on by so many ms: what plays, by its speed, to its end; what is live and recorded, with the clock. */
export function replayOn(stage: Stage, passedMs: number): void {
  const replay = replayOf(stage)
  if (replay === null) return
  const { unseen, motion } = stage
  const { places, playing: plays, backward } = unseen.replay
  if (replay.live === true) {
    const nowMs = motion.clock.now()
    if (replay.recording === true) showTimecodes(replay, { A: nowMs, B: nowMs })
    return
  }
  if (!plays) return
  let going = false
  for (const channel of ['A', 'B'] as const) {
    const place = places[channel]
    if (place === null) continue
    const speed = (replay[`speed${channel}`] ?? 1) * (backward ? -1 : 1)
    const reached = place.atMs + passedMs * speed
    place.atMs = place.untilMs === null ? reached : Math.min(reached, place.untilMs)
    const [next, ...rest] = place.rest
    const over = place.untilMs !== null && place.atMs >= place.untilMs
    if (over && next !== undefined) places[channel] = placeOf(next, rest)
    if (!over || next !== undefined) going = true
    showTimecodes(replay, { [channel]: places[channel]?.atMs ?? place.atMs })
  }
  unseen.replay.playing = going
}

/** In how many ms an event that plays comes to its end; null when none does. */
export function nextReplayEndMs(stage: Stage): number | null {
  const replay = replayOf(stage)
  const { places, playing: plays, backward } = stage.unseen.replay
  if (replay === null || replay.live === true || !plays || backward) return null
  let next: number | null = null
  for (const channel of ['A', 'B'] as const) {
    const place = places[channel]
    const speed = replay[`speed${channel}`] ?? 1
    if (place === null || place.untilMs === null || speed <= 0) continue
    const restMs = Math.max(1, (place.untilMs - place.atMs) / speed)
    if (next === null || restMs > next) next = restMs
  }
  return next
}
