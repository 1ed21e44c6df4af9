import { type Command, CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { buildProgram } from '../../src/cli/program.ts'
import { pages, readPage, type Page } from './markdown.ts'

interface Line {
  readonly where: string
  readonly text: string
}

/** Every command line of a page: in its blocks, and between backticks in its sentences. */
function commandLines(page: Page): readonly Line[] {
  const inBlocks = page.blocks.flatMap(({ line, text }) =>
    text.split('\n').map((text, index) => ({ where: `${page.path}:${line + index}`, text })),
  )
  const inProse = page.prose
    .split('\n')
    .flatMap((text, index) =>
      [...text.matchAll(/`([^`]+)`/g)].map((match) => ({ where: `${page.path}:${index + 1}`, text: match[1] ?? '' })),
    )
  return [...inBlocks, ...inProse]
    .map(({ where, text }) => ({ where, text: text.trim().replace(/^npm run vmixctl -- /, 'vmixctl ') }))
    .filter(({ text }) => /^vmixctl [^…]/.test(text) && !text.includes('<'))
}

/** What stands for a value that the reader puts in. */
const placeholders: readonly (readonly [RegExp, string])[] = [
  [/\bDEST…/g, 'twitch:env:TW_KEY'],
  [/NAME\[=VALUE\]\]…/g, 'stall]'],
  [/\bHOST:PORT\b|\b[A-Z-]*ADDRESS(?=:)/g, '127.0.0.1:1935'],
  [/(127\.0\.0\.1:1935):1935/g, '$1'],
  [/\bHASH\b/g, '0'.repeat(64)],
  [/ N\b/g, ' 1'],
  [/(--to) …/g, '$1 twitch:env:TW_KEY'],
  [/[[\]]/g, ''],
  [/ (?:#|&&|>) .*$| …$/g, ''],
]

function argumentsOf(text: string): readonly string[] {
  const filled = placeholders.reduce((line, [what, by]) => line.replaceAll(what, by), text)
  return filled.trim().split(/\s+/).slice(1)
}

/** The real program, whose commands are parsed and not carried out. */
function dryProgram(): Command {
  const program = buildProgram('')
  const each = (command: Command) => {
    command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    // One that has commands below it may act by itself too: the gateway does.
    if (command !== program) command.action(() => undefined)
    for (const child of command.commands) each(child)
  }
  each(program)
  return program
}

function complaintOf({ where, text }: Line): string | null {
  try {
    dryProgram().parse([...argumentsOf(text)], { from: 'user' })
    return null
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? null : `${where}: ${text}: ${error.message}`
  }
}

function leaves(command: Command, path: readonly string[] = []): readonly string[] {
  const children = command.commands.filter((child) => child.name() !== 'help')
  if (children.length === 0) return [path.join(' ')]
  return children.flatMap((child) => leaves(child, [...path, child.name()]))
}

describe('the documentation', () => {
  it('shows command lines that vmixctl takes', () => {
    const lines = pages().flatMap(commandLines)
    expect(lines.length).toBeGreaterThan(20)
    expect(lines.map(complaintOf).filter((complaint) => complaint !== null)).toEqual([])
  })

  it('names every command and every option that all commands have', () => {
    const { prose } = readPage('docs/command-line.md')
    const names = [
      ...leaves(dryProgram()),
      ...dryProgram()
        .options.map((option) => option.long ?? '')
        .filter((name) => name !== '--version'),
    ]
    expect(names.filter((name) => !prose.includes(`\`${name}`))).toEqual([])
  })
})
