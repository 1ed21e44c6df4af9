import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { places } from '../../dashboard/state/place.ts'
import { startBrowser } from '../gateway/preview-browser.ts'
import { needs } from '../support/programs.ts'
import { obedient } from './answers.ts'
import { focused, open, tabTo, violations } from './browser.ts'
import { buildPage } from './built-page.ts'
import { alert, evening, goodFigures, instance, liveStream, destination, server, stream } from './entities.ts'
import { roomServer } from './room-server.ts'

describe.runIf(needs('chromium'))('the page in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    await buildPage()
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  it.each(['wide', 'narrow'] as const)('every part of it passes axe-core and fits, %s', async (width) => {
    await using room = await roomServer({ entities: evening(), answer: obedient })
    await using opened = await open(browser, room.url, width)
    const { page } = opened
    for (const place of places) {
      await page.goto(`${room.url}/#/${place}`)
      await page.waitForSelector('main h2')
      await page.waitForTimeout(300)
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    }
    await page.goto(`${room.url}/#/show`)
    await page.getByRole('button', { name: 'Go live Stream 3' }).click()
    await page.getByRole('checkbox', { name: 'Twitch' }).check()
    await page.getByText('StartStreaming').waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    room.cut()
    await page.getByText('Connection to the control room lost').waitFor()
    expect(await violations(page)).toEqual([])
    expect(opened.complaints).toEqual([])
  })

  it('asks nobody but the control room for anything', async () => {
    await using room = await roomServer({ entities: evening(), answer: obedient })
    await using opened = await open(browser, room.url)
    for (const place of places) await opened.page.goto(`${room.url}/#/${place}`)
    await opened.page.waitForTimeout(500)
    expect(opened.asked.filter((url) => !url.startsWith(`${room.url}/`) && !url.startsWith('data:'))).toEqual([])
    expect(opened.complaints).toEqual([])
  })

  it('goes live to two with the mouse alone: seen before it is sent, one press, and live on the card', async () => {
    await using room = await roomServer({ entities: evening(), answer: obedient })
    await using opened = await open(browser, room.url)
    const { page } = opened
    await page.getByRole('button', { name: 'Go live Stream 3' }).click()
    await page.getByRole('checkbox', { name: /^Twitch/ }).click()
    await page.getByRole('checkbox', { name: /^Venue/ }).click()
    await page.getByText('StreamingSetURL').waitFor()
    expect(await page.getByRole('checkbox', { name: /^Archive/ }).isDisabled()).toBe(true)
    expect(room.asked.filter(isStart).filter(({ body }) => !isDry(body))).toEqual([])
    await page.getByRole('button', { name: 'Go live now, to 2 destinations' }).click()
    await page.getByText('Twitch takes the stream.').waitFor()
    await page.getByRole('button', { name: 'Close' }).last().click()
    const card = page.getByRole('article', { name: 'Stream 3' })
    expect(await card.locator('.state').getAttribute('data-state')).toBe('onAir')
    const sent = room.asked.filter(isStart).filter(({ body }) => !isDry(body))
    expect(sent.map(({ body }) => body)).toEqual([{ destinations: [{ preset: 'twitch' }, { preset: 'venue' }] }])
    expect(sent[0]?.operationId).toMatch(/^[0-9a-f]{32}$/)
    expect(opened.complaints).toEqual([])
  })

  it('goes live and stops again with the keyboard alone', async () => {
    const entities = [server(), instance(), stream(0), ...evening().filter(({ kind }) => kind === 'preset')]
    await using room = await roomServer({ entities, answer: obedient })
    await using opened = await open(browser, room.url)
    const { page } = opened
    await page.getByText('Off', { exact: true }).waitFor()
    await tabTo(page, 'Go live')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Twitch')
    await page.keyboard.press('Space')
    await page.getByText('StartStreaming').waitFor()
    await tabTo(page, 'Go live now, to 1')
    await page.keyboard.press('Enter')
    await page.getByText('Twitch takes the stream.').waitFor()
    await expect.poll(() => focused(page)).toBe('Close')
    await page.keyboard.press('Enter')
    await page.getByText('On air', { exact: true }).waitFor()
    // A short press stops nothing, and says what to do.
    await tabTo(page, 'Hold to stop Stream 1')
    await page.keyboard.press('Space')
    await page.getByText('Hold it for one second.').waitFor()
    expect(room.asked.filter(isStop)).toEqual([])
    await page.keyboard.down('Space')
    await page.getByText('Off', { exact: true }).waitFor()
    await page.keyboard.up('Space')
    expect(room.asked.filter(isStop).length).toBe(1)
    expect(opened.complaints).toEqual([])
  })

  it('a slip of the hand stops nothing; a second does; who cannot hold is asked, and so is everybody under the lock', async () => {
    const entities = [server(), instance({ locked: true }), liveStream(0, [destination('Twitch')])]
    await using room = await roomServer({ entities, answer: obedient })
    await using opened = await open(browser, room.url)
    const { page } = opened
    const stop = page.getByRole('button', { name: 'Hold to stop Stream 1' })
    await stop.click()
    await page.getByText('Hold it for one second.').waitFor()
    await stop.hover()
    await page.mouse.down()
    await page.getByText('Show lock is on.').waitFor()
    await page.mouse.up()
    expect(room.asked.filter(isStop)).toEqual([])
    await page.getByRole('button', { name: 'Keep it on' }).click()
    // As a screen reader presses: a click, and nothing before it.
    await stop.dispatchEvent('click')
    await page.getByRole('button', { name: 'Stop now' }).click()
    await page.getByText('Off', { exact: true }).waitFor()
    expect(room.asked.filter(isStop).length).toBe(1)
  })

  it('a hold goes on where the page moves under the hand, and ends where the hand goes away', async () => {
    const entities = [server(), instance({ locked: true }), liveStream(0, [destination('Twitch')])]
    await using room = await roomServer({ entities, answer: obedient })
    await using opened = await open(browser, room.url)
    const { page } = opened
    const stop = page.getByRole('button', { name: 'Hold to stop Stream 1' })
    const hold = async () => {
      await stop.hover()
      await page.mouse.down()
      await stop.and(page.locator('[data-holding=true]')).waitFor()
    }
    await hold()
    await page.mouse.move(600, 600, { steps: 5 })
    await page.getByText('Hold it for one second.').waitFor()
    await page.mouse.up()
    expect(await page.getByText('Show lock is on.').count()).toBe(0)
    await hold()
    // As a line that comes above it does.
    await page.evaluate(`document.querySelector('main').style.paddingTop = '80px'`)
    await page.getByText('Show lock is on.').waitFor()
    await page.mouse.up()
    expect(room.asked.filter(isStop)).toEqual([])
  })

  it('a lost connection is unmistakable: a banner, grey figures that keep their values, and back by itself', async () => {
    await using room = await roomServer({ entities: evening(), answer: obedient })
    await using opened = await open(browser, room.url)
    const { page } = opened
    const card = page.getByRole('article', { name: 'Stream 1' })
    await card.getByText('29.97').waitFor()
    const colour = `getComputedStyle(document.querySelector('.state')).backgroundColor`
    const before = await page.evaluate(colour)
    room.cut()
    await page.getByRole('alert').getByText('Connection to the control room lost').waitFor()
    await card.getByText(/^Last known: /).waitFor()
    expect(await card.locator('.value').allInnerTexts()).toContain('29.97')
    expect(await card.locator('.value').allInnerTexts()).not.toContain('0')
    expect(await page.evaluate(colour)).not.toBe(before)
    room.board.put(liveStream(0, [destination('Twitch')]))
    room.restore()
    await card.getByText('On air', { exact: true }).waitFor()
    expect(await page.getByText('Connection to the control room lost').count()).toBe(0)
  })

  it('a vMix that is away keeps what was read last, in grey, and says since when', async () => {
    const connection = {
      state: 'unreachable',
      since: new Date(Date.now() - 90_000).toISOString(),
      watching: null,
    } as const
    const away = instance({ connection: { ...connection, problem: 'vMix does not answer. Is it running?' } })
    await using room = await roomServer({ entities: [server(), away, liveStream(0, [destination('Twitch')])] })
    await using opened = await open(browser, room.url)
    await opened.page.getByText('Last known: On air').waitFor()
    await opened.page.getByText('vMix has not answered for 1 min.').waitFor()
    await opened.page.getByText('Is it running?').waitFor()
    expect(await opened.page.locator('.state').innerText()).not.toMatch(/^On air/m)
  })

  it('a new alarm is said at once, and acknowledged with one press', async () => {
    await using room = await roomServer({ entities: [server(), instance(), stream(0)], answer: obedient })
    await using opened = await open(browser, room.url)
    const { page } = opened
    await page.getByText('No alarms.').waitFor()
    room.board.put(
      alert('a9', { severity: 'critical', message: 'Stream 1 has stopped by itself.', action: 'Go live again.' }),
    )
    const said = page.locator('[aria-live=assertive]')
    await said.getByText('Critical: Stream 1 has stopped by itself. Go live again.').waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'Acknowledge: Stream 1 has stopped by itself.' }).click()
    await page.getByText('Seen by Olga').waitFor()
    expect(await page.getByRole('button', { name: /^Acknowledge/ }).count()).toBe(0)
  })

  it('asks for a token where one is needed, says why it is wrong, and lets a viewer look and not press', async () => {
    await using room = await roomServer({
      entities: evening(),
      answer: obedient,
      token: 'vmixctl_right',
      role: 'viewer',
    })
    await using opened = await open(browser, room.url, 'narrow')
    const { page } = opened
    await page.getByLabel('Token').fill('vmixctl_wrong')
    await page.keyboard.press('Enter')
    await page.getByText('This token is not known here.').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Token').fill('vmixctl_right')
    await page.keyboard.press('Enter')
    await page.getByText('On air, not everywhere').waitFor()
    await page.getByText('You can look, and not operate').first().waitFor()
    expect(await page.getByRole('button', { name: /Go live|Hold to stop|Acknowledge|Record/ }).count()).toBe(0)
    expect(page.url()).not.toContain('vmixctl_')
  })

  it('checks before it goes live, and says what is wrong and what to do', async () => {
    await using room = await roomServer({ entities: evening(), answer: obedient })
    await using opened = await open(browser, room.url, 'narrow')
    const { page } = opened
    await page.getByRole('button', { name: 'Go live Stream 3' }).click()
    await page.getByRole('checkbox', { name: /^YouTube/ }).click()
    await page.getByRole('button', { name: 'Check first' }).click()
    await page.getByText('Not ready', { exact: true }).first().waitFor()
    await page.getByText('Set YT_KEY.').waitFor()
    expect(room.asked.find(({ path }) => path.endsWith('/preflight'))?.body).toEqual({
      destinations: [{ preset: 'youtube' }],
    })
    expect(await violations(page)).toEqual([])
    expect(room.asked.filter(isStart).filter(({ body }) => !isDry(body))).toEqual([])
  })

  it('a failed start says so destination by destination, and changes nothing of what was chosen', async () => {
    const failed = { success: false, message: 'YouTube refused the key.' }
    const result = {
      success: false,
      message: 'One failed.',
      destinations: [{ success: true, message: 'Live.' }, failed],
    }
    await using room = await roomServer({
      entities: evening(),
      answer: (asked, board) =>
        isStart(asked) && !isDry(asked.body)
          ? { status: 502, body: { detail: 'One of two destinations failed.', code: 'api_error', result } }
          : obedient(asked, board),
    })
    await using opened = await open(browser, room.url)
    const { page } = opened
    await page.getByRole('button', { name: 'Go live Stream 3' }).click()
    await page.getByRole('checkbox', { name: /^Twitch/ }).click()
    await page.getByRole('checkbox', { name: /^YouTube/ }).click()
    await page.getByRole('button', { name: 'Go live now, to 2 destinations' }).click()
    await page.getByText('Not everything is live').waitFor()
    await page.getByText('YouTube refused the key.').waitFor()
    await page.getByRole('button', { name: 'Change and try again' }).click()
    expect(await page.getByRole('checkbox', { name: /^YouTube/ }).isChecked()).toBe(true)
  })

  it('sends a function that was searched and filled in, and reads the show log', async () => {
    await using room = await roomServer({ entities: evening(), answer: obedient })
    await using opened = await open(browser, `${room.url}/#/functions`)
    const { page } = opened
    await page.getByLabel('Search').fill('fad')
    await page.getByRole('button', { name: 'Fade Transition' }).click()
    await page.getByLabel(/^Input/).fill('2')
    await page.getByLabel(/^Duration/).fill('500')
    await page.getByRole('button', { name: 'Send Fade' }).click()
    await page.getByText('vMix took Fade.').first().waitFor()
    expect(room.asked.find(({ path }) => path.endsWith('/studio/functions'))?.body).toEqual({
      name: 'Fade',
      params: { Input: '2', Duration: 500 },
    })
    await page.getByRole('link', { name: 'Timeline' }).click()
    const rows = page.getByRole('row')
    await rows.nth(3).waitFor()
    expect(await rows.nth(1).innerText()).toContain('destination lost')
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByText('Unbroken').waitFor()
    expect(await page.getByRole('link', { name: /^HTML/ }).getAttribute('href')).toContain('/log/export?format=html')
  })

  it('the first run shows the way', async () => {
    await using room = await roomServer({ entities: [server({ firstRun: true, simulated: false })] })
    await using opened = await open(browser, room.url, 'narrow')
    await opened.page.getByText('First steps').waitFor()
    await opened.page.getByRole('button', { name: 'Test it' }).waitFor()
    await opened.page.getByText('To do').nth(3).waitFor()
    expect(await violations(opened.page)).toEqual([])
    expect(await opened.page.getByText('SIMULATED', { exact: true }).count()).toBe(0)
  })

  it('figures go on ageing while nothing new comes', async () => {
    const old = { ...liveStream(0, [destination('Twitch')]), figures: { ...goodFigures, ageMs: 4000 } }
    await using room = await roomServer({ entities: [server(), instance(), old] })
    await using opened = await open(browser, room.url)
    await opened.page.getByText('4 s ago').waitFor()
    await opened.page.getByText('6 s ago').waitFor()
    expect(opened.complaints).toEqual([])
  })
})

function isStart({ path }: { readonly path: string }): boolean {
  return path.endsWith('/start') && path.includes('/streams/')
}

function isStop({ path }: { readonly path: string }): boolean {
  return path.endsWith('/stop')
}

function isDry(body: unknown): boolean {
  return (body as { readonly dryRun?: boolean } | null)?.dryRun === true
}
