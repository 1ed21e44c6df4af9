import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildPage } from './built-page.ts'
import { builtPage } from './room-server.ts'

const assets = join(builtPage, 'assets')
/** Names of formats; nothing is fetched from there. */
const formats = /^http:\/\/www\.w3\.org\/(?:1998\/Math\/MathML|1999\/xhtml|2000\/svg)$/

async function built(ending: string): Promise<readonly { readonly name: string; readonly bytes: Buffer }[]> {
  const names = (await readdir(assets, { recursive: true })).filter((name) => name.endsWith(ending))
  return await Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(assets, name)) })))
}

// It needs no browser, so that it is nowhere left out.
describe('the page as it is built from its source now', () => {
  beforeAll(buildPage)

  it('is at most 80 KB of script, gzipped', async () => {
    const scripts = await built('.js')
    const bytes = scripts.reduce((sum, script) => sum + gzipSync(script.bytes, { level: 9 }).length, 0)
    console.log(`page: ${(bytes / 1024).toFixed(1)} KiB of script, gzipped`)
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThanOrEqual(80_000)
  })

  it('loads what was counted, and has nothing of a script in itself', async () => {
    const html = await readFile(join(builtPage, 'index.html'), 'utf8')
    const loaded = [...html.matchAll(/<script\b[^>]*\bsrc="\/assets\/([^"]+)"[^>]*><\/script>/g)].map(
      ([, name]) => name,
    )
    const names = (await built('.js')).map(({ name }) => name)
    expect(loaded.length).toBeGreaterThan(0)
    expect(names).toEqual(expect.arrayContaining(loaded))
    expect(html.match(/<script\b/g)?.length).toBe(loaded.length)
    expect(html).not.toMatch(/\son[a-z]+=|javascript:|<style|\sstyle=/i)
  })

  it('names no other origin', async () => {
    const files = [...(await built('.js')), ...(await built('.css'))].map(({ bytes }) => bytes.toString())
    const all = [...files, await readFile(join(builtPage, 'index.html'), 'utf8')]
    const addresses = all.flatMap((text) => text.match(/\b(?:https?|wss?):\/\/[\w.-][^\s"'`)<>\\]*/g) ?? [])
    expect(addresses.filter((address) => !formats.test(address))).toEqual([])
    // As a style sheet or a page would ask for another one.
    expect(all.flatMap((text) => text.match(/(?:url\(|src=|href=)["']?\/\/[^"')]*/g) ?? [])).toEqual([])
  })
})
