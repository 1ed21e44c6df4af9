/** A cell: its text, and how that is painted once its width is settled. */
export interface Cell {
  readonly text: string
  readonly paint?: (text: string) => string
}

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** May be cut (with …) where the line is too long for the terminal. */
  readonly shrinks?: boolean
}

const gap = '  '
const narrowest = 8

/**
 * A table in plain columns, no wider than `width` where its shrinking columns allow. No line ends in blanks.
 *
 * @example tableLines([{ title: 'NAME' }], [[{ text: 'Twitch' }]], 80) // ['NAME', 'Twitch']
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
  paintTitle: (text: string) => string = (text) => text,
): string[] {
  const widths = columns.map((column, index) =>
    Math.max(column.title.length, ...rows.map((row) => row[index]?.text.length ?? 0)),
  )
  let over = widths.reduce((sum, each) => sum + each, 0) + gap.length * (columns.length - 1) - width
  for (const [index, column] of columns.entries()) {
    const present = widths[index] ?? 0
    if (column.shrinks !== true || over <= 0) continue
    const smaller = Math.max(Math.min(present, narrowest), present - over)
    over -= present - smaller
    widths[index] = smaller
  }
  const line = (cells: readonly Cell[]) =>
    columns
      .map((column, index) => {
        const { text = '', paint } = cells[index] ?? {}
        const last = index === columns.length - 1
        const shown = aligned(cut(text, widths[index] ?? 0), widths[index] ?? 0, column.align, last)
        return paint === undefined ? shown : paint(shown)
      })
      .join(gap)
      .trimEnd()
  return [paintTitle(line(columns.map(({ title }) => ({ text: title })))), ...rows.map(line)]
}

/** @example cut('a long name', 6) // 'a lon…' */
function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}

function aligned(text: string, width: number, align: Column['align'], last: boolean): string {
  if (align === 'right') return text.padStart(width)
  return last ? text : text.padEnd(width)
}
