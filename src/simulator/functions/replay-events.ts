import type { Stage } from '../stage.ts'
import type { ReplayEvent } from '../unseen.ts'
import { amount, type Functions, type Parameters, valueOf, whole } from './parameters.ts'
import { replayOf, shownSpeed } from './replay.ts'

/** More than any show marks; the oldest goes then. */
const MOST = 1000
/** Longer than anybody writes beside an event; more is cut off. */
const LONGEST_TEXT = 10_000
const FRAME_MS = 40

/** The list that a call is about: the one shown by `events`, from 0. */
function listIndex(stage: Stage): number {
  return (replayOf(stage)?.events ?? 1) - 1
}

export function eventsOf(stage: Stage): ReplayEvent[] {
  return stage.unseen.replay.lists[listIndex(stage)] ?? []
}

/** Place of the chosen event, from 0; the last one's unless another was chosen. */
export function selectedIndex(stage: Stage): number {
  const list = listIndex(stage)
  const last = eventsOf(stage).length - 1
  return Math.min(stage.unseen.replay.selected[list] ?? last, last)
}

export function select(stage: Stage, index: number): void {
  const last = eventsOf(stage).length - 1
  stage.unseen.replay.selected[listIndex(stage)] = Math.max(0, Math.min(index, last))
}

/** Where a mark is set: where the replay plays, else now. */
function here(stage: Stage): number {
  return stage.unseen.replay.places.A?.atMs ?? stage.motion.clock.now()
}

function mark(stage: Stage, inMs: number, outMs: number): void {
  const events = eventsOf(stage)
  events.push({ inMs: Math.min(inMs, outMs), outMs, text: '', speed: replayOf(stage)?.speed ?? 1 })
  forgetOldest(events)
  stage.unseen.replay.selected[listIndex(stage)] = null
}

function forgetOldest(events: ReplayEvent[]): void {
  if (events.length > MOST) events.shift()
}

/** In point only: the event is there once it has an out point. */
function markIn(at: (stage: Stage) => number) {
  return (stage: Stage): void => {
    stage.unseen.replay.markInMs = at(stage)
  }
}

/** Value is seconds: an event that ends here and began so long before. */
function markInOut(at: (stage: Stage) => number, forward = false) {
  return (stage: Stage, parameters: Parameters): void => {
    const lastsMs = amount(valueOf(stage, parameters), 0, 0, 86_400) * 1000
    const point = at(stage)
    mark(stage, forward ? point : point - lastsMs, forward ? point + lastsMs : point)
  }
}

const now = (stage: Stage) => stage.motion.clock.now()

/** `…LastEvent…` and `…SelectedEvent…` do the same to one event or the other; on an empty list nothing. */
function both(names: (which: string) => string, act: (stage: Stage, index: number, parameters: Parameters) => void) {
  const on = (index: (stage: Stage) => number) => (stage: Stage, parameters: Parameters) => {
    if (eventsOf(stage).length > 0) act(stage, index(stage), parameters)
  }
  return {
    [names('Last')]: on((stage) => eventsOf(stage).length - 1),
    [names('Selected')]: on(selectedIndex),
  }
}

/** Value is the list, from 0 (two lists of functions say 0–19). */
function copyTo(stage: Stage, index: number, parameters: Parameters): void {
  const event = eventsOf(stage)[index]
  const to = stage.unseen.replay.lists[whole(valueOf(stage, parameters), 0, 19)]
  if (event === undefined || to === undefined) return
  to.push({ ...event })
  forgetOldest(to)
}

function remove(stage: Stage, index: number): void {
  eventsOf(stage).splice(index, 1)
  if (selectedIndex(stage) >= index) select(stage, selectedIndex(stage))
}

/** The text for all cameras; a camera's own text is taken for the event's. */
function text(append: boolean, ofCamera: boolean) {
  return (stage: Stage, index: number, parameters: Parameters): void => {
    const event = eventsOf(stage)[index]
    const value = valueOf(stage, parameters)
    const given = ofCamera ? value.slice(value.indexOf(',') + 1) : value
    if (event !== undefined) event.text = (append ? event.text + given : given).slice(0, LONGEST_TEXT)
  }
}

function moveSelected(by: 1 | -1) {
  return (stage: Stage): void => {
    const events = eventsOf(stage)
    const from = selectedIndex(stage)
    const to = from + by
    const [event] = to < 0 || to >= events.length ? [] : events.splice(from, 1)
    if (event === undefined) return
    events.splice(to, 0, event)
    select(stage, to)
  }
}

