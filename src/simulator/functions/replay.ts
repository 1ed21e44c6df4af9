import type { ShowInput, Stage } from '../stage.ts'
import type { ReplayChannel } from '../unseen.ts'
import { amount, type Functions, type Parameters, RefusedInput, valueOf } from './parameters.ts'
import { type Switch, switching } from './switch-words.ts'

export type Replay = NonNullable<ShowInput['replay']>

/** The replay input's state; a show without one takes every call and changes nothing ([?] in vMix). */
export function replayOf({ show }: Stage): Replay | null {
  return show.inputs.find(({ replay }) => replay !== null)?.replay ?? null
}

/** The channels that a call means: `Channel` names one; without it those that are chosen (`AB` is both; [?] in vMix). */
export function channelsOf(replay: Replay, parameters: Parameters): readonly ReplayChannel[] {
  const named = parameters.get('channel').trim().toUpperCase()
  const channel = named === '' ? (replay.channelMode ?? 'A') : named
  if (channel === 'AB') return ['A', 'B']
  if (channel === 'A' || channel === 'B') return [channel]
  // C and D of vMix 29 stand in no document.
  if (channel === 'C' || channel === 'D') return []
  throw new RefusedInput('Channel not found')
}

/** As vMix shows speeds: single precision, in all its digits (`0.899999976158142`, captured). */
export function shownSpeed(speed: number): number {
  return Number(Math.fround(speed).toPrecision(15))
}

/** Sets one of a replay's pairs (`speedA`, `speedB`) and the value that goes with the chosen channel. */
function setSpeed(replay: Replay, channels: readonly ReplayChannel[], speed: (now: number) => number): void {
  for (const channel of channels) {
    const shown = shownSpeed(Math.min(1, Math.max(0, speed(replay[`speed${channel}`] ?? 1))))
    replay[`speed${channel}`] = shown
    if (channel === 'A' || replay.channelMode === 'B') replay.speed = shown
  }
}

function withReplay(act: (replay: Replay, stage: Stage, parameters: Parameters) => void) {
  return (stage: Stage, parameters: Parameters): void => {
    const replay = replayOf(stage)
    if (replay !== null) act(replay, stage, parameters)
  }
}

function recording(stage: Stage): Switch | null {
  const replay = replayOf(stage)
  if (replay === null) return null
  return {
    read: () => replay.recording === true,
    write: (on) => {
      replay.recording = on
    },
  }
}

function live(wanted: (now: boolean) => boolean) {
  return withReplay((replay, { unseen }) => {
    replay.live = wanted(replay.live === true)
    if (!replay.live) return
    unseen.replay.playing = false
    unseen.replay.places.A = null
    unseen.replay.places.B = null
  })
}

function camera(number: number): Functions {
  return {
    [`ReplayACamera${number}`]: withReplay((replay) => {
      replay.cameraA = number
    }),
    [`ReplayBCamera${number}`]: withReplay((replay) => {
      replay.cameraB = number
    }),
    [`ReplayCamera${number}`]: withReplay((replay) => {
      if (replay.channelMode === 'B') replay.cameraB = number
      else replay.cameraA = number
    }),
  }
}

/** One channel takes over the other's place, and its camera where the function says so. */
function take(from: ReplayChannel, to: ReplayChannel, withCamera: boolean) {
  return withReplay((replay, { unseen }) => {
    replay[`timecode${to}`] = replay[`timecode${from}`]
    const place = unseen.replay.places[from]
    unseen.replay.places[to] = place === null ? null : { ...place }
    if (withCamera) replay[`camera${to}`] = replay[`camera${from}`]
  })
}

function selectChannel(mode: 'A' | 'B' | 'AB') {
  return withReplay((replay) => {
    replay.channelMode = mode
    const channel = mode === 'B' ? 'B' : 'A'
    replay.speed = replay[`speed${channel}`]
    replay.events = replay[`events${channel}`]
    replay.timecode = replay[`timecode${channel}`]
  })
}

function selectEvents(list: number) {
  return withReplay((replay, _stage, parameters) => {
    for (const channel of channelsOf(replay, parameters)) {
      replay[`events${channel}`] = list
      if (channel === 'A' || replay.channelMode === 'B') replay.events = list
    }
  })
}

const numbers = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

/** The replay's recording, channels, cameras, speeds and lists, as the document of the replay input shows them. */
export const REPLAY: Functions = {
  ...switching(
    { toggle: 'ReplayStartStopRecording', on: 'ReplayStartRecording', off: 'ReplayStopRecording' },
    recording,
  ),
  ReplayLive: live(() => true),
  ReplayRecorded: live(() => false),
  ReplayLiveToggle: live((now) => !now),
  ...Object.fromEntries(numbers(8).flatMap((number) => Object.entries(camera(number)))),
  ...Object.fromEntries(numbers(20).map((list) => [`ReplaySelectEvents${list}`, selectEvents(list)])),
  ReplaySelectChannelA: selectChannel('A'),
  ReplaySelectChannelB: selectChannel('B'),
  ReplaySelectChannelAB: selectChannel('AB'),
  /** 0 to 1, 1 being full speed. */
  ReplaySetSpeed: withReplay((replay, stage, parameters) => {
    const speed = amount(valueOf(stage, parameters), 0, 0, 1)
    setSpeed(replay, channelsOf(replay, parameters), () => speed)
  }),
  /** By so much faster or slower ([?]: one list says so). */
  ReplayChangeSpeed: withReplay((replay, stage, parameters) => {
    const by = amount(valueOf(stage, parameters), 0, -30, 30)
    setSpeed(replay, channelsOf(replay, parameters), (now) => now + by)
  }),
  ReplaySetChannelAToBTimecode: take('B', 'A', false),
  ReplaySetChannelAToBTimecodeAndCamera: take('B', 'A', true),
  ReplaySetChannelBToATimecode: take('A', 'B', false),
  ReplaySetChannelBToATimecodeAndCamera: take('A', 'B', true),
  ReplaySwapChannels: withReplay((replay, { unseen }) => {
    for (const name of ['camera', 'speed', 'events'] as const) {
      const a = replay[`${name}A`]
      replay[`${name}A`] = replay[`${name}B`]
      replay[`${name}B`] = a
    }
    const { timecodeA } = replay
    replay.timecodeA = replay.timecodeB
    replay.timecodeB = timecodeA
    const { places } = unseen.replay
    const { A } = places
    places.A = places.B
    places.B = A
  }),
  ...switching({ toggle: 'ReplayToggleQuadMode', on: 'ReplayQuadModeOn', off: 'ReplayQuadModeOff' }, ({ unseen }) => ({
    read: () => unseen.replay.quadMode,
    write: (on) => {
      unseen.replay.quadMode = on
    },
  })),
}
