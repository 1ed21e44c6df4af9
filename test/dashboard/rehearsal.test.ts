import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../gateway/preview-browser.ts'
import { needs } from '../support/programs.ts'
import { open, tabTo, violations } from './browser.ts'
import { buildPage } from './built-page.ts'
import { demoServer } from './demo-server.ts'

const patience = { timeout: 60_000 }
/** Where pictures of it are put, to be looked at; absent: none are made. */
const pictures = process.env['REHEARSAL_PICTURES']

describe.runIf(needs('chromium'))('a rehearsal on the page', () => {
  let browser: Browser
  beforeAll(async () => {
    await buildPage()
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  it('is begun beside going live, says what it is to everybody, shows what arrives, and ends by holding', async () => {
    await using demo = await demoServer()
    await using opened = await open(browser, demo.url)
    await using other = await open(browser, demo.url, 'narrow')
    const { page } = opened
    const card = page.getByRole('article', { name: 'Stream 1' })
    await page.getByRole('button', { name: 'Go live Stream 1' }).click()
    await page.getByRole('checkbox').nth(0).click()
    await page.getByRole('checkbox').nth(1).click()
    await page.getByText('StartStreaming 0').waitFor(patience)
    expect(await violations(page)).toEqual([])
    if (pictures !== undefined) await page.screenshot({ path: `${pictures}/choose.png` })
    await page.getByRole('button', { name: 'Rehearse', exact: true }).click()
    await page.locator('.outcome').waitFor(patience)
    expect(await page.locator('.outcomes').innerText()).toMatch(/^Rehearsal is on/)
    await page.getByRole('button', { name: 'Close' }).last().click()

    await card
      .getByText(/^Arrived here: [\d,]+ pictures, \d+ fps$/)
      .nth(1)
      .waitFor(patience)
    expect(await card.locator('.state').getAttribute('data-state')).toBe('rehearsed')
    expect(await card.locator('.state').innerText()).toMatch(/REHEARSAL[^]*Arrives here/)
    expect(await page.locator('main').innerText()).not.toMatch(/\bOn air\b|\bLive\b/)
    for (const { page: each } of [opened, other]) {
      await each
        .locator('.banner-rehearsal')
        .getByText('Studio, Stream 1: goes to this machine alone.')
        .waitFor(patience)
      expect(await violations(each)).toEqual([])
      if (pictures !== undefined) await each.screenshot({ path: `${pictures}/on-${each.viewportSize()?.width}.png` })
    }

    // Somebody else goes live meanwhile: it is refused, with what to do.
    await other.page.getByRole('button', { name: 'Add destinations Stream 1' }).click()
    await other.page.getByRole('checkbox').nth(0).click()
    await other.page.getByText('StartStreaming 0').waitFor(patience)
    if (pictures !== undefined) await other.page.screenshot({ path: `${pictures}/choose-360.png`, fullPage: true })
    expect(await violations(other.page)).toEqual([])
    await other.page.getByRole('button', { name: 'Go live now, to 1 destination' }).click()
    await other.page.locator('.outcomes').getByText('Stop the rehearsal first').first().waitFor(patience)
    await other.page.getByRole('button', { name: 'Close' }).last().click()

    // By keyboard.
    await tabTo(page, 'Hold to end rehearsal of Stream 1')
    await page.keyboard.down('Enter')
    await card.locator('[data-state=off]').waitFor(patience)
    await page.keyboard.up('Enter')
    await page.locator('.banner-rehearsal').waitFor({ ...patience, state: 'detached' })
    await other.page.locator('.banner-rehearsal').waitFor({ ...patience, state: 'detached' })
    expect([...opened.complaints, ...other.complaints]).toEqual([])
    expect([...opened.asked, ...other.asked].filter((url) => !url.replace(/^ws/, 'http').startsWith(demo.url))).toEqual(
      [],
    )
  })
})
