import { randomUUID } from 'node:crypto'
import { addInput, MAX_INPUTS, moveInput, newInput, newSound, removeInput } from '../show/index.ts'
import type { ShowInput, Stage } from '../stage.ts'
import { forgetInput } from '../unseen.ts'
import { type Functions, inputOf, RefusedInput, valueOf, whole } from './parameters.ts'

/** What `AddInput` makes; of a file that is not there nobody knows the length, so it is a minute. */
const FILE_MS = 60_000
const SOUNDING = new Set(['Video', 'DVD', 'VideoList', 'AudioFile', 'AVIVideo'])
const LISTS = new Set(['VideoList', 'Photos'])

/** Value is `Type|file`: `Video|C:\clip.mp4`, `Colour|#FF0000` (vendor's help; sure). */
function add(stage: Stage, value: string): void {
  const [, type = '', file = ''] = /^([A-Za-z]\w{0,30})(?:\|(.*))?$/s.exec(value) ?? []
  if (type === '') throw new RefusedInput('Value must be Type|file')
  if (stage.show.inputs.length >= MAX_INPUTS) throw new RefusedInput('There are too many inputs')
  const title = type === 'Colour' || type === 'Mix' ? type : (file.split(/[\\/]/).at(-1) ?? '')
  const isList = LISTS.has(type)
  const sounds = SOUNDING.has(type)
  addInput(
    stage.show,
    stage.layout,
    newInput({
      key: randomUUID(),
      type,
      title: title === '' ? type : title,
      durationMs: sounds ? FILE_MS : 0,
      audio: sounds ? newSound(stage.layout) : null,
      selectedIndex: isList ? 1 : null,
      list: isList ? (file === '' ? [] : [{ file, selected: true }]) : null,
    }),
  )
}

function remove(stage: Stage, input: ShowInput): void {
  if (stage.show.inputs.length === 1) throw new RefusedInput('The last input stays')
  const { number } = input
  stage.motion.cancel(`volume ${input.key}`)
  removeInput(stage.show, number)
  // The one closed before cannot come back any more.
  const { removed } = stage.unseen
  if (removed !== null) forgetInput(stage.unseen, removed.input.key)
  stage.unseen.removed = { input, number }
}

/** A list is called after its name and the file that is on. */
function rename(input: ShowInput, name: string): void {
  const file = input.list
    ?.find(({ selected }) => selected)
    ?.file.split(/[\\/]/)
    .at(-1)
  input.shortTitle = name
  input.title = file === undefined ? name : `${name} - ${file}`
  input.text = input.title
}

/** Inputs that come, go, move and change their names. */
export const INPUTS: Functions = {
  AddInput: (stage, parameters) => add(stage, valueOf(stage, parameters)),
  RemoveInput: (stage, parameters) => remove(stage, inputOf(stage, parameters)),
  /** "Undo closing Input" (vendor's help); only of the last one closed, and once. */
  Undo: (stage) => {
    const { removed } = stage.unseen
    stage.unseen.removed = null
    if (removed === null || stage.show.inputs.length >= MAX_INPUTS) return
    const last = addInput(stage.show, stage.layout, removed.input)
    moveInput(stage.show, last, removed.number)
  },
  MoveInput: (stage, parameters) => {
    const { number } = inputOf(stage, parameters)
    const to = whole(valueOf(stage, parameters), 1, MAX_INPUTS)
    if (!moveInput(stage.show, number, to)) throw new RefusedInput('Input not found')
  },
  SetInputName: (stage, parameters) => {
    const input = inputOf(stage, parameters)
    const name = valueOf(stage, parameters)
    if (name !== '') rename(input, name)
  },
  /** Back to where the picture stood; what else it resets stands in no document. */
  ResetInput: (stage, parameters) => {
    inputOf(stage, parameters).position = null
  },
}
