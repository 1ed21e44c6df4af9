import type { Show, ShowInput, Stage } from '../stage.ts'

/**
 * What an activator tells. `vmix`: one value for all of vMix. `chosen`: one input at a time, or none. `input`: a value
 * for each input; null where the input has none.
 */
export type Activator =
  | { readonly kind: 'vmix'; readonly name: string; readonly value: (stage: Stage) => number }
  | { readonly kind: 'chosen'; readonly name: string; readonly input: (stage: Stage) => number | null }
  | { readonly kind: 'input'; readonly name: string; readonly value: (input: ShowInput, stage: Stage) => number | null }

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G']
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index)
const bit = (on: boolean | null | undefined) => (on === true ? 1 : 0)
/** Amplitudes are 0–100 in the document and 0–1 here (vendor's help: "always between 0 and 1"; Companion multiplies by 100). */
const part = (amplitude: number | null | undefined) => (amplitude ?? 0) / 100

function vmix(name: string, value: (stage: Stage) => number): Activator {
  return { kind: 'vmix', name, value }
}
function chosen(name: string, input: (stage: Stage) => number | null): Activator {
  return { kind: 'chosen', name, input }
}
function each(name: string, value: (input: ShowInput, stage: Stage) => number | null): Activator {
  return { kind: 'input', name, value }
}

/** The value of an input that has sound. */
function sound(name: string, value: (audio: NonNullable<ShowInput['audio']>) => number): Activator {
  return each(name, ({ audio }) => (audio === null ? null : value(audio)))
}

function busOf({ audio }: Show, letter: string) {
  return audio.buses.find(({ name }) => name === letter)
}

function replayOf({ show }: Stage) {
  return show.inputs.find(({ replay }) => replay !== null)?.replay ?? null
}

/** The camera of the channel that `ReplayCamera…` goes by: A, unless B alone is chosen ([?] in vMix). */
function replayCamera(stage: Stage): number | null {
  const replay = replayOf(stage)
  return (replay?.channelMode === 'B' ? replay.cameraB : replay?.cameraA) ?? null
}

/** A vMix Call has sources; whatever else does not. */
function call(name: string, value: (key: string, stage: Stage) => number): Activator {
  return each(name, ({ type, key }, stage) => (type === 'VideoCall' ? value(key, stage) : null))
}

/**
 * Every activator there is (159 names), and what it tells. Names and the form of lines are vMix's (vendor's help; sure);
 * which change makes vMix push which line is known for those that Companion and others read, and taken for alike in the rest:
 * a line for each value that has changed. `ButtonPress` is of vMix's own buttons and never comes.
 */
