import { chromium, type Browser, type Page } from 'playwright-core'
import { systemClock } from '../../src/clock/index.ts'
import { findProgram } from '../support/programs.ts'

/** Debian's Chromium, which plays H.264 and AAC. Without its sandbox, for tests run as root. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findProgram('chromium')
  if (executablePath === null) throw new Error('chromium is not on the PATH')
  const args = ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--mute-audio']
  return await chromium.launch({ executablePath, headless: true, args })
}

/** A picture that came to the screen. */
export interface Shown {
  /** Presentation time in the stream, ms. */
  readonly mediaMs: number
  /** When, ms since 1970. */
  readonly atMs: number
}

/** Opens the page of a feed, noting each picture that it shows from the first on. */
export async function openPage(browser: Browser, url: string, size = { width: 1280, height: 800 }): Promise<Page> {
  const page = await browser.newPage({ viewport: size })
  await page.addInitScript(`
    globalThis.shown = []
    const note = (now, { mediaTime, expectedDisplayTime }) => {
      shown.push({ mediaMs: mediaTime * 1000, atMs: performance.timeOrigin + expectedDisplayTime })
      document.querySelector('video').requestVideoFrameCallback(note)
    }
    addEventListener('DOMContentLoaded', () => document.querySelector('video').requestVideoFrameCallback(note))
  `)
  await page.goto(url)
  return page
}

export function shownIn(page: Page): Promise<Shown[]> {
  return page.evaluate<Shown[]>('shown')
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/**
 * Waits until an expression is true in the page. Playwright's own way would have the page evaluate a string, which its
 * content security policy forbids.
 */
export async function when(page: Page, expression: string, limitMs = 60_000): Promise<void> {
  const end = performance.now() + limitMs
  while ((await page.evaluate<unknown>(expression)) !== true) {
    if (performance.now() > end)
      throw new Error(`not within ${limitMs} ms: ${expression}; ${await page.innerText('body')}`)
    await systemClock.sleep(50)
  }
}
