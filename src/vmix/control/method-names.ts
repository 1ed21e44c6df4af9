import { type FunctionCategory, FUNCTIONS } from '../catalogue/index.ts'

/**
 * How functions are called here, one rule for all: a group is vMix's category and a method is the function's name, both with
 * the first word in lower case; a word that all names of a group begin with (Replay, PTZ, Browser, DataSource, …) is left
 * away. `SetVolume` is `audio.setVolume`, `ReplayMarkIn` is `replay.markIn`, `PTZHome` is `ptz.home`, `GO` is `input.go`.
 */
export function methodName(name: string, category: FunctionCategory): string {
  return lowerFirst(name.slice(sharedBeginning(category).length))
}

/** @example groupName('PlayList') // 'playList' */
export function groupName(category: FunctionCategory): string {
  return lowerFirst(category)
}

/** `SetVolume` → `setVolume`, `NDI` → `ndi`, `ACamera1` → `aCamera1`. */
function lowerFirst(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (first) => first.toLowerCase())
}

const beginnings = new Map<FunctionCategory, string>()

function sharedBeginning(category: FunctionCategory): string {
  const known = beginnings.get(category)
  if (known !== undefined) return known
  const names = FUNCTIONS.filter((each) => each.category === category).map(({ name }) => words(name))
  const [first = []] = names
  const differs = first.findIndex((word, index) =>
    names.some((other) => other[index] !== word || other.length === index + 1),
  )
  const beginning = first.slice(0, Math.max(differs, 0)).join('')
  beginnings.set(category, beginning)
  return beginning
}

/** @example words('PTZMoveUp2') // ['PTZ', 'Move', 'Up', '2'] */
function words(name: string): readonly string[] {
  return name.match(/[A-Z]+(?![a-z])|[A-Z][a-z]*|\d+/g) ?? []
}
