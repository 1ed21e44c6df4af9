import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../gateway/preview-browser.ts'
import { needs } from '../support/programs.ts'
import { focused, open, tabTo, violations } from './browser.ts'
import type { ScheduleView } from '../../src/server/view/index.ts'
import { obedient } from './answers.ts'
import { buildPage } from './built-page.ts'
import { instance, schedule, server } from './entities.ts'
import { roomServer } from './room-server.ts'
import { settingsServer } from './settings-server.ts'

/** Types into what has the focus, as a keyboard does. */
async function typed(page: Page, field: RegExp | string, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.type(text)
}

describe.runIf(needs('chromium'))('settings, in Chromium on the real server', () => {
  let browser: Browser
  beforeAll(async () => {
    await buildPage()
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  it.each(['wide', 'narrow'] as const)(
    'every section and every question passes axe-core and fits, %s',
    async (width) => {
      await using server = await settingsServer()
      await using opened = await open(browser, `${server.url}/#/settings`, width)
      const { page } = opened
      const good = async (): Promise<void> => {
        expect(await violations(page)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      }
      await page.getByText('Sunday service').waitFor()
      await page.getByRole('button', { name: 'Send a test to crew' }).waitFor()
      await page.getByText('Show the rules').click()
      await page.getByText('vmix unreachable').waitFor()
      await good()
      await page.getByRole('button', { name: 'Plan something' }).click()
      for (const kind of ['By a cron expression', 'Every week']) {
        await page.getByLabel(kind).check()
        await good()
      }
      await page.keyboard.press('Escape')
      await page.getByLabel('Name', { exact: true }).fill('Anna')
      await page.getByRole('button', { name: 'Make a token' }).click()
      await page.getByText('nobody can read it again').waitFor()
      await page.getByText('Anna (yours)').waitFor()
      await good()
      await page.getByRole('button', { name: 'Revoke Anna' }).click()
      await page.getByText('It is the last token').waitFor()
      await good()
      await page.keyboard.press('Escape')
      await page.getByRole('link', { name: 'Timeline' }).click()
      await page.getByRole('button', { name: 'Server log' }).click()
      await page.getByRole('cell', { name: 'token added' }).waitFor()
      await good()
      expect(opened.complaints).toEqual([])
    },
  )

  it('with the mouse: planned by what would run when, left out once, switched off, changed and removed', async () => {
    await using server = await settingsServer()
    await using opened = await open(browser, `${server.url}/#/settings`)
    const { page } = opened
    const plan = page.getByRole('region', { name: 'Schedules' })
    const form = page.getByRole('dialog')
    await page.getByRole('button', { name: 'Plan something' }).click()
    await form.getByLabel('Name', { exact: true }).fill('Evening service')
    await page.getByLabel('Twitch').check()
    await page.getByLabel('Record it too').check()
    await page.getByLabel('Every week').check()
    await page.getByLabel('Sunday', { exact: true }).check()
    await page.getByLabel('Time', { exact: true }).fill('17:50')
    await page.getByLabel('Time zone').fill('Europe/Nowhere')
    await page.getByText("A time zone by IANA's name").waitFor()
    await page.getByLabel('Time zone').fill('Europe/Berlin')
    await page
      .getByText(/^Sun \d+ \w+.*17:50 \(\+0[12]:00\)$/)
      .nth(4)
      .waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    const line = plan.getByRole('listitem').filter({ hasText: 'Evening service' })
    await line.getByText('goes live').waitFor()
    await line.getByText('Everything is looked at').waitFor()
    await page.getByRole('button', { name: 'Leave out the next of Evening service' }).click()
    await line.getByText('Left out:').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Do it after all: Evening service' }).click()
    await line.getByText('Left out:').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Switch off: Evening service' }).click()
    await line.getByText('Switched off').waitFor()
    await page.getByRole('button', { name: 'Change Evening service' }).click()
    expect(await page.getByLabel('Sunday', { exact: true }).isChecked()).toBe(true)
    expect(await page.getByLabel('Record it too').isChecked()).toBe(true)
    await form.getByLabel('Name', { exact: true }).fill('Vespers')
    await page.getByRole('button', { name: 'Save' }).click()
    await plan.getByText('Vespers', { exact: true }).waitFor()
    // It is switched off as before: a change of the name is that alone.
    await plan.getByRole('listitem').filter({ hasText: 'Vespers' }).getByText('Switched off').waitFor()
    await page.getByRole('button', { name: 'Remove Vespers' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).last().click()
    await plan.getByText('Vespers', { exact: true }).waitFor({ state: 'detached' })
    // What stands in the file is changed there: it can be left out once, and no more.
    expect(await page.getByRole('button', { name: /Sunday service/ }).allInnerTexts()).toEqual(['Leave out the next'])
    expect(opened.complaints).toEqual([])
  })

  it('with the keyboard alone: something is planned, maintenance begins and ends, a receiver is tried', async () => {
    await using server = await settingsServer()
    await using opened = await open(browser, server.url)
    const { page } = opened
    await page.getByText('Connected', { exact: true }).first().waitFor()
    await tabTo(page, 'Settings')
    await page.keyboard.press('Enter')
    await page.getByText('Sunday service').waitFor()
    await page.getByRole('button', { name: 'Send a test to crew' }).waitFor()
    await tabTo(page, 'Plan something')
    await page.keyboard.press('Enter')
    await typed(page, 'Name', 'Night')
    await tabTo(page, 'What')
    await page.keyboard.press('ArrowDown')
    // The stream is stopped, so that there is no destination to be chosen. Of three ways to say when, arrows choose.
    await tabTo(page, 'Once')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await typed(page, 'Cron expression', '0 3 * * *')
    await page.getByText('It would be done').waitFor()
    await tabTo(page, 'Save')
    await page.keyboard.press('Enter')
    await page.getByText('Night', { exact: true }).waitFor()
    await expect.poll(() => focused(page)).toBe('Plan something')
    await tabTo(page, 'Send a test to crew')
    await page.keyboard.press('Enter')
    await page.getByText('crew took the test.').waitFor()
    expect(server.told()).toBe(1)
    await tabTo(page, 'Send a test to gone')
    await page.keyboard.press('Enter')
    await page.getByText('ECONNREFUSED').first().waitFor()
    await typed(page, 'Reason', 'New cables.')
    await page.keyboard.press('Enter')
    const banner = page.getByText('Maintenance: nobody is told of alarms')
    await banner.waitFor()
    await page
      .getByText(/New cables\..*until .*begun by local/)
      .first()
      .waitFor()
    // Everywhere, for as long as it holds.
    await page.goto(`${server.url}/#/show`)
    await banner.waitFor()
    await page.goto(`${server.url}/#/settings`)
    await page.getByRole('button', { name: 'End maintenance: New cables.' }).waitFor()
    await tabTo(page, 'End maintenance: New cables.')
    await page.keyboard.press('Enter')
    await banner.waitFor({ state: 'detached' })
    expect(opened.complaints).toEqual([])
  })

  it('tokens: the first is an administrator’s and this browser goes on with it; its text is told once and stands nowhere', async () => {
    await using server = await settingsServer()
    await using opened = await open(browser, `${server.url}/#/settings`)
    const { page } = opened
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const answers: string[] = []
    page.on('response', (response) => {
      if (response.headers()['content-type']?.includes('json') !== true) return
      response.text().then(
        (text) => void answers.push(text),
        () => undefined,
      )
    })
    await page.getByText('There is no token: everyone at this machine is an administrator').waitFor()
    await typed(page, 'Name', 'Chief')
    await page.keyboard.press('Enter')
    await page.getByText('Chief (yours)').waitFor()
    const shown = page.getByLabel('The token of Chief')
    const token = await shown.inputValue()
    expect(token).toMatch(/^vmixctl_[\w-]{43}$/)
    await page.getByRole('button', { name: 'Copy' }).click()
    await page.getByText('Copied.').waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(token)
    await page.getByRole('button', { name: 'I have it' }).click()
    await shown.waitFor({ state: 'detached' })
    for (const [name, role] of [
      ['Anna', 'operator'],
      ['Screen', 'viewer'],
    ] as const) {
      await page.getByLabel('Name', { exact: true }).fill(name)
      await page.getByLabel('Role').selectOption(role)
      await page.getByRole('button', { name: 'Make a token' }).click()
      await page.getByLabel(`The token of ${name}`).waitFor()
    }
    const screen = await page.getByLabel('The token of Screen').inputValue()
    // Left, it is gone.
    await page.getByRole('link', { name: 'Show', exact: true }).click()
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByText('Screen', { exact: true }).waitFor()
    expect(await page.content()).not.toContain(screen)
    await page.getByRole('button', { name: 'Revoke Chief' }).click()
    await page.getByText('It is the last administrator').waitFor()
    await page.getByText('It is yours').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Revoke Anna' }).click()
    expect(await page.getByText('It is the last').count()).toBe(0)
    await page.getByRole('button', { name: 'Revoke', exact: true }).last().click()
    await page.getByText('Anna', { exact: true }).waitFor({ state: 'detached' })
    const kept = await readdir(join(server.dataFolder, 'server'))
    const files = await Promise.all(
      kept
        .filter((name) => name.endsWith('.json'))
        .map((name) => readFile(join(server.dataFolder, 'server', name), 'utf8')),
    )
    for (const secret of [token, screen]) {
      expect(answers.filter((text) => text.includes(secret))).toHaveLength(1)
      expect([server.written(), ...files].filter((text) => text.includes(secret))).toEqual([])
      expect(page.url()).not.toContain(secret)
    }
    expect(opened.complaints).toEqual([])
    // A browser that looks is shown nothing that it would be refused.
    await using other = await open(browser, `${server.url}/#/settings`, 'narrow')
    await other.page.getByLabel('Token').fill(screen)
    await other.page.keyboard.press('Enter')
    await other.page.getByText('Sunday service').waitFor()
    await other.page.getByText('crew', { exact: true }).first().waitFor()
    expect(await other.page.locator('main').getByRole('button').allInnerTexts()).toEqual([])
    expect(await violations(other.page)).toEqual([])
    await other.page.getByRole('link', { name: 'Timeline' }).click()
    await other.page.getByRole('button', { name: 'Load again' }).waitFor()
    expect(await other.page.getByRole('button', { name: 'Server log' }).count()).toBe(0)
    // The newest one is still shown to nobody who signs in here afterwards.
    await page.reload()
    await page.getByLabel('Name', { exact: true }).last().fill('Second chief')
    await page.getByLabel('Role').selectOption('admin')
    await page.getByRole('button', { name: 'Make a token' }).click()
    const second = await page.getByLabel('The token of Second chief').inputValue()
    const byToken = { headers: { authorization: `Bearer ${second}`, 'content-type': 'application/json' } }
    const { tokens } = (await (await fetch(`${server.url}/api/v1/tokens`, byToken)).json()) as {
      readonly tokens: readonly { readonly id: string; readonly name: string }[]
    }
    const chief = tokens.find(({ name }) => name === 'Chief')?.id ?? ''
    await fetch(`${server.url}/api/v1/tokens/${chief}/sessions`, { method: 'DELETE', ...byToken })
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await page.content()).not.toContain(second)
    await page.getByLabel('Token').fill(token)
    await page.keyboard.press('Enter')
    await page.getByText('Second chief', { exact: true }).waitFor()
    expect(await page.getByLabel('The token of Second chief').count()).toBe(0)
    // Signed out from elsewhere, it is out at once.
    await page.reload()
    await page.getByRole('button', { name: 'Sign out the browsers of Screen' }).click()
    await other.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  it('an operator leaves out and begins maintenance, and changes no plan; the server’s log is verified and exported by an administrator', async () => {
    await using server = await settingsServer()
    await using opened = await open(browser, `${server.url}/#/timeline`)
    const { page } = opened
    await page.getByRole('button', { name: 'Server log' }).click()
    await page.getByRole('cell', { name: 'server started' }).waitFor()
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByText('Unbroken').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^CSV/ }).click(),
    ])
    expect(download.suggestedFilename()).toBe('server.csv')
    const made = await fetch(`${server.url}/api/v1/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Otto', role: 'operator' }),
    })
    const { token } = (await made.json()) as { readonly token: string }
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.getByLabel('Token').fill(token)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Leave out the next of Sunday service' }).click()
    await page.getByText('Left out:').waitFor()
    expect(await page.getByRole('button', { name: 'Plan something' }).count()).toBe(0)
    expect(await page.getByRole('heading', { name: 'Tokens' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Begin' }).waitFor()
    expect(opened.complaints).toEqual([])
  })

  it.each(['wide', 'narrow'] as const)(
    'what was missed, failed or is not ready is said in words, on the show too, %s',
    async (width) => {
      const line = (id: string, what: Partial<ScheduleView>) => schedule(id, { name: id, ...what })
      const last = (outcome: 'missed' | 'failed' | 'running' | 'interrupted' | 'done', message: string) => ({
        last: { at: '2026-11-22T10:00:00.000Z', outcome, message },
      })
      const notReady = {
        before: '2026-11-29T10:00:00.000Z',
        ready: false,
        lines: [{ about: 'key', light: 'red' as const, message: 'Twitch has no key.', action: 'Set TW_KEY.' }],
      }
      const entities = [
        server(),
        instance(),
        line('Matins', last('missed', 'This server was not there: it is not done late.')),
        line('Lauds', last('failed', 'vMix does not answer.')),
        line('Prime', last('running', 'It is being carried out.')),
        line('Terce', last('interrupted', 'The server ended while it was carried out.')),
        line('Sext', last('done', 'On air.')),
        line('Nones', { preflight: notReady, preflightAt: '2026-11-29T09:50:00.000Z' }),
        line('Vespers', { enabled: false, nextAt: null }),
        line('Compline', { nextAt: null, at: '2026-11-01T20:00', cron: null }),
      ]
      await using room = await roomServer({ entities, answer: obedient })
      await using opened = await open(browser, room.url, width)
      const { page } = opened
      for (const place of ['show', 'settings']) {
        await page.goto(`${room.url}/#/${place}`)
        const said = async (name: string) =>
          await page.getByRole('listitem').filter({ hasText: name }).first().innerText()
        await page.getByText('Matins', { exact: true }).waitFor()
        expect(await said('Matins')).toMatch(/Missed[^]*it is not done late/)
        expect(await said('Lauds')).toMatch(/Failed[^]*vMix does not answer/)
        expect(await said('Prime')).toContain('Under way')
        expect(await said('Terce')).toContain('Interrupted')
        expect(await said('Sext')).toContain('Done')
        expect(await said('Nones')).toMatch(/Everything is looked at[^]*Twitch has no key\. Set TW_KEY\./)
        expect(await said('Vespers')).toContain('Switched off')
        expect(await said('Compline')).toContain('Not again')
        // By the clock there, where it is another one than this screen's.
        expect(await said('Sext')).toMatch(/Sun,? 29 Nov.* at 11:00:00/)
        expect(await violations(page)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      }
      expect(opened.complaints).toEqual([])
    },
  )
})
