import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { witnessEventTypes } from '../../src/witness/index.ts'
import { table } from '../witness/tamper-rows.ts'
import { root } from './markdown.ts'

const page = readFileSync(join(root, 'docs/witness.md'), 'utf8')

/** Every test file, by its name, with its text. */
const tests = new Map(
  ['test', 'src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts'))
      .map((path) => [basename(path), readFileSync(join(root, folder, path), 'utf8')] as const),
  ),
)
const all = [...tests].map(([name, text]) => (name === basename(import.meta.filename) ? '' : text)).join('\n')

/** The cells of each row of the first table under a heading, without its head. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const begin = page.indexOf(`\n### ${heading}\n`)
  expect(begin).toBeGreaterThan(0)
  const lines = page.slice(begin).split('\n')
  const first = lines.findIndex((line) => line.startsWith('|---'))
  const length = lines.slice(first + 1).findIndex((line) => !line.startsWith('|'))
  return lines.slice(first + 1, first + 1 + length).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

const italics = (text: string): readonly string[] =>
  [...text.matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g)].map(([, name = '']) => name)

describe('docs/witness.md', () => {
  it('has each row of the tamper table, with the exit codes that its test asserts, and no other', () => {
    const written = rowsUnder('What is done to a log, and what shows it').flatMap(([names = '', ...codes]) =>
      italics(names).map((name) => ({ name, codes: codes.map((code) => Number(code.replaceAll('*', ''))) })),
    )
    const asserted = table.map(({ name, chain, beside, kept, cosigned }) => ({
      name,
      codes: [chain.code, beside.code, kept.code, cosigned.code],
    }))
    const byName = (one: { readonly name: string }, other: { readonly name: string }) =>
      one.name < other.name ? -1 : 1
    expect(written.toSorted(byName)).toEqual(asserted.filter(({ name }) => name !== 'nothing at all').toSorted(byName))
  })

  it('names tests that there are, for each thing that may be done to what is cosigned', () => {
    const rows = rowsUnder('What shows where')
    expect(rows.length).toBeGreaterThan(5)
    for (const [what, , where = ''] of rows) {
      const names = italics(where)
      const files = [...where.matchAll(/`([\w-]+\.test\.ts)`/g)].map(([, file = '']) => file)
      expect([what, names.length + files.length > 0]).toEqual([what, true])
      for (const name of names) expect([name, all.includes(name.replace(/ …$/, ''))]).toEqual([name, true])
    }
  })

  it('names no file of tests that is not there', () => {
    const named = [...page.matchAll(/([\w-]+\.test\.ts)/g)].map(([, file = '']) => file)
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((file) => !tests.has(file))).toEqual([])
    for (const name of ['that is flipped in a segment is found']) expect(all).toContain(name)
  })

  it('names every type of event that this project writes', () => {
    expect(witnessEventTypes.filter((type) => !page.includes(`\`${type}\``))).toEqual([])
  })
})
