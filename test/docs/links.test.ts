import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pages, readPage, root, type Page } from './markdown.ts'

interface Link {
  readonly target: string
  readonly line: number
}

const inlineLink = /\]\(([^()\s]+)\)/g

function linksOf(page: Page): readonly Link[] {
  return page.prose
    .split('\n')
    .flatMap((text, index) =>
      [...text.replaceAll(/`[^`]*`/g, '').matchAll(inlineLink)].map((match) => ({
        target: match[1] ?? '',
        line: index + 1,
      })),
    )
    .filter(({ target }) => !/^[a-z]+:/i.test(target))
}

/** The names that GitHub gives to headings: lower case, blanks as hyphens, punctuation left out. */
function anchorsOf(page: Page): readonly string[] {
  return [...page.prose.matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  )
}

function problemOf(page: Page, { target, line }: Link): string | null {
  const [file = '', anchor] = target.split('#')
  const path = file === '' ? page.path : join(dirname(page.path), file)
  const where = `${page.path}:${line}: ${target}`
  if (!existsSync(join(root, path))) return `${where} is not there`
  if (anchor === undefined) return null
  return anchorsOf(readPage(path)).includes(anchor) ? null : `${where} has no such heading`
}

describe('the documentation', () => {
  it('links only to what is there', () => {
    const links = pages().flatMap((page) => linksOf(page).map((link) => ({ page, link })))
    expect(links.length).toBeGreaterThan(30)
    expect(links.map(({ page, link }) => problemOf(page, link)).filter((problem) => problem !== null)).toEqual([])
  })

  it('shows every picture that it has, each of a size that loads at once', () => {
    const folder = join(root, 'docs/images')
    const text = pages()
      .map((page) => page.prose)
      .join()
    const pictures = readdirSync(folder)
    expect(pictures.length).toBeGreaterThan(10)
    expect(pictures.filter((name) => !text.includes(`images/${name})`))).toEqual([])
    expect(pictures.filter((name) => statSync(join(folder, name)).size > 150_000)).toEqual([])
  })

  it('has every page of docs/ in its index', () => {
    const index = readPage('docs/README.md')
    const listed = linksOf(index).map(({ target }) => `docs/${target}`)
    const there = pages().filter(({ path }) => path.startsWith('docs/') && path !== 'docs/README.md')
    expect(there.map(({ path }) => path).filter((path) => !listed.includes(path))).toEqual([])
  })
})
