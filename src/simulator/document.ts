import type { SimulatedInput, SimulatedVMix } from './simulated-vmix.ts'

/** The state document, its elements in vMix's order and in the layout of the simulated version. */
export function renderState(vmix: SimulatedVMix): string {
  const { layout } = vmix
  return [
    '<vmix>',
    element('version', vmix.version),
    element('edition', vmix.edition),
    element('preset', vmix.preset),
    `<inputs>${vmix.inputs.map((input, index) => renderInput(vmix, input, index + 1)).join('')}</inputs>`,
    layout.outputs ? OUTPUTS : '',
    `<overlays>${vmix.overlays.map(renderOverlay).join('')}</overlays>`,
    element('preview', String(vmix.preview)),
    element('active', String(vmix.active)),
    element('fadeToBlack', flag(vmix.fadeToBlack)),
    TRANSITIONS,
    renderRecording(vmix),
    element('external', flag(vmix.external)),
    renderStreaming(vmix),
    element('playList', 'False'),
    element('multiCorder', flag(vmix.multiCorder)),
    element('fullscreen', 'False'),
    '<audio><master volume="100" muted="False" meterF1="0" meterF2="0" headphonesVolume="100" /></audio>',
    layout.dynamic ? DYNAMIC : '',
    '</vmix>',
  ].join('')
}

const OUTPUTS = `<outputs>${[1, 2].map((n) => `<output type="fullscreen" number="${n}" source="Output" />`).join('')}${[
  1, 2, 3, 4,
]
  .map((n) => `<output type="output" number="${n}" source="Output" />`)
  .join('')}</outputs>`

const TRANSITIONS = `<transitions>${['Fade', 'Merge', 'Wipe', 'CubeZoom']
  .map(
    (effect, index) => `<transition number="${index + 1}" effect="${effect}" duration="${index === 0 ? 500 : 1000}" />`,
  )
  .join('')}</transitions>`

const DYNAMIC = `<dynamic>${['input', 'value']
  .flatMap((name) => [1, 2, 3, 4].map((n) => `<${name}${n}></${name}${n}>`))
  .join('')}</dynamic>`

function renderInput(vmix: SimulatedVMix, input: SimulatedInput, number: number): string {
  const title = escapeXml(input.title)
  const state = number === vmix.active ? 'Running' : 'Paused'
  const { soloPfl, gainDb } = vmix.layout
  const sound = input.hasAudio
    ? ` muted="False" volume="100" balance="0" solo="False"${soloPfl ? ' soloPFL="False"' : ''} audiobusses="M" meterF1="0" meterF2="0"${gainDb ? ' gainDb="0"' : ''}`
    : ''
  return `<input key="${input.key}" number="${number}" type="${input.type}" title="${title}" shortTitle="${title}" state="${state}" position="0" duration="0" loop="False"${sound}>${title}</input>`
}

function renderOverlay(shown: number | null, index: number): string {
  return shown === null ? `<overlay number="${index + 1}" />` : `<overlay number="${index + 1}">${shown}</overlay>`
}

function renderRecording(vmix: SimulatedVMix): string {
  const { active, seconds, file } = vmix.recorder.view()
  if (!active) return '<recording>False</recording>'
  return `<recording duration="${seconds ?? 0}" filename1="${escapeXml(file ?? '')}">True</recording>`
}

/** Attributes count from 1, and only streams that are on have one. */
function renderStreaming(vmix: SimulatedVMix): string {
  const on = vmix.streams.flatMap((stream, channel) => (stream.live ? [` channel${channel + 1}="True"`] : []))
  return `<streaming${on.join('')}>${flag(on.length > 0)}</streaming>`
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`
}

function flag(on: boolean): string {
  return on ? 'True' : 'False'
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** For text and attributes alike; characters that no XML document may hold become U+FFFD. */
function escapeXml(text: string): string {
  return (
    text
      .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
      // oxlint-disable-next-line no-control-regex -- these are the ones
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .toWellFormed()
  )
}