function changeSelected(change: (event: ReplayEvent, stage: Stage, parameters: Parameters) => void) {
  return (stage: Stage, parameters: Parameters): void => {
    const event = eventsOf(stage)[selectedIndex(stage)]
    if (event !== undefined) change(event, stage, parameters)
  }
}

/** A frame is counted as 40 ms: the show's own rate stands in no document. */
function frames(stage: Stage, parameters: Parameters): number {
  return Math.round(amount(valueOf(stage, parameters), 0, -100_000, 100_000)) * FRAME_MS
}

/** Marks, and the events that they make. No document shows them: `Simulator.replayEvents` does. */
export const REPLAY_EVENTS: Functions = {
  ReplayMarkIn: markIn(here),
  ReplayMarkInLive: markIn(now),
  ReplayMarkInRecorded: markIn(here),
  ReplayMarkInRecordedNow: markIn(here),
  ReplayMarkOut: (stage) => {
    const { markInMs } = stage.unseen.replay
    stage.unseen.replay.markInMs = null
    if (markInMs !== null) mark(stage, markInMs, here(stage))
  },
  ReplayMarkCancel: (stage) => {
    stage.unseen.replay.markInMs = null
  },
  ReplayMarkInOut: markInOut(here),
  ReplayMarkInOutLive: markInOut(now),
  ReplayMarkInOutRecorded: markInOut(here),
  ReplayMarkInOutLiveFuture: markInOut(now, true),
  ReplaySelectFirstEvent: (stage) => select(stage, 0),
  ReplaySelectLastEvent: (stage) => select(stage, eventsOf(stage).length - 1),
  ReplaySelectNextEvent: (stage) => select(stage, selectedIndex(stage) + 1),
  ReplaySelectPreviousEvent: (stage) => select(stage, selectedIndex(stage) - 1),
  ReplayScrollSelectedEvent: (stage, parameters) => {
    select(stage, selectedIndex(stage) + Math.round(amount(valueOf(stage, parameters), 0, -10, 10)))
  },
  ...both((which) => `ReplayCopy${which}Event`, copyTo),
  ...both(
    (which) => `ReplayMove${which}Event`,
    (stage, index, parameters) => {
      copyTo(stage, index, parameters)
      remove(stage, index)
    },
  ),
  ...both((which) => `ReplayDelete${which}Event`, remove),
  ...both(
    (which) => `ReplayDuplicate${which}Event`,
    (stage, index) => {
      const events = eventsOf(stage)
      const event = events[index]
      if (event === undefined) return
      events.splice(index + 1, 0, { ...event })
      forgetOldest(events)
    },
  ),
  ...both((which) => `ReplaySet${which}EventText`, text(false, false)),
  ...both((which) => `ReplaySet${which}EventTextCamera`, text(false, true)),
  ...both((which) => `ReplayAppend${which}EventText`, text(true, false)),
  ...both((which) => `ReplayAppend${which}EventTextCamera`, text(true, true)),
  ReplayMoveSelectedEventUp: moveSelected(-1),
  ReplayMoveSelectedEventDown: moveSelected(1),
  ReplayMoveSelectedInPoint: changeSelected((event, stage, parameters) => {
    event.inMs = Math.min(event.inMs + frames(stage, parameters), event.outMs)
  }),
  ReplayMoveSelectedOutPoint: changeSelected((event, stage, parameters) => {
    event.outMs = Math.max(event.outMs + frames(stage, parameters), event.inMs)
  }),
  ReplayUpdateSelectedInPoint: changeSelected((event, stage) => {
    event.inMs = Math.min(here(stage), event.outMs)
  }),
  ReplayUpdateSelectedOutPoint: changeSelected((event, stage) => {
    event.outMs = Math.max(here(stage), event.inMs)
  }),
  ReplayUpdateSelectedSpeed: changeSelected((event, stage) => {
    event.speed = replayOf(stage)?.speed ?? 1
  }),
  ReplayUpdateSelectedSpeedDefault: changeSelected((event) => {
    event.speed = 1
  }),
  ReplayUpdateSelectedSpeedFromValue: changeSelected((event, stage, parameters) => {
    event.speed = shownSpeed(amount(valueOf(stage, parameters), event.speed, 0, 1))
  }),
}
