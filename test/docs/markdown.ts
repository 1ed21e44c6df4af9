/** The repository's pages, and what stands in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

export interface Block {
  readonly language: string
  readonly text: string
  /** Of its first line, from 1. */
  readonly line: number
}

export interface Page {
  /** From the root, with slashes. */
  readonly path: string
  /** All of it, as it stands in the file. */
  readonly text: string
  /** With every line of code blanked out, so that line numbers stay. */
  readonly prose: string
  readonly blocks: readonly Block[]
}

const fence = /^(\s*)```(\w*)\s*$/

export function readPage(path: string): Page {
  const prose: string[] = []
  const blocks: Block[] = []
  let open: { language: string; line: number; lines: string[] } | null = null
  const text = readFileSync(join(root, path), 'utf8')
  for (const [index, line] of text.split('\n').entries()) {
    const mark = fence.exec(line)
    if (open !== null && mark !== null) {
      blocks.push({ language: open.language, line: open.line, text: open.lines.join('\n') })
      open = null
    } else if (open !== null) {
      open.lines.push(line)
    } else if (mark !== null) {
      open = { language: mark[2] ?? '', line: index + 2, lines: [] }
    }
    prose.push(open === null && mark === null ? line : '')
  }
  if (open !== null) throw new Error(`${path}:${open.line}: a block of code that does not end`)
  return { path, text, prose: prose.join('\n'), blocks }
}

/** Every page that people read. */
export function pages(): readonly Page[] {
  const paths = ['', 'docs/', 'assets/'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}${name}`),
  )
  return paths.map(readPage)
}
