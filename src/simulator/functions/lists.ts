import type { ShowInput, Stage } from '../stage.ts'
import { type Functions, inputOf, type Parameters, RefusedInput, valueOf, whole } from './parameters.ts'

/** More files than any list: what is added beyond is refused. */
const MOST_ITEMS = 1000

/** The files of a list; an input that is none takes the call and changes nothing ([?] in vMix). */
function listOf(
  stage: Stage,
  parameters: Parameters,
): { input: ShowInput; list: NonNullable<ShowInput['list']> } | null {
  const input = inputOf(stage, parameters)
  return input.list === null ? null : { input, list: input.list }
}

/** Chooses an item, from 1: a list's title ends with the file that is on, as captured documents show. */
export function select(input: ShowInput, wanted: number): void {
  const list = input.list
  if (list === null) {
    input.selectedIndex = wanted
    return
  }
  const index = Math.max(1, Math.min(wanted, Math.max(1, list.length)))
  for (const [place, item] of list.entries()) item.selected = place === index - 1
  input.selectedIndex = index
  input.positionMs = 0
  const file = list[index - 1]?.file.split(/[\\/]/).at(-1)
  input.title = file === undefined ? input.shortTitle : `${input.shortTitle} - ${file}`
  input.text = input.title
}

function step(by: 1 | -1) {
  return (stage: Stage, parameters: Parameters): void => {
    const found = listOf(stage, parameters)
    if (found === null || found.list.length === 0) return
    const next = (found.input.selectedIndex ?? 1) + by
    if (next >= 1 && next <= found.list.length) select(found.input, next)
  }
}

/** Lists of files: VideoList, Photos and their kind. */
export const LISTS: Functions = {
  ListAdd: (stage, parameters) => {
    const file = valueOf(stage, parameters)
    if (file === '') throw new RefusedInput('File not found')
    const found = listOf(stage, parameters)
    if (found === null) return
    if (found.list.length >= MOST_ITEMS) throw new RefusedInput('The list is full')
    found.list.push({ file, selected: false })
    if (found.list.length === 1) select(found.input, 1)
  },
  /** Value is the item's place, from 1. */
  ListRemove: (stage, parameters) => {
    const found = listOf(stage, parameters)
    if (found === null) return
    const place = whole(valueOf(stage, parameters), 1, found.list.length)
    const chosen = found.input.selectedIndex ?? 1
    found.list.splice(place - 1, 1)
    if (place < chosen) select(found.input, chosen - 1)
    else if (place === chosen) select(found.input, chosen)
  },
  ListRemoveAll: (stage, parameters) => {
    const found = listOf(stage, parameters)
    if (found === null) return
    found.list.length = 0
    select(found.input, 1)
  },
  /** Turned round by one: a shuffle whose end a test can know. */
  ListShuffle: (stage, parameters) => {
    const found = listOf(stage, parameters)
    const last = found?.list.pop()
    if (found === null || last === undefined) return
    found.list.unshift(last)
    found.input.selectedIndex = found.list.findIndex(({ selected }) => selected) + 1
  },
  SelectIndex: (stage, parameters) => {
    const input = inputOf(stage, parameters)
    const wanted = whole(valueOf(stage, parameters), 0, MOST_ITEMS)
    if (input.list !== null || input.selectedIndex !== null) select(input, wanted)
  },
  NextItem: step(1),
  PreviousItem: step(-1),
  // Of Photos, which are lists too.
  NextPicture: step(1),
  PreviousPicture: step(-1),
}
