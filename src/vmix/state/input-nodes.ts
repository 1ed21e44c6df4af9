import { readNumber } from '../values.ts'
import type { VMixField, VMixInput } from './input.ts'
import { attributeNames, type Node, node } from './node.ts'
import { type OpenInput, readCrop, readInput, readPosition, readReplay } from './read-input.ts'

const INPUT = attributeNames(
  'key number type title shortTitle state position duration loop muted volume balance solo soloPFL audiobusses meterF1 meterF2 gainDb selectedIndex',
)
const POSITION = attributeNames('panX panY zoomX zoomY x y width height')
const CROP = attributeNames('X1 Y1 X2 Y2')
const LAYER = attributeNames('index key')
const FIELD = attributeNames('index name')
const ITEM = attributeNames('selected')
const REPLAY = attributeNames('live recording channelMode events eventsA eventsB cameraA cameraB speed speedA speedB')

/** What stands within `<inputs>`; every input is put into the list. */
export function inputsNode(inputs: VMixInput[]): Node {
  let input: OpenInput = readInput({})

  const field = (list: () => VMixField[]) =>
    node({
      known: FIELD,
      text: 'all',
      close: (value, attributes) => {
        const fields = list()
        const index = readNumber(attributes['index']) ?? fields.length
        fields.push({ index, name: attributes['name'] ?? '', value })
      },
    })
  const position = node({
    known: POSITION,
    open: (attributes) => {
      input.position = readPosition(attributes)
    },
  })
  const children = new Map<string, Node>([
    ['overlay', layerNode(() => input)],
    ['list', listNode(() => input)],
    ['replay', replayNode(() => input)],
    ['position', position],
    ['text', field(() => input.texts)],
    ['image', field(() => input.images)],
    ['color', field(() => input.colors)],
  ])
  const inputNode = node({
    known: INPUT,
    text: 'lead',
    child: (name) => children.get(name) ?? null,
    open: (attributes) => {
      input = readInput(attributes)
      inputs.push(input)
    },
    close: (text) => {
      // Blanks alone are the indentation before the first child.
      if (text.trim() !== '') input.text = text
    },
    label: (name) => `${name}[${inputs.length}]`,
  })
  return node({ child: (name) => (name === 'input' ? inputNode : null) })
}

function layerNode(input: () => OpenInput): Node {
  const position = node({
    known: POSITION,
    open: (attributes) => {
      const layer = input().layers.at(-1)
      if (layer !== undefined) layer.position = readPosition(attributes)
    },
  })
  const crop = node({
    known: CROP,
    open: (attributes) => {
      const layer = input().layers.at(-1)
      if (layer !== undefined) layer.crop = readCrop(attributes)
    },
  })
  return node({
    known: LAYER,
    child: (name) => (name === 'position' ? position : name === 'crop' ? crop : null),
    open: (attributes) => {
      const { layers } = input()
      const index = readNumber(attributes['index']) ?? layers.length
      layers.push({ index, key: attributes['key'] ?? '', position: null, crop: null })
    },
    label: (name) => `${name}[${input().layers.length}]`,
  })
}

function listNode(input: () => OpenInput): Node {
  const item = node({
    known: ITEM,
    text: 'all',
    close: (file, attributes) => {
      const selected = attributes['selected']?.toLowerCase() === 'true'
      input().list?.push({ file, selected })
    },
  })
  return node({
    child: (name) => (name === 'item' ? item : null),
    open: () => {
      input().list = []
    },
  })
}

function replayNode(input: () => OpenInput): Node {
  const timecode = node({
    text: 'all',
    close: (text, _attributes, name) => {
      const { replay } = input()
      if (replay === null) return
      if (name === 'timecode') replay.timecode = text
      else if (name === 'timecodeA') replay.timecodeA = text
      else replay.timecodeB = text
    },
  })
  return node({
    known: REPLAY,
    child: (name) => (name === 'timecode' || name === 'timecodeA' || name === 'timecodeB' ? timecode : null),
    open: (attributes) => {
      input().replay = readReplay(attributes)
    },
  })
}
