import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../gateway/preview-browser.ts'
import { needs } from '../support/programs.ts'
import { receiver } from '../support/receiver.ts'
import { focused, open, tabTo, violations } from './browser.ts'
import { buildPage } from './built-page.ts'
import { demoServer } from './demo-server.ts'

/** As long as a busy machine may take to get a stream through; the figure that counts is printed. */
const patience = { timeout: 60_000 }

/** What is promised to a new user, from the opened page to on air. It takes some four seconds, so that any machine keeps it. */
const aMinute = 60

/** Looked for in what comes out: nobody is shown it again. */
const plantedKey = 'PLANTED-live_7c1f0e93d2'

function state(page: Page, stream = 'Stream 1'): Promise<string | null> {
  return page.getByRole('article', { name: stream }).locator('.state').getAttribute('data-state')
}

/** A player that moves says how far it is behind. */
async function pictureMoves(page: Page): Promise<void> {
  await page.locator('.screen[data-moving=true]').first().waitFor(patience)
}

describe.runIf(needs('chromium'))('vmixctl serve --demo, as a new user tries it', () => {
  let browser: Browser
  beforeAll(async () => {
    await buildPage()
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  it('on air to two with the mouse alone, with picture; recorded, ended, checked; the server killed, and it says so', async () => {
    await using demo = await demoServer()
    const began = performance.now()
    await using opened = await open(browser, demo.url)
    const { page } = opened
    await page.getByText('Nothing here is on air.').waitFor()
    await page.getByRole('button', { name: 'Go live Stream 1' }).click()
    await page.getByRole('checkbox').nth(0).click()
    await page.getByRole('checkbox').nth(1).click()
    await page.getByText('StartStreaming 0').waitFor()
    const checked = performance.now()
    await page.getByRole('button', { name: 'Check first' }).click()
    await page.locator('.preflight').getByText('arrives at the gateway').waitFor(patience)
    expect(await page.locator('.preflight > .pill').innerText()).toBe('Ready')
    // It was on for a moment: that is no stream that stopped by itself.
    await page.waitForTimeout(3000)
    expect(await state(page)).toBe('off')
    expect(await page.locator('.alarm').count()).toBe(0)
    const checkedMs = performance.now() - checked
    await page.getByRole('button', { name: 'Go live now, to 2 destinations' }).click()
    await page.locator('.outcome').waitFor(patience)
    expect(await page.locator('.outcomes').innerText()).toMatch(/^Live/)
    await page.getByRole('button', { name: 'Close' }).last().click()
    await page.locator('[data-destination=live]').nth(1).waitFor(patience)
    const seconds = (performance.now() - began - checkedMs) / 1000
    console.log(`on air by mouse ${seconds.toFixed(1)} s after the page was opened`)
    expect(seconds).toBeLessThan(aMinute)
    expect(await state(page)).toBe('onAir')
    await pictureMoves(page)
    await page.getByRole('button', { name: 'Listen' }).click()
    const level = `document.querySelector('.live-meter .bar span')?.style.transform`
    await expect.poll(() => page.evaluate(level), patience).toMatch(/scaleX\(0\.[1-9]/)
    await page.getByRole('article', { name: 'Stream 1' }).getByText('Healthy').waitFor(patience)
    expect(await violations(page)).toEqual([])

    await page.getByRole('button', { name: /^Record / }).click()
    await page.getByLabel('Name').fill('rehearsal')
    await page.getByRole('button', { name: 'Start recording' }).click()
    const recording = page.getByRole('listitem').filter({ hasText: 'rehearsal.mp4' })
    await recording.getByText('Recording', { exact: true }).waitFor(patience)
    await recording.getByRole('button', { name: 'Hold to stop' }).hover()
    await page.mouse.down()
    await recording.getByText('Ended').waitFor(patience)
    await page.mouse.up()

    await page.getByRole('link', { name: 'Timeline' }).click()
    await page.getByRole('cell', { name: 'stream started' }).first().waitFor(patience)
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByText('Unbroken').waitFor(patience)
    await page.getByRole('link', { name: 'Functions' }).click()
    await page.getByLabel('Search').fill('fadetoblack')
    await page.getByRole('button', { name: /^FadeToBlack/ }).click()
    await page.getByRole('button', { name: 'Send FadeToBlack' }).click()
    await page.locator('form.function .right').waitFor(patience)
    await page.getByRole('link', { name: 'Show' }).click()
    expect(await state(page)).toBe('onAir')

    expect(opened.complaints).toEqual([])
    const own = demo.url.replace('http://', '')
    expect(opened.asked.filter((url) => !/^(?:data|blob):/.test(url) && new URL(url).host !== own)).toEqual([])
    await demo.kill()
    await page.getByText('Connection to the control room lost').waitFor(patience)
    expect(await page.locator('.value').allInnerTexts()).not.toContain('0.00')
  })

  it('a destination that was added here fails: the alarm is seen, acknowledged, and over when it is back; then stop and export', async () => {
    await using demo = await demoServer()
    await using stack = new AsyncDisposableStack()
    const venue = stack.use(await receiver())
    await using opened = await open(browser, `${demo.url}/#/destinations`)
    const { page } = opened
    await page.getByLabel('Platform', { exact: true }).selectOption('custom')
    await page.getByLabel('Name').fill('Venue')
    await page.getByLabel('Address').fill(`rtmp://127.0.0.1:${venue.port}/live`)
    await page.getByLabel('Stream key').fill(plantedKey)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('key kept here').waitFor(patience)
    await page.getByRole('link', { name: 'Show' }).click()
    await page.getByRole('button', { name: 'Go live Stream 1' }).click()
    await page.getByRole('checkbox', { name: /^Sim-Twitch/ }).click()
    await page.getByRole('checkbox', { name: /^Venue/ }).click()
    await page.getByRole('button', { name: 'Go live now, to 2 destinations' }).click()
    await page.locator('.outcome').waitFor(patience)
    await page.getByRole('button', { name: 'Close' }).last().click()
    await page.locator('[data-destination=live]').nth(1).waitFor(patience)
    expect(venue.keys.map((key) => key.reveal())).toEqual([plantedKey])

    await venue.stop()
    await page.getByRole('article', { name: 'Stream 1' }).getByText('Trying again').waitFor(patience)
    expect(await state(page)).toBe('onAirPartly')
    const alarm = page.locator('.alarm').filter({ hasText: 'Venue' }).first()
    await alarm.waitFor(patience)
    await alarm.getByRole('button', { name: /^Acknowledge/ }).click()
    await page.locator('.alarm[data-seen=true]').filter({ hasText: 'Venue' }).first().waitFor(patience)

    stack.use(await receiver({ port: venue.port }))
    await expect.poll(() => state(page), patience).toBe('onAir')
    await expect
      .poll(() => page.locator('.alarm[data-alarm=firing]').filter({ hasText: 'Venue' }).count(), patience)
      .toBe(0)

    await page.getByRole('button', { name: 'Hold to stop Stream 1' }).hover()
    await page.mouse.down()
    await expect.poll(() => state(page), patience).toBe('off')
    await page.mouse.up()
    await page.getByRole('link', { name: 'Timeline' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: /^HTML/ }).click()
    const report = await readFile(await (await download).path(), 'utf8')
    expect(report).toContain('Venue')
    expect(report).not.toContain(plantedKey)
    expect(await page.content()).not.toContain(plantedKey)
    expect(opened.complaints).toEqual([])
  })

  it('on air and off again with the keyboard alone', async () => {
    await using demo = await demoServer()
    const began = performance.now()
    await using opened = await open(browser, demo.url)
    const { page } = opened
    await page.getByRole('article', { name: 'Stream 1' }).waitFor(patience)
    await tabTo(page, 'Go live')
    await page.keyboard.press('Enter')
    await tabTo(page, /^Sim/)
    await page.keyboard.press('Space')
    await page.getByText('StartStreaming 0').waitFor()
    await tabTo(page, 'Go live now, to 1')
    await page.keyboard.press('Enter')
    await page.locator('.outcome').waitFor(patience)
    await expect.poll(() => focused(page)).toBe('Close')
    await page.keyboard.press('Enter')
    await page.locator('[data-destination=live]').waitFor(patience)
    const seconds = (performance.now() - began) / 1000
    console.log(`on air by keyboard ${seconds.toFixed(1)} s after the page was opened`)
    expect(seconds).toBeLessThan(aMinute)
    await tabTo(page, 'Hold to stop Stream 1')
    await page.keyboard.down('Enter')
    await expect.poll(() => state(page), patience).toBe('off')
    await page.keyboard.up('Enter')
    expect(opened.complaints).toEqual([])
  })
})
