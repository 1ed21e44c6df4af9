import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../gateway/preview-browser.ts'
import { needs } from '../support/programs.ts'
import { open, tabTo, violations } from './browser.ts'
import { buildPage } from './built-page.ts'
import { destination, instance, liveStream, server, stream } from './entities.ts'
import { type Asked, roomServer } from './room-server.ts'

const isWayBack = ({ method, path }: Asked) => method === 'POST' && /\/(?:resume|direct)$/.test(path)

const away = instance({
  resumable: {
    streams: [0, 1],
    recordings: [
      { recorder: 'vmix', channel: null },
      { recorder: 'gateway', channel: 0 },
    ],
  },
})
const gone = {
  ...liveStream(0, [destination('Twitch'), destination('Venue')]),
  direct: { destinationId: destination('Twitch').destinationId, name: 'Twitch' },
}

describe.runIf(needs('chromium'))('the way back, in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    await buildPage()
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  it.each(['wide', 'narrow'] as const)('is easy to see and passes axe-core, %s', async (width) => {
    await using room = await roomServer({ entities: [server(), away, gone, stream(1)] })
    await using opened = await open(browser, room.url, width)
    const { page } = opened
    await page.getByRole('button', { name: 'Resume the show' }).waitFor()
    await page.getByRole('button', { name: 'Send directly to Twitch of Stream 1' }).waitFor()
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    const box = await page.getByRole('button', { name: 'Resume the show' }).boundingBox()
    expect(box?.height).toBeGreaterThanOrEqual(44)
    const folder = process.env['PICTURES'] ?? (await mkdtemp(join(tmpdir(), 'vmix-test-')))
    await page.screenshot({ path: join(folder, `way-back-${width}.png`), fullPage: true })
    expect(opened.complaints).toEqual([])
  })

  it('one press by the keyboard resumes the show, and says how it went; the panel goes when all is back', async () => {
    await using room = await roomServer({
      entities: [server(), away, stream(0)],
      answer: (asked, board) => {
        if (!isWayBack(asked)) return null
        board.put(instance())
        return { body: { success: true, message: 'Stream 1 is live again.', operationId: 'op' } }
      },
    })
    await using opened = await open(browser, room.url)
    const { page } = opened
    await page.getByText('These were on: Stream 1, Stream 2, vMix’s recording, the recording of Stream 1.').waitFor()
    await tabTo(page, 'Resume the show')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'The show was interrupted' }).waitFor({ state: 'detached' })
    await page.getByText('Stream 1 is live again.').waitFor({ state: 'attached' })
    const sent = room.asked.filter(isWayBack)
    expect(sent.map(({ path, body }) => [path, body])).toEqual([['/api/v1/instances/studio/resume', {}]])
    expect(sent[0]?.operationId).toMatch(/^[0-9a-f]{32}$/)
    expect(opened.complaints).toEqual([])
  })

  it('sends directly where the card says, once, and what failed stays to be read', async () => {
    const refusal = 'Its gateway answers, and sends it on.'
    await using room = await roomServer({
      entities: [server(), instance(), gone],
      answer: async (asked) => {
        if (!isWayBack(asked)) return null
        await new Promise((resolve) => setTimeout(resolve, 300))
        return { status: 422, body: { code: 'validation_error', detail: refusal, title: 'No', status: 422 } }
      },
    })
    await using opened = await open(browser, room.url)
    const { page } = opened
    await page.getByText('the other destinations: Venue').waitFor()
    const button = page.getByRole('button', { name: /of Stream 1$/ }).and(page.locator('.way-back button'))
    // Twice in quick succession, as nervous hands do.
    await button.dispatchEvent('click')
    await button.dispatchEvent('click')
    await page.getByRole('alert').getByText(refusal).waitFor()
    expect(room.asked.filter(isWayBack).map(({ path, body }) => [path, body])).toEqual([
      ['/api/v1/instances/studio/streams/0/direct', { destination: gone.direct.destinationId }],
    ])
    expect(opened.complaints).toEqual([])
  })

  it('is offered to nobody who may only look', async () => {
    await using room = await roomServer({ entities: [server(), away, gone], role: 'viewer' })
    await using opened = await open(browser, room.url)
    const { page } = opened
    await page.getByRole('heading', { name: 'The show was interrupted' }).waitFor()
    expect(await page.getByRole('button', { name: /Resume the show|Send directly/ }).count()).toBe(0)
  })
})
