import type { ShowInput, Stage } from '../stage.ts'
import {
  type Functions,
  inputOf,
  numberOf,
  pairOf,
  type Parameters,
  RefusedInput,
  valueOf,
  whole,
} from './parameters.ts'
import { CROPS, MOVES, withoutPixels } from './position.ts'

/** Functions count layers from 1, the document from 0. */
const MOST = 10

type Layer = ShowInput['layers'][number]

function put(input: ShowInput, layer: Layer): void {
  input.layers = [...input.layers.filter(({ index }) => index !== layer.index), layer].sort(
    (one, other) => one.index - other.index,
  )
}

function hiddenOf(stage: Stage, input: ShowInput): Map<number, Layer> {
  const hidden = stage.unseen.hiddenLayers.get(input.key) ?? new Map<number, Layer>()
  stage.unseen.hiddenLayers.set(input.key, hidden)
  return hidden
}

function layerOf(stage: Stage, input: ShowInput, index: number): Layer | undefined {
  return input.layers.find((layer) => layer.index === index) ?? hiddenOf(stage, input).get(index)
}

/** Value is `layer,input`; with nothing behind the comma, or `None`, the layer is taken away ([?] in vMix). */
function setSource(stage: Stage, input: ShowInput, layer: string, source: string): void {
  const index = whole(layer, 1, MOST) - 1
  const before = layerOf(stage, input, index)
  const wanted = source.trim()
  if (wanted === '' || wanted === 'None') {
    hiddenOf(stage, input).delete(index)
    input.layers = input.layers.filter((shown) => shown.index !== index)
    return
  }
  const number = numberOf(stage.show, wanted)
  const key = stage.show.inputs.find((other) => other.number === number)?.key
  if (key === undefined) throw new RefusedInput('Input not found')
  hiddenOf(stage, input).delete(index)
  put(input, { index, key, position: before?.position ?? null, crop: before?.crop ?? null })
}

/** A layer that is off is taken not to stand in the document: no captured one shows how it would. */
function turn(wanted: (on: boolean) => boolean) {
  return (stage: Stage, parameters: Parameters): void => {
    const input = inputOf(stage, parameters)
    const index = whole(valueOf(stage, parameters), 1, MOST) - 1
    const hidden = hiddenOf(stage, input)
    const shown = input.layers.find((layer) => layer.index === index)
    const on = wanted(shown !== undefined)
    const off = hidden.get(index)
    if (on && off !== undefined) {
      hidden.delete(index)
      put(input, off)
    } else if (!on && shown !== undefined) {
      hidden.set(index, shown)
      input.layers = input.layers.filter((layer) => layer !== shown)
    }
  }
}

/** Value is `from,to`: the two change places. How long that takes to be seen stands in no document. */
function exchange(stage: Stage, parameters: Parameters): void {
  const input = inputOf(stage, parameters)
  const [from, rest] = pairOf(stage, parameters)
  const one = whole(from, 1, MOST) - 1
  const other = whole(rest.split(',')[0] ?? '', 1, MOST) - 1
  const swapped = (index: number) => (index === one ? other : index === other ? one : index)
  input.layers = input.layers
    .map((layer) => ({ ...layer, index: swapped(layer.index) }))
    .sort((a, b) => a.index - b.index)
}

/** `SetLayer3PanX` and its kind: a layer that shows nothing has no place to be changed. */
function ofLayer(number: number): [string, Functions[string]][] {
  const change = (act: (layer: Layer, value: string) => void) => (stage: Stage, parameters: Parameters) => {
    const layer = layerOf(stage, inputOf(stage, parameters), number - 1)
    const value = valueOf(stage, parameters)
    // What is wrong is refused, layer or not.
    act(layer ?? { index: 0, key: '', position: null, crop: null }, value)
  }
  return [
    ...Object.entries(MOVES).map(([name, move]): [string, Functions[string]] => [
      `SetLayer${number}${name}`,
      change((layer, value) => {
        layer.position = move(layer.position, value)
      }),
    ]),
    ...Object.entries(CROPS).map(([name, crop]): [string, Functions[string]] => [
      `SetLayer${number}${name}`,
      change((layer, value) => {
        layer.crop = crop(layer.crop, value)
      }),
    ]),
  ]
}

const setLayer = (stage: Stage, parameters: Parameters): void => {
  const [layer, source] = pairOf(stage, parameters)
  setSource(stage, inputOf(stage, parameters), layer, source)
}

/** Layers, once called multi view overlays, and the place of a whole input. */
export const LAYERS: Functions = {
  SetLayer: setLayer,
  SetMultiViewOverlay: setLayer,
  SetLayerAnimated: (stage, parameters) => {
    const [layer, rest] = pairOf(stage, parameters)
    setSource(stage, inputOf(stage, parameters), layer, rest.replace(/,[^,]*$/, ''))
  },
  LayerOn: turn(() => true),
  LayerOff: turn(() => false),
  LayerOnOff: turn((on) => !on),
  MultiViewOverlayOn: turn(() => true),
  MultiViewOverlayOff: turn(() => false),
  MultiViewOverlay: turn((on) => !on),
  MoveLayer: exchange,
  MoveMultiViewOverlay: exchange,
  SwapLayerAnimated: exchange,
  ...Object.fromEntries(Array.from({ length: MOST }, (_, index) => ofLayer(index + 1)).flat()),
  ...Object.fromEntries(
    (['PanX', 'PanY', 'Zoom'] as const).map((name): [string, Functions[string]] => [
      `Set${name}`,
      (stage, parameters) => {
        const input = inputOf(stage, parameters)
        input.position = withoutPixels(MOVES[name]?.(input.position, valueOf(stage, parameters)) ?? null)
      },
    ]),
  ),
}
