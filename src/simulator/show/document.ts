import type { VMixBus, VMixMix, VMixOutput, VMixOverlay, VMixState, VMixTransition } from '../../vmix/index.ts'
import { renderInput } from './document-input.ts'
import { element, empty, flag, leaf } from './markup.ts'

/**
 * The state document of a show: elements and attributes in vMix's order, and only those that the show has (`null` and
 * empty are left out). Read again it is the same state; `extra` alone is not written, since nobody knows its place.
 */
export function renderState(state: VMixState): string {
  const { version, edition, preset, dynamic, recording, audio } = state
  return [
    '<vmix>',
    version === '' ? '' : leaf('version', version),
    edition === '' ? '' : leaf('edition', edition),
    leaf('preset', preset),
    '<inputs>',
    ...state.inputs.map(renderInput),
    '</inputs>',
    state.outputs.length === 0 ? '' : element('outputs', {}, state.outputs.map(renderOutput).join('')),
    element('overlays', {}, state.overlays.map(renderOverlay).join('')),
    leaf('preview', state.preview),
    leaf('active', state.active),
    leaf('fadeToBlack', state.fadeToBlack),
    element('transitions', {}, state.transitions.map(renderTransition).join('')),
    renderRecording(recording),
    leaf('external', state.external),
    renderStreaming(state),
    leaf('duration', state.streamSeconds),
    leaf('playList', state.playList),
    leaf('multiCorder', state.multiCorder),
    leaf('fullscreen', state.fullscreen),
    ...state.mixes.map(renderMix),
    element('audio', {}, [...(audio.master === null ? [] : [audio.master]), ...audio.buses].map(renderBus).join('')),
    dynamic === null ? '' : element('dynamic', {}, renderDynamic(dynamic)),
    '</vmix>',
  ].join('')
}

/** Flags of an output are written only when they are on. */
function renderOutput({ type, number, source, ...flags }: VMixOutput): string {
  const on = (is: boolean) => (is ? true : null)
  const { ndi, omt, srt, external } = flags
  return empty('output', { type, number, source, ndi: on(ndi), omt: on(omt), srt: on(srt), external: on(external) })
}

function renderOverlay({ number, input, preview }: VMixOverlay): string {
  const attributes = { number, preview: preview ? true : null }
  return input === null ? empty('overlay', attributes) : leaf('overlay', input, attributes)
}

function renderTransition({ number, effect, durationMs }: VMixTransition): string {
  return empty('transition', { number, effect, duration: durationMs })
}

function renderRecording({ active, seconds, files }: VMixState['recording']): string {
  if (active === null && seconds === null && files.length === 0) return ''
  const names = Object.fromEntries(files.map((file, index) => [`filename${index + 1}`, file]))
  return element('recording', { duration: seconds, ...names }, active === null ? '' : flag(active))
}

/** Attributes count from 1, and only streams that are on have one. */
function renderStreaming({ streaming, streams }: VMixState): string {
  const on = streams.filter(({ live }) => live === true).map(({ channel }) => [`channel${channel + 1}`, true])
  if (streaming === null && on.length === 0) return ''
  return element('streaming', Object.fromEntries(on), streaming === null ? '' : flag(streaming))
}

function renderMix({ number, preview, active }: VMixMix): string {
  return element('mix', { number }, leaf('preview', preview) + leaf('active', active))
}

function renderBus({ name, volume, muted, meters, headphonesVolume, solo, sendToMaster }: VMixBus): string {
  const [meterF1, meterF2] = meters
  return empty(name === 'master' ? name : `bus${name}`, {
    volume,
    muted,
    meterF1,
    meterF2,
    headphonesVolume,
    solo,
    sendToMaster,
  })
}

function renderDynamic({ inputs, values }: NonNullable<VMixState['dynamic']>): string {
  const leaves = (name: string, texts: readonly string[]) =>
    texts.map((text, index) => leaf(`${name}${index + 1}`, text)).join('')
  return leaves('input', inputs) + leaves('value', values)
}
