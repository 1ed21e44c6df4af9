/** Letters of a text that others take the place of. */
export interface TextEdit {
  readonly from: number
  /** The first that stays. */
  readonly to: number
  readonly text: string
}

/** The text with all edits; none may overlap. Of several at one place the first stands first. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => a.from - b.from)
    .toReversed()
    .reduce((changed, { from, to, text: inserted }) => changed.slice(0, from) + inserted + changed.slice(to), text)
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1
}

/** Behind its line end. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end + 1
}

/** What stands before it on its line: blanks, in a list that is written one below the other. */
export function indentAt(text: string, at: number): string {
  return text.slice(lineStart(text, at), at)
}
