import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../gateway/preview-browser.ts'
import { needs } from '../support/programs.ts'
import { obedient } from './answers.ts'
import { buildPage, open, type Width } from './browser.ts'
import { demoServer } from './demo-server.ts'
import { destination, evening, goodFigures, instance, liveStream, noFigures, server, unmeasured } from './entities.ts'
import { roomServer, type RoomServer } from './room-server.ts'

/** With `DASHBOARD_PICTURES=1` the pictures of docs/dashboard.md are made anew. */
const wanted = process.env['DASHBOARD_PICTURES'] === '1'
const folder = join(import.meta.dirname, '../../docs/images')
const minutes = 9

/** Nine minutes of figures in a few seconds: the page's clock is what runs fast, what it is told comes as always. */
async function evolve(page: Page, room: RoomServer): Promise<void> {
  for (let n = 0; n < minutes * 60; n += 2) {
    const lost = n > 300 && n < 322
    const wave = 5950 + 120 * Math.sin(n / 9) + 60 * Math.sin(n / 2.3) - (n > 400 && n < 412 ? 1900 : 0)
    await page.clock.runFor(2000)
    if (!lost) room.board.put(onAir({ ...goodFigures, bitrateKbps: wave, uptimeSeconds: 3100 + n, ageMs: 300 }))
    await page.waitForTimeout(12)
  }
}

function onAir(figures: typeof goodFigures): ReturnType<typeof liveStream> {
  const why = 'Connection refused. Next try in 4 s.'
  const ill = destination('YouTube', { state: 'retrying', why, figures: noFigures, health: unmeasured })
  return { ...liveStream(0, [destination('Twitch', { figures }), ill]), figures }
}

async function shot(page: Page, name: string, whole = true): Promise<void> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, fullPage: whole, animations: 'disabled' })
}

describe.runIf(wanted && needs('chromium'))('the pictures of the guide', () => {
  let browser: Browser
  beforeAll(async () => {
    await buildPage()
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  it.each([
    ['wide', 'dashboard'],
    ['narrow', 'dashboard-phone'],
  ] as const)('%s: a show, going live, a lost connection', async (width: Width, name) => {
    await using room = await roomServer({ entities: evening(), answer: obedient })
    await using opened = await open(browser, 'about:blank', width)
    const { page } = opened
    await page.clock.install()
    await page.goto(room.url)
    await page.getByText('On air, not everywhere').waitFor()
    await evolve(page, room)
    // What nobody sees is not drawn: it is looked at once.
    await page.locator('.plot').scrollIntoViewIfNeeded()
    await page.waitForTimeout(300)
    await page.clock.runFor(1000)
    await page.evaluate('scrollTo(0, 0)')
    await page.waitForTimeout(200)
    await shot(page, name)
    await page.getByRole('button', { name: 'Go live Stream 3' }).click()
    await page.getByRole('checkbox', { name: /^Twitch/ }).click()
    await page.getByRole('checkbox', { name: /^Venue/ }).click()
    await page.clock.runFor(1000)
    await page.getByText('StartStreaming').waitFor()
    await shot(page, `${name}-go-live`, false)
    await page.keyboard.press('Escape')
    room.cut()
    await page.getByText('Connection to the control room lost').waitFor()
    await page.clock.runFor(12_000)
    await shot(page, `${name}-lost`, false)
    expect(opened.complaints).toEqual([])
  })

  it('on air in the simulator, with its picture', async () => {
    await using demo = await demoServer()
    await using opened = await open(browser, demo.url)
    const { page } = opened
    await page.getByRole('button', { name: 'Go live Stream 1' }).click()
    for (const at of [0, 1, 2]) await page.getByRole('checkbox').nth(at).click()
    await page.getByRole('button', { name: 'Go live now, to 3 destinations' }).click()
    await page.getByText('has taken the stream').nth(2).waitFor()
    await page.getByRole('button', { name: 'Close' }).last().click()
    await page.locator('.screen[data-moving=true]').waitFor()
    await page.waitForTimeout(20_000)
    await page.evaluate('scrollTo(0, 0)')
    await shot(page, 'dashboard-on-air', false)
    expect(opened.complaints).toEqual([])
  })

  it.each(['timeline', 'destinations', 'functions'])('%s', async (place) => {
    await using room = await roomServer({ entities: evening(), answer: obedient })
    await using opened = await open(browser, `${room.url}/#/${place}`)
    await opened.page.waitForTimeout(800)
    if (place === 'timeline') await opened.page.getByRole('button', { name: 'Verify' }).click()
    if (place === 'functions') await opened.page.getByRole('button', { name: 'Fade Transition' }).click()
    await opened.page.waitForTimeout(300)
    await shot(opened.page, `dashboard-${place}`)
    expect(opened.complaints).toEqual([])
  })

  it('the first run', async () => {
    await using room = await roomServer({ entities: [server({ firstRun: true, simulated: false }), instance()] })
    await using opened = await open(browser, room.url)
    await opened.page.getByText('First steps').waitFor()
    await shot(opened.page, 'dashboard-first-run')
    expect(opened.complaints).toEqual([])
  })
})
