import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { percentile, startBrowser } from '../gateway/preview-browser.ts'
import { startApi } from '../server/api.ts'
import { needs } from '../support/programs.ts'
import { open } from './browser.ts'
import { buildPage } from './built-page.ts'
import { destination, goodFigures, instance, liveStream, server } from './entities.ts'

const machines = 20
/** With `DASHBOARD_SECONDS=120` the figures of docs/dashboard.md are printed from so many seconds. */
const seconds = Number(process.env['DASHBOARD_SECONDS'] ?? 6)

describe.runIf(needs('chromium'))('from the board to the screen', () => {
  let browser: Browser
  beforeAll(async () => {
    await buildPage()
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  it('twenty vMix at once a second: what changes is shown, soon', async () => {
    await using api = await startApi()
    const { board } = api
    board.put(server())
    const figures = (n: number): typeof goodFigures => ({ ...goodFigures, droppedFrames: n, uptimeSeconds: 3600 + n })
    const put = (machine: number, n: number): void => {
      const id = `vmix${String(machine).padStart(2, '0')}`
      const destinations = ['Twitch', 'YouTube'].map((name) => destination(name, { figures: figures(n) }))
      board.put({ ...liveStream(0, destinations), instance: id, figures: figures(n) })
    }
    for (let machine = 0; machine < machines; machine++) {
      board.put(instance({ id: `vmix${String(machine).padStart(2, '0')}`, name: `vMix ${machine + 1}` }))
      put(machine, 1000)
    }
    await using opened = await open(browser, api.url)
    const { page } = opened
    await page.getByRole('article', { name: /vMix 20/ }).waitFor()
    // What the first card shows as dropped frames, and when the frame with it was drawn.
    await page.evaluate(`
      globalThis.seen = []
      const value = document.querySelector('article .figure:nth-child(3) .value')
      new MutationObserver(() => {
        const text = value.textContent.replaceAll(',', '')
        requestAnimationFrame(() => setTimeout(() => seen.push([Number(text), Date.now()])))
      }).observe(value, { characterData: true, childList: true, subtree: true })
    `)
    const sent = new Map<number, number>()
    for (let n = 1001; n <= 1000 + seconds; n++) {
      for (let machine = 0; machine < machines; machine++) {
        if (machine === 0) sent.set(n, Date.now())
        put(machine, n)
        // Each at its own moment, as they are asked.
        await systemClock.sleep(1000 / machines)
      }
    }
    await expect.poll(() => page.evaluate('seen.at(-1)?.[0]'), { timeout: 20_000 }).toBe(1000 + seconds)
    const seen = await page.evaluate<[number, number][]>('seen')
    const delays = seen.map(([n, at]) => at - (sent.get(n) ?? Number.NaN))
    console.log(
      `board to screen, ${machines} vMix: p50 ${percentile(delays, 0.5)} ms, p99 ${percentile(delays, 0.99)} ms of ${delays.length}`,
    )
    // A machine that stands still for a second may show two changes as one; none is shown twice, or out of order.
    expect(seen.every(([n], at) => at === 0 || n > (seen[at - 1]?.[0] ?? 0))).toBe(true)
    expect(opened.complaints).toEqual([])
  })
})
