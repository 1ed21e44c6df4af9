import type { VMixField, VMixInput, VMixLayer, VMixListItem, VMixPosition, VMixReplay } from '../../vmix/index.ts'
import { type Attributes, element, empty, escapeText, leaf } from './markup.ts'

/**
 * One `<input>`. The order of its children is that of the captured documents (layers before replay; position, texts,
 * images, colours); where a list stands among others is not known, since no captured input has both.
 */
export function renderInput(input: VMixInput): string {
  const children = [
    escapeText(input.text),
    input.list === null ? '' : element('list', {}, input.list.map(renderItem).join('')),
    ...input.layers.map(renderLayer),
    input.replay === null ? '' : renderReplay(input.replay),
    renderPosition(input.position),
    ...fields('text', input.texts),
    ...fields('image', input.images),
    ...fields('color', input.colors),
  ]
  return element('input', attributesOf(input), children.join(''))
}

function attributesOf(input: VMixInput): Attributes {
  const { key, number, type, title, shortTitle, state, positionMs, durationMs, loop, audio, selectedIndex } = input
  return {
    key,
    number,
    type,
    title,
    shortTitle,
    state,
    position: positionMs,
    duration: durationMs,
    loop,
    ...(audio === null ? {} : soundOf(audio)),
    selectedIndex,
  }
}

function soundOf(audio: NonNullable<VMixInput['audio']>): Attributes {
  const { muted, volume, balance, solo, soloPfl, buses, gainDb, meters } = audio
  const [meterF1, meterF2] = meters
  return {
    muted,
    volume,
    balance,
    solo,
    soloPFL: soloPfl,
    audiobusses: buses.join(','),
    meterF1,
    meterF2,
    gainDb,
  }
}

function renderItem({ file, selected }: VMixListItem): string {
  // In lower case, unlike every other truth of the document.
  return element('item', { selected: selected ? 'true' : null }, escapeText(file))
}

function renderLayer({ index, key, position, crop }: VMixLayer): string {
  const cut = crop === null ? '' : empty('crop', { X1: crop.x1, Y1: crop.y1, X2: crop.x2, Y2: crop.y2 })
  const children = renderPosition(position) + cut
  return children === '' ? empty('overlay', { index, key }) : element('overlay', { index, key }, children)
}

function renderPosition(position: VMixPosition | null): string {
  if (position === null) return ''
  const { panX, panY, zoomX, zoomY, x, y, width, height } = position
  return empty('position', { panX, panY, zoomX, zoomY, x, y, width, height })
}

function fields(name: string, list: readonly VMixField[]): string[] {
  return list.map((field) => element(name, { index: field.index, name: field.name }, escapeText(field.value)))
}

function renderReplay(replay: VMixReplay): string {
  const { live, recording, channelMode, events, eventsA, eventsB, cameraA, cameraB, speed, speedA, speedB } = replay
  const { timecode, timecodeA, timecodeB } = replay
  return element(
    'replay',
    { live, recording, channelMode, events, eventsA, eventsB, cameraA, cameraB, speed, speedA, speedB },
    leaf('timecode', timecode) + leaf('timecodeA', timecodeA) + leaf('timecodeB', timecodeB),
  )
}
