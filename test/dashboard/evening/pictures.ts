import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { violations } from '../browser.ts'

/**
 * With `DASHBOARD_PICTURES=1` the pictures of the guides are made anew, with the name of a folder they go there; without it
 * what they would show is only checked.
 */
const asked = process.env['DASHBOARD_PICTURES'] ?? ''
export const picturesWanted = asked !== ''
const folder = asked === '1' ? join(import.meta.dirname, '../../../docs/images') : asked
/** What the guides show; the rest is only looked at, and a picture where a folder was named. */
const shown: ReadonlySet<string> = new Set(
  ['', '-alarm', '-go-live', '-preflight', '-lock', '-lost', '-timeline', '-destinations', '-functions', '-settings']
    .concat(['-first-run', '-phone', '-phone-alarm'])
    .map((part) => `dashboard${part}`),
)
/** The first of a name in a run is the one: that of the mouse, where nothing has the focus's ring. */
const made = new Set<string>()
/** So that a page of a guide loads at once. */
const mostBytes = 150_000

/** What is in the picture: what is on the screen, all of the page from its top, or one part of it down to another. */
export type Part = 'screen' | 'page' | { readonly of: string; readonly until: string }

/**
 * What somebody sees at this moment is as it should be: it fits, and axe-core finds nothing. Then it is a picture of the guides.
 * WebP, written by the browser itself.
 */
export async function look(page: Page, name: string, part: Part = 'screen'): Promise<void> {
  expect([name, await violations(page)]).toEqual([name, []])
  expect([name, await page.evaluate('document.documentElement.scrollWidth <= innerWidth')]).toEqual([name, true])
  if (!picturesWanted || made.has(name) || (asked === '1' && !shown.has(name))) return
  made.add(name)
  const options = { animations: 'disabled', caret: 'hide' } as const
  const png =
    typeof part === 'string'
      ? await page.screenshot({ ...options, fullPage: part === 'page' })
      : await page.screenshot({ ...options, clip: await boxOf(page, part) })
  const webp = await asWebp(page, png)
  expect([name, webp.length <= mostBytes || webp.length]).toEqual([name, true])
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${name}.webp`), webp)
}

async function boxOf(page: Page, { of, until }: Exclude<Part, string>) {
  const box = await page.locator(of).first().boundingBox()
  const end = await page.locator(until).first().boundingBox()
  if (box === null || end === null) throw new Error(`${of} or ${until} is not there.`)
  return { ...box, height: end.y - box.y }
}

/** In a page of its own: that of the control room lets nothing in from outside. */
async function asWebp(page: Page, png: Buffer): Promise<Buffer> {
  const desk = await page.context().newPage()
  try {
    const url = await desk.evaluate<string>(`(async () => {
      const bytes = Uint8Array.from(atob('${png.toString('base64')}'), (letter) => letter.charCodeAt(0))
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
      canvas.getContext('2d').drawImage(image, 0, 0)
      return canvas.toDataURL('image/webp', 0.9)
    })()`)
    const [type, data] = url.split(',')
    if (type !== 'data:image/webp;base64' || data === undefined) throw new Error('This browser writes no WebP.')
    return Buffer.from(data, 'base64')
  } finally {
    await desk.close()
  }
}
