import { safeInName } from './file-name.ts'

const placeholders = ['date', 'time', 'preset', 'stream'] as const
type Placeholder = (typeof placeholders)[number]

/** What a template's words stand for when a recording starts. */
export interface NameFacts {
  /** When it starts, ms since 1970. */
  readonly atMs: number
  /** vMix's preset, as its state shows it: a path on the vMix machine; null for a show that was never saved. */
  readonly preset: string | null
  /** 0-based. */
  readonly channel: number
}

const word = /\{([^{}]*)\}/g
const MAX_PRESET_CHARACTERS = 60

/** Why a name is no good template, in a sentence; null when it is one, or holds no braces at all. */
export function templateProblem(name: string): string | null {
  const unknown = [...name.matchAll(word)].find(([, inside]) => !isPlaceholder(inside))
  if (unknown !== undefined) {
    return `${unknown[0]} stands for nothing. There are {date}, {time}, {preset} and {stream}.`
  }
  return /[{}]/.test(name.replace(word, '')) ? 'Braces go in pairs, as in {date}.' : null
}

/** Whether the name has this word; without one, whether it has any. */
export function hasWord(name: string, which?: Placeholder): boolean {
  return [...name.matchAll(word)].some(([, inside]) => which === undefined || inside === which)
}

/**
 * A name for every system: the date is `2026-11-22` and the time `19-30-05`, both of the machine's own time zone; the preset
 * is its file's name without folders and ending; streams count from 1, as in vMix.
 *
 * @example fillTemplate('{preset} {date} stream {stream}.mp4', facts) // 'Sunday 2026-11-22 stream 1.mp4'
 */
export function fillTemplate(name: string, facts: NameFacts): string {
  return name.replace(word, (whole, inside: string) => (isPlaceholder(inside) ? valueOf(inside, facts) : whole))
}

function valueOf(placeholder: Placeholder, { atMs, preset, channel }: NameFacts): string {
  const at = new Date(atMs)
  const joined = (...parts: readonly number[]) => parts.map((part) => String(part).padStart(2, '0')).join('-')
  switch (placeholder) {
    case 'date':
      return joined(at.getFullYear(), at.getMonth() + 1, at.getDate())
    case 'time':
      return joined(at.getHours(), at.getMinutes(), at.getSeconds())
    case 'preset':
      return presetName(preset)
    default:
      return String(channel + 1)
  }
}

function presetName(preset: string | null): string {
  const file = preset?.split(/[/\\]/).at(-1) ?? ''
  const name = safeInName(file.replace(/\.vmix$/i, ''), MAX_PRESET_CHARACTERS)
  return name === '' ? 'untitled' : name
}

function isPlaceholder(text: string | undefined): text is Placeholder {
  return placeholders.some((placeholder) => placeholder === text)
}
