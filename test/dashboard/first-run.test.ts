/** The first run, as somebody does it who has nothing yet: an empty folder, and a vMix (simulated) somewhere. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRedactor, Secret } from '../../src/secrets/index.ts'
import { serverLogger, startServer } from '../../src/server/index.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { startBrowser } from '../gateway/preview-browser.ts'
import { gatewayProgram } from '../server/open.ts'
import { gatewayEnds } from '../server/server-process.ts'
import { filesHolding } from '../support/holding.ts'
import { needs } from '../support/programs.ts'
import { temporaryFolder } from '../support/show.ts'
import { focused, open, tabTo, violations, type Width } from './browser.ts'
import { buildPage } from './built-page.ts'

/** As long as a busy machine may take. */
const patience = { timeout: 60_000 }
const plantedKey = 'PLANTED-live_5b1e'
const plantedPassword = 'PLANTED-pass word'

/** A server in an empty folder. Its gateway takes any free port; nothing but this machine is ever searched. */
async function emptyServer(folder: string) {
  await using stack = new AsyncDisposableStack()
  const dataFolder = join(folder, 'data')
  stack.use(gatewayEnds(dataFolder))
  const redactor = createRedactor()
  const written: string[] = []
  const server = stack.use(
    await startServer({
      configFile: join(folder, 'vmixctl.yaml'),
      mayCome: true,
      dataFolder,
      listen: '127.0.0.1:0',
      version: '0.0.0',
      log: serverLogger({ redactor, write: (line) => void written.push(line), as: 'json' }),
      redactor,
      gatewayProgram: (args) => gatewayProgram([...args, '--rtmp-listen', '127.0.0.1:0']),
      networks: () => [{ address: '127.0.0.1', prefix: 30 }],
    }),
  )
  const owned = stack.move()
  return { url: server.url, written, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

const step = (page: Page, name: string) => page.locator(`[data-step=${name}]`)
const stateOf = (page: Page, name: string) => step(page, name).getAttribute('data-state')

async function isClean(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}

async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['FIRST_RUN_PICTURES']
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

describe.runIf(needs('chromium'))('the first run', () => {
  let browser: Browser
  beforeAll(async () => {
    await buildPage()
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  it.each(['wide', 'narrow'] as const)(
    'from an empty folder: found, tested, added, seen to send to us, a destination, rehearsed, ready (%s)',
    async (width: Width) => {
      await using folder = await temporaryFolder()
      await using simulator = await startSimulator({
        httpPort: 0,
        tcpPort: 0,
        webPassword: new Secret(plantedPassword),
      })
      await using server = await emptyServer(folder.path)
      await using opened = await open(browser, server.url, width)
      const { page } = opened
      await page.getByRole('heading', { name: 'First steps' }).waitFor(patience)
      await expect.poll(() => stateOf(page, 'find')).toBe('current')
      await page.getByText('Looking for vMix').waitFor({ state: 'detached', ...patience })
      await look(page, `${width}-1-find`)
      await isClean(page)

      await page.getByLabel('Address').fill('localhost')
      await page.getByLabel('Port', { exact: true }).fill(String(simulator.httpPort))
      await page.getByText('TCP port, user and password').click()
      await page.getByLabel('TCP port').fill(String(simulator.tcpPort))
      await page.getByRole('button', { name: 'Test it' }).click()
      await page.getByText('Not yet: see what to do.').first().waitFor(patience)
      await page.getByText('Fill in user and password').first().waitFor()
      await isClean(page)
      await page.getByLabel('User').fill('admin')
      await page.getByLabel('Password').fill(plantedPassword)
      await look(page, `${width}-1-password`)
      await page.getByRole('button', { name: 'Test it' }).click()
      await expect.poll(() => stateOf(page, 'add'), patience).toBe('current')
      await look(page, `${width}-2-add`)
      await isClean(page)
      await page.getByLabel('Name').fill('Studio A')
      await page.getByRole('button', { name: 'Add it', exact: true }).click()

      await expect.poll(() => stateOf(page, 'custom'), patience).toBe('current')
      expect(page.url()).toContain('#/first-steps')
      await look(page, `${width}-3-custom`)
      await isClean(page)
      // Left and come back to: what is done stays done.
      await page.reload()
      await expect.poll(() => stateOf(page, 'custom'), patience).toBe('current')
      expect([await stateOf(page, 'find'), await stateOf(page, 'add')]).toEqual(['done', 'done'])
      await expect
        .poll(async () => {
          const press = page.getByRole('button', { name: /^Test the stream/ })
          if (await press.isVisible()) await press.click()
          await page.waitForTimeout(6000)
          return await stateOf(page, 'custom')
        }, patience)
        .toBe('done')

      await look(page, `${width}-4-destination`)
      await isClean(page)
      await page.getByLabel('Platform', { exact: true }).selectOption('custom')
      await page.getByLabel('Name').fill('Venue')
      await page.getByLabel('Address').fill('rtmp://nobody.invalid/live')
      await page.getByLabel('Stream key').fill(plantedKey)
      await page.getByRole('button', { name: 'Add', exact: true }).click()

      await expect.poll(() => stateOf(page, 'rehearse'), patience).toBe('current')
      await page.getByRole('button', { name: 'Rehearse', exact: true }).click()
      await page.getByText(/arrived here: \d+ pictures/).waitFor(patience)
      await look(page, `${width}-5-rehearse`)
      await isClean(page)
      await page.getByRole('button', { name: 'End the rehearsal' }).click()
      await page.getByRole('heading', { name: 'You are ready.' }).waitFor(patience)
      await look(page, `${width}-6-ready`)
      await isClean(page)
      await page.getByRole('link', { name: 'To the show' }).click()
      await page.getByRole('heading', { name: 'Studio A', exact: true }).waitFor(patience)
      const state = await (await fetch(`${server.url}/api/v1/board`)).text()
      expect(state).not.toContain('PLANTED')
      expect(opened.complaints).toEqual([])
      expect(server.written.join('')).not.toContain('PLANTED')
      // Two secrets were put in; each stands in one file, below the keys.
      const kept = [
        ...(await filesHolding(folder.path, plantedKey)),
        ...(await filesHolding(folder.path, plantedPassword)),
      ]
      expect(kept.map((path) => path.includes(join('server', 'keys')))).toEqual([true, true])
      expect(await readFile(join(folder.path, 'vmixctl.yaml'), 'utf8')).toContain(
        '# The gateway is started where none runs',
      )
    },
    240_000,
  )

  it('with the keyboard alone', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
    await using server = await emptyServer(folder.path)
    await using opened = await open(browser, server.url)
    const { page } = opened
    await page.getByRole('heading', { name: 'First steps' }).waitFor(patience)
    await page.locator('input[name=host]').focus()
    await page.keyboard.type('127.0.0.1')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(String(simulator.httpPort))
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page), patience).toBe('Add it')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page), patience).toBe('Set the stream to Custom RTMP')
    await tabTo(page, 'Test the stream')
    // The gateway may still be starting: then it is said, and pressed again.
    await expect
      .poll(async () => {
        await page.keyboard.press('Enter')
        await page.waitForTimeout(6000)
        return await stateOf(page, 'custom')
      }, patience)
      .toBe('done')
    await expect.poll(() => focused(page)).toBe('Add a destination')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Any')
    for (const text of ['Venue', 'rtmp://nobody.invalid/live', plantedKey]) {
      await page.keyboard.press('Tab')
      await page.keyboard.type(text)
    }
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page), patience).toBe('Rehearse')
    await tabTo(page, 'Rehearse')
    await page.keyboard.press('Enter')
    await page.getByText(/arrived here: \d+ pictures/).waitFor(patience)
    await tabTo(page, 'End the rehearsal')
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page), patience).toBe('You are ready.')
    await tabTo(page, 'To the show')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Studio', exact: true }).waitFor(patience)
    expect(opened.complaints).toEqual([])
  }, 240_000)

  it('a vMix is added, changed and removed under Settings too; what would end watching a live one asks again', async () => {
    await using folder = await temporaryFolder()
    await using one = await startSimulator({ httpPort: 0, tcpPort: 0 })
    await using other = await startSimulator({ httpPort: 0, tcpPort: 0 })
    await using server = await emptyServer(folder.path)
    const add = async (name: string, port: number) =>
      await fetch(`${server.url}/api/v1/instances`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name, host: '127.0.0.1', port, tcpPort: 'none' }),
      })
    await add('One', one.httpPort)
    await using opened = await open(browser, `${server.url}/#/settings`)
    const { page } = opened
    const section = page.getByRole('region', { name: 'vMix machines' })
    await section.getByText('One', { exact: true }).waitFor(patience)
    await section.getByRole('button', { name: 'Add a vMix' }).click()
    await section.getByLabel('Address').fill('127.0.0.1')
    await section.getByLabel('Port', { exact: true }).fill(String(other.httpPort))
    await section.getByRole('button', { name: 'Test it' }).click()
    await section.getByLabel('Name').fill('Other')
    await look(page, 'settings-add')
    await isClean(page)
    await section.getByRole('button', { name: 'Add it', exact: true }).click()
    await section.getByRole('listitem').filter({ hasText: 'Other' }).getByText('Connected').waitFor(patience)
    await section.getByRole('button', { name: 'Change Other' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Second')
    await isClean(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Change', exact: true }).click()
    await section.getByText('Second', { exact: true }).waitFor(patience)
    await fetch(`http://127.0.0.1:${other.httpPort}/api/?Function=StartStreaming&Value=0`)
    await expect
      .poll(async () => await (await fetch(`${server.url}/api/v1/instances/other/streams`)).text(), patience)
      .toContain('"live":true')
    await section.getByRole('button', { name: 'Remove Second' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByText('A stream or recording of this vMix is on.').first().waitFor(patience)
    await look(page, 'settings-remove')
    await isClean(page)
    await page.getByRole('button', { name: 'Do it all the same' }).click()
    await section.getByText('Second', { exact: true }).waitFor({ state: 'detached', ...patience })
    await page.getByRole('link', { name: 'First steps, one by one' }).click()
    await page.getByRole('heading', { name: 'First steps' }).waitFor()
    expect(opened.complaints).toEqual([])
  }, 120_000)
})
