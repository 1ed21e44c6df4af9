import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../gateway/preview-browser.ts'
import { needs } from '../support/programs.ts'
import { open } from './browser.ts'
import { buildPage } from './built-page.ts'
import { destination, goodFigures, instance, liveStream, server } from './entities.ts'
import { roomServer, type Answered, type Asked } from './room-server.ts'

/** Ten minutes at 29.97 frames a second, with a minute of nothing in the middle. */
const secondsAgo = Array.from({ length: 600 }, (_, n) => 600 - n)
const measured = secondsAgo.map((ago) => (ago > 270 && ago < 330 ? null : 1))
const kept = {
  now: '2026-11-23T00:00:00.000Z',
  stepSeconds: 1,
  secondsAgo,
  fps: measured.map((one) => one && 29.97),
  bitrateKbps: measured.map((one) => one && 5980),
  droppedFrames: measured.map((one) => one && 0),
  destinations: [],
}

/** In which columns of the graph something of the bitrate's colour is drawn, as parts of its width. */
async function drawn(page: Page): Promise<number[]> {
  return await page.evaluate<number[]>(`(() => {
    const canvas = document.querySelector('.graph canvas')
    const { width, height } = canvas
    // Without the axes at both sides, and the times below.
    const left = Math.round(width * 0.12), right = Math.round(width * 0.9)
    const { data } = canvas.getContext('2d').getImageData(left, 0, right - left, Math.round(height * 0.75))
    const columns = []
    for (let x = 0; x < right - left; x++) {
      for (let y = 0; y < Math.round(height * 0.75); y++) {
        const at = (y * (right - left) + x) * 4
        if (data[at + 2] > 200 && data[at] < 160 && data[at + 3] > 200) {
          columns.push(x / (right - left))
          break
        }
      }
    }
    return columns
  })()`)
}

describe.runIf(needs('chromium'))('the graph in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    await buildPage()
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  it('of a page that is opened late shows what was before, with its gap; and again after a break', async () => {
    const asked: string[] = []
    const answer = ({ path }: Asked): Answered | null => {
      if (!path.includes('/history')) return null
      asked.push(path)
      return { body: kept }
    }
    const stream = liveStream(0, [destination('Twitch')])
    await using room = await roomServer({ entities: [server(), instance(), stream], answer })
    await using opened = await open(browser, room.url)
    const { page } = opened
    await page.locator('.graph canvas').scrollIntoViewIfNeeded()
    await expect.poll(async () => (await drawn(page)).some((part) => part < 0.1), { timeout: 20_000 }).toBe(true)
    const columns = await drawn(page)
    expect(columns.some((part) => part > 0.9)).toBe(true)
    expect(columns.filter((part) => part > 0.47 && part < 0.53)).toEqual([])
    expect(asked).toEqual(['/api/v1/instances/studio/streams/0/history?range=10m'])
    await page.getByRole('button', { name: 'Session' }).click()
    await expect.poll(() => asked.at(-1), { timeout: 20_000 }).toContain('range=session')
    room.cut()
    await page.getByText('Connection to the control room lost').waitFor()
    room.restore()
    await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(3)
    room.board.put({ ...stream, figures: { ...goodFigures, fps: 30 } })
    expect(opened.complaints).toEqual([])
  })
})
