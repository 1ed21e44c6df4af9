import type { ShowInput, Stage } from '../stage.ts'
import { type Functions, inputOf, type Parameters, RefusedInput, valueOf } from './parameters.ts'

type Kind = 'texts' | 'images' | 'colors'

/**
 * The field that `SelectedName` (`Headline.Text`; without its ending too, [?] in vMix) or `SelectedIndex` means; the first
 * one without either. A field that is not there changes nothing and is no error: vMix answers so (said by users; not sure).
 */
function fieldOf(input: ShowInput, kind: Kind, parameters: Parameters): ShowInput[Kind][number] | null {
  const name = parameters.get('selectedname')
  const index = parameters.get('selectedindex')
  if (name !== '') {
    return (
      input[kind].find((field) => field.name === name) ??
      input[kind].find((field) => field.name.replace(/\.[^.]+$/, '') === name) ??
      null
    )
  }
  const wanted = index === '' ? 0 : Number(index)
  if (!Number.isInteger(wanted)) throw new RefusedInput('SelectedIndex is not a number')
  return input[kind].find((field) => field.index === wanted) ?? null
}

function set(kind: Kind) {
  return (stage: Stage, parameters: Parameters): void => {
    const field = fieldOf(inputOf(stage, parameters), kind, parameters)
    if (field !== null) field.value = valueOf(stage, parameters)
  }
}

/** The countdowns are text fields, whose text vMix moves: `SetCountdown` shows its time at once. */
const countdown = (stage: Stage, parameters: Parameters): void => {
  const field = fieldOf(inputOf(stage, parameters), 'texts', parameters)
  const value = valueOf(stage, parameters)
  if (!/^\d{1,3}:\d{2}:\d{2}$/.test(value)) throw new RefusedInput('Value must be hh:mm:ss')
  if (field !== null) field.value = value
}

/** Fields of titles. Colours of text (`SetTextColour`) and visibility stand in no document. */
export const TITLES: Functions = {
  SetText: set('texts'),
  SetImage: set('images'),
  SetColor: set('colors'),
  SetCountdown: countdown,
  ChangeCountdown: countdown,
}