export const ACTIVATORS: readonly Activator[] = [
  chosen('Input', ({ show }) => show.active),
  chosen('InputPreview', ({ show }) => show.preview),
  ...upTo(16, 2).flatMap((number) => {
    const mix = ({ show }: Stage) => show.mixes.find((mix) => mix.number === number)
    return [
      chosen(`InputMix${number}`, (stage) => mix(stage)?.active ?? null),
      chosen(`InputPreviewMix${number}`, (stage) => mix(stage)?.preview ?? null),
    ]
  }),
  ...upTo(8).flatMap((number) => {
    const shown = ({ show }: Stage) => show.overlays.find((overlay) => overlay.number === number)?.input ?? null
    // What "Any" tells is not known: here whether the overlay shows anything.
    return [chosen(`Overlay${number}`, shown), vmix(`Overlay${number}Any`, (stage) => bit(shown(stage) !== null))]
  }),
  ...upTo(4).map((number) =>
    // The number of the input that the dynamic input means (Companion's source says so; one source).
    chosen(`InputDynamic${number}`, ({ show }) => dynamicInput(show, number)),
  ),
  each('InputPlaying', ({ state }) => bit(state === 'Running')),
  sound('InputAudio', ({ muted }) => bit(muted === false)),
  sound('InputVolume', ({ volume }) => part(volume)),
  sound('InputSolo', ({ solo }) => bit(solo)),
  each('InputAudioAuto', ({ audio, key }, { unseen }) => (audio === null ? null : bit(unseen.autoAudio.has(key)))),
  each('InputHeadphones', ({ audio, key }, { unseen }) =>
    audio === null ? null : part(unseen.headphones.get(key) ?? 100),
  ),
  sound('InputMasterAudio', ({ buses }) => bit(buses.includes('M'))),
  ...LETTERS.map((letter) => sound(`InputBus${letter}Audio`, ({ buses }) => bit(buses.includes(letter)))),
  ...upTo(16).map((channel) =>
    // Whether fader or amplitude is not known: here the fader.
    each(`InputVolumeChannelMixer${channel}`, ({ audio, key }, { unseen }) =>
      audio === null ? null : (unseen.channelMixer.get(key)?.[channel - 1] ?? 100) / 100,
    ),
  ),
  vmix('MasterAudio', ({ show }) => bit(show.audio.master?.muted === false)),
  vmix('MasterVolume', ({ show }) => part(show.audio.master?.volume)),
  vmix('MasterHeadphones', ({ show }) => part(show.audio.master?.headphonesVolume)),
  ...LETTERS.flatMap((letter) => [
    vmix(`Bus${letter}Audio`, ({ show }) => bit(busOf(show, letter)?.muted === false)),
    vmix(`Bus${letter}Solo`, ({ show }) => bit(busOf(show, letter)?.solo)),
    vmix(`Bus${letter}Volume`, ({ show }) => part(busOf(show, letter)?.volume)),
  ]),
  vmix('FadeToBlack', ({ show }) => bit(show.fadeToBlack)),
  vmix('Recording', ({ show }) => bit(show.recording.active)),
  // It does not say which stream (Companion's source; one source); on while any is.
  vmix('Streaming', ({ show }) => bit(show.streaming)),
  vmix('External', ({ show }) => bit(show.external)),
  vmix('MultiCorder', ({ show }) => bit(show.multiCorder)),
  vmix('Fullscreen', ({ show }) => bit(show.fullscreen)),
  vmix('ButtonPress', () => 0),
  vmix('ReplayRecording', (stage) => bit(replayOf(stage)?.recording)),
  vmix('ReplayLive', (stage) => bit(replayOf(stage)?.live)),
  vmix('ReplayPlaying', ({ unseen }) => bit(unseen.replay.playing)),
  vmix('ReplayPlayForward', ({ unseen }) => bit(unseen.replay.playing && !unseen.replay.backward)),
  vmix('ReplayPlayBackward', ({ unseen }) => bit(unseen.replay.playing && unseen.replay.backward)),
  vmix('ReplayQuadMode', ({ unseen }) => bit(unseen.replay.quadMode)),
  ...['A', 'AB', 'B'].map((mode) =>
    vmix(`ReplayChannel${mode}`, (stage) => bit(replayOf(stage)?.channelMode === mode)),
  ),
  ...upTo(8).flatMap((camera) => [
    vmix(`ReplayCamera${camera}`, (stage) => bit(replayCamera(stage) === camera)),
    vmix(`ReplayACamera${camera}`, (stage) => bit(replayOf(stage)?.cameraA === camera)),
    vmix(`ReplayBCamera${camera}`, (stage) => bit(replayOf(stage)?.cameraB === camera)),
  ]),
  ...['Master', 'Headphones', ...LETTERS.map((letter) => `Bus${letter}`)].map((source) =>
    call(`VideoCallAudioSource${source}`, (key, { unseen }) => bit(unseen.callAudio.get(key) === source)),
  ),
  ...upTo(4).map((number) =>
    call(`VideoCallSourceOutput${number}`, (key, { unseen }) => bit(unseen.callVideo.get(key) === `Output${number}`)),
  ),
]

function dynamicInput(show: Show, number: number): number | null {
  const text = show.dynamic?.inputs[number - 1] ?? ''
  if (text === '') return null
  return (
    show.inputs.find((input) => String(input.number) === text || input.title === text || input.key === text)?.number ??
    null
  )
}

/** The activator of that name, if this version has it; which version brought which name is known of the overlays alone. */
export function activatorOf({ show }: Stage, name: string): Activator | null {
  const overlay = /^Overlay(\d+)/.exec(name)?.[1]
  if (overlay !== undefined && Number(overlay) > show.overlays.length) return null
  return BY_NAME.get(name) ?? null
}

const BY_NAME = new Map(ACTIVATORS.map((activator) => [activator.name, activator]))

/** As single precision is written: `0.5996953`, `1`, `0`. */
export function valueText(value: number): string {
  return String(Number(Math.fround(value).toPrecision(7)))
}
