import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { signatureOf } from '../../src/alerts/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { readEntries } from '../../src/witness/index.ts'
import type { Call } from '../alerts/sinks.ts'
import { startBrowser } from '../gateway/preview-browser.ts'
import { findProgram, needs } from '../support/programs.ts'
import { gatewayEnds, ServerProcess } from '../server/server-process.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import type { SickRelay } from '../support/sick-relay.ts'
import { open, type OpenedPage } from './browser.ts'
import { buildPage } from './built-page.ts'
import { type Hands, keyboard, mouse } from './evening/hands.ts'
import { look, picturesWanted } from './evening/pictures.ts'
import { type Evening, openEvening, secrets } from './evening/stage.ts'

/** As long as a busy machine may take; what is waited for comes in seconds. */
const patience = { timeout: 60_000 }
const verifyPy = join(import.meta.dirname, '../../docs/verify.py')

/** What a guide shows is a show that has been on for some minutes. */
const onAirMs = picturesWanted ? 100_000 : 0

type Notice = z.infer<typeof notified>['notices'][number]
const notified = z.object({
  notices: z.array(z.object({ what: z.string(), title: z.string(), message: z.string() })),
})

/** Somebody at the page, and somebody who looks on with a phone. */
interface Operator extends AsyncDisposable {
  readonly page: Page
  readonly phone: Page
  readonly hands: Hands
  readonly card: Locator
  readonly opened: readonly OpenedPage[]
}

async function operator(browser: Browser, { url }: Evening, device: (page: Page) => Hands): Promise<Operator> {
  const desk = await open(browser, url)
  const phone = await open(browser, url, 'narrow')
  const { page } = desk
  return {
    page,
    phone: phone.page,
    hands: device(page),
    card: page.getByRole('article', { name: 'Stream 1' }),
    opened: [desk, phone],
    [Symbol.asyncDispose]: async () => {
      await desk[Symbol.asyncDispose]()
      await phone[Symbol.asyncDispose]()
    },
  }
}

function state(card: Locator): Promise<string | null> {
  return card.locator('.state').getAttribute('data-state')
}

async function goLiveToBoth({ page, phone, hands, card }: Operator, evening: Evening): Promise<void> {
  await hands.press(card.getByRole('button', { name: 'Go live Stream 1' }))
  await hands.tick(page.getByRole('checkbox', { name: /^Main/ }))
  await hands.tick(page.getByRole('checkbox', { name: /^Venue/ }))
  await page.getByText('StartStreaming 0').waitFor(patience)
  await look(page, 'dashboard-go-live')
  await hands.press(page.getByRole('button', { name: 'Check first' }))
  await page.locator('.preflight').getByText('arrives at the gateway').waitFor(patience)
  expect(await page.locator('.preflight > .pill').innerText()).toBe('Ready')
  await page.locator('.preflight').scrollIntoViewIfNeeded()
  await look(page, 'dashboard-preflight', { of: 'dialog', until: '.preflight li:has-text(" free: ")' })
  expect([evening.main.publishes, evening.venue.publishes]).toEqual([0, 0])
  await hands.press(page.getByRole('button', { name: 'Go live now, to 2 destinations' }))
  await page.locator('.outcome').waitFor(patience)
  expect(await page.locator('.outcomes').innerText()).toMatch(/^Live/)
  await hands.press(page.locator('.outcomes').getByRole('button', { name: 'Close' }))
  await card.locator('[data-destination=live]').nth(1).waitFor(patience)
  await expect.poll(() => state(card), patience).toBe('onAir')
  await card.getByText('Healthy').waitFor(patience)
  await page.locator('.screen[data-moving=true]').waitFor(patience)
  // What nobody sees is not drawn: each is looked at once.
  for (const at of [page, phone]) await at.locator('.plot').first().scrollIntoViewIfNeeded()
  await page.waitForTimeout(onAirMs)
  for (const at of [page, phone]) await at.evaluate('scrollTo(0, 0)')
  await look(page, 'dashboard', 'page')
  await look(phone, 'dashboard-phone', 'page')
  const { main, venue } = evening
  expect([main, venue].map(({ keys }) => keys.map((key) => key.reveal()))).toEqual([
    [secrets.MAIN_KEY],
    [secrets.VENUE_KEY],
  ])
}

/** The webhook got it, signed, and its mail came too. */
async function told({ hook, mail }: Evening, what: 'firing' | 'resolved'): Promise<void> {
  const notices = (): readonly Notice[] =>
    hook.calls.flatMap((call) => {
      expect(isSigned(call)).toBe(true)
      return notified.parse(JSON.parse(call.body)).notices
    })
  const about = await eventually(
    () => notices().filter((one) => one.what === what && one.message.includes('Venue')),
    (found) => found.length > 0,
    60_000,
  )
  const title = about[0]?.title ?? ''
  await eventually(
    // A long subject is folded.
    () => mail.mails.some(({ text }) => text.replaceAll(/\r\n\s+/g, ' ').includes(title)),
    (came) => came,
    60_000,
  )
}

function isSigned({ headers, body }: Call): boolean {
  const given = String(headers['x-vmix-signature'])
  const at = Number(/^t=(\d+),/.exec(given)?.[1])
  return given === signatureOf(body, new Secret(secrets.HOOK_SECRET), at * 1000)
}

/** The venue hangs or goes away; it is on the page, told, acknowledged, and over when the venue is well again. */
async function faultAndRecovery(
  { page, phone, hands, card }: Operator,
  evening: Evening,
  fault: () => Promise<void> | void,
): Promise<void> {
  await fault()
  await card.getByText('Trying again').waitFor(patience)
  await expect.poll(() => state(card), patience).toBe('onAirPartly')
  const alarm = page.locator('.alarm').filter({ hasText: 'Venue' })
  await alarm.first().waitFor(patience)
  await told(evening, 'firing')
  await look(page, 'dashboard-alarm')
  await look(phone, 'dashboard-phone-alarm')
  const acknowledge = alarm.getByRole('button', { name: /^Acknowledge/ })
  await hands.press(acknowledge.first())
  await page.locator('.alarm[data-seen=true]').filter({ hasText: 'Venue' }).first().waitFor(patience)
  await phone.locator('.alarm[data-seen=true]').filter({ hasText: 'Venue' }).first().waitFor(patience)

  await evening.wayToVenue.heal()
  await expect.poll(() => state(card), patience).toBe('onAir')
  await expect
    .poll(() => page.locator('.alarm[data-alarm=firing]').filter({ hasText: 'Venue' }).count(), patience)
    .toBe(0)
  await told(evening, 'resolved')
  expect([evening.main.framesLost, evening.main.publishes]).toEqual([0, 1])
}

/** The server dies during the show: the page says so, the show goes on, and the next server finds all of it. */
async function serverDies({ page, phone, card }: Operator, evening: Evening): Promise<void> {
  const { main } = evening
  await evening.server.end('SIGKILL')
  const lost = 'Connection to the control room lost'
  await page.getByText(lost).waitFor(patience)
  await phone.getByText(lost).waitFor(patience)
  await card.getByText('Last known: On air').waitFor(patience)
  await look(page, 'dashboard-lost')
  await look(phone, 'dashboard-phone-lost')
  const before = main.framesReceived
  await evening.startServer()
  await page.getByText(lost).waitFor({ state: 'detached', ...patience })
  await expect.poll(() => state(card), patience).toBe('onAir')
  await card.locator('[data-destination=live]').nth(1).waitFor(patience)
  await eventually(
    () => main.framesReceived,
    (frames) => frames > before,
  )
  expect([main.framesLost, main.publishes]).toEqual([0, 1])
}

/** Armed, every end is asked for twice, on the page and over the API; what is kept stays on. */
async function stopsUnderLock({ page, hands, card }: Operator, { server, venue }: Evening): Promise<void> {
  await hands.press(page.getByRole('button', { name: 'Show lock: off, Studio' }))
  await page.getByRole('button', { name: 'Show lock: on, Studio' }).waitFor(patience)
  const refused = await server.post('/api/v1/instances/studio/streams/0/stop', {})
  expect([refused.status, refused.text]).toEqual([423, expect.stringContaining('show_locked')])

  const end = card.getByRole('button', { name: 'End Venue' })
  const asks = page.getByText('Show lock is on.', { exact: true })
  await hands.hold(end, () => asks.waitFor(patience))
  await look(page, 'dashboard-lock')
  await hands.press(page.getByRole('button', { name: 'Keep it on' }))
  await asks.waitFor({ state: 'detached' })
  expect([await state(card), venue.publishers]).toEqual(['onAir', 1])
  await hands.hold(end, () => asks.waitFor(patience))
  await hands.press(page.getByRole('button', { name: 'Stop now' }))
  await eventually(
    () => venue.publishers,
    (publishers) => publishers === 0,
  )
  await expect.poll(() => card.locator('.destination').count(), patience).toBe(1)
  await hands.press(page.getByRole('button', { name: 'Show lock: on, Studio' }))
  await page.getByRole('button', { name: 'Show lock: off, Studio' }).waitFor(patience)
}

async function stopByHolding({ page, hands, card }: Operator, { main }: Evening): Promise<void> {
  const stop = card.getByRole('button', { name: 'Hold to stop Stream 1' })
  await hands.press(stop)
  await page.getByText('Hold it for one second.').waitFor(patience)
  expect(main.publishers).toBe(1)
  await hands.hold(stop, async () => {
    await expect.poll(() => state(card), patience).toBe('off')
  })
  await eventually(
    () => main.publishers,
    (publishers) => publishers === 0,
  )
  expect([main.framesLost, main.duplicates]).toEqual([0, 0])
}

/** The log: checked on the page, taken away in each format, and checked again by somebody who has nothing of ours but a script. */
async function exportAndVerify({ page, hands }: Operator, evening: Evening): Promise<void> {
  await hands.press(page.getByRole('link', { name: 'Timeline' }))
  await page.getByRole('cell', { name: 'stream stopped' }).first().waitFor(patience)
  await hands.press(page.getByRole('button', { name: 'Verify' }))
  await page.getByText('Unbroken').waitFor(patience)
  await look(page, 'dashboard-timeline')
  const files: Record<string, string> = {}
  for (const format of ['HTML', 'CSV', 'JSON']) {
    const download = page.waitForEvent('download')
    await hands.press(page.getByRole('link', { name: new RegExp(`^${format}`) }))
    files[format] = await (await download).path()
  }
  const { HTML = '', CSV = '', JSON: exported = '' } = files
  for (const file of [HTML, CSV, exported]) {
    const text = await readFile(file, 'utf8')
    expect(text).toContain('Venue')
    expect(text).not.toContain('PLANTED')
  }
  const address = ['--host', '127.0.0.1', '--port', String(evening.vmixPort)]
  const python = await verified(['--format', 'original', ...address, exported])
  const folder = join(evening.dataFolder, 'witness', 'studio')
  expect(python).toMatchObject({ valid: true, brokenAt: null })
  // What was exported is how the log itself begins, or all of it.
  const anchor = ['--expect-size', String(python.whole), '--expect-head', python.lastHash]
  expect(await verified([...address, ...anchor, folder])).toMatchObject({ valid: true, anchored: true })
}

async function verified(args: readonly string[]): Promise<{ readonly whole: number; readonly lastHash: string }> {
  const { stdout } = await promisify(execFile)(findProgram('python3') ?? 'python3', [
    verifyPy,
    '--json',
    ...args,
  ]).catch(
    // It ends with 2 where nothing was anchored: that is no failure.
    (error: { stdout: string }) => error,
  )
  return JSON.parse(stdout)
}

/** The rest of the page, as this evening has left it. */
async function everyPlace({ page, phone, hands }: Operator): Promise<void> {
  for (const place of ['Destinations', 'Functions', 'Settings']) {
    for (const at of [page, phone]) {
      if (at === page) await hands.press(at.getByRole('link', { name: place }))
      else await at.getByRole('link', { name: place }).click()
      await at.locator('main h2').first().waitFor(patience)
      await at.waitForTimeout(500)
      await look(at, `dashboard${at === page ? '' : '-phone'}-${place.toLowerCase()}`)
    }
  }
}

/** What happened, by a log: the kinds of its entries, in order. */
async function recorded({ dataFolder }: Evening, log: string): Promise<string[]> {
  const types: string[] = []
  for await (const { event } of readEntries(join(dataFolder, 'witness', log))) types.push(event.event_type)
  return types
}

/** The first of these that does not come in its turn; undefined: all came. */
function missing(wanted: readonly string[], types: readonly string[]): string | undefined {
  let at = 0
  for (const type of types) if (type === wanted[at]) at++
  return wanted[at]
}

/** Every act, in its order, a refused one too. */
const acts: Readonly<Record<string, readonly string[]>> = {
  studio: [
    'operation_requested',
    'stream_started',
    'destination_lost',
    'destination_recovered',
    'show_locked',
    'stream_stop_failed',
    'operation_requested',
    'stream_stopped',
    'show_unlocked',
    'operation_requested',
    'stream_stopped',
  ],
  server: ['alert_delivered', 'alert_acknowledged', 'alert_delivered'],
}

/** Nobody was asked but the server, nothing was complained of, and no key is in what was shown, answered or written. */
async function isClean({ opened, page }: Operator, { server, url, written, hook, mail }: Evening): Promise<void> {
  for (const { complaints, asked } of opened) {
    expect(complaints).toEqual([])
    const others = asked.filter((one) => !/^(?:data|blob):/.test(one) && new URL(one).host !== new URL(url).host)
    expect([asked.length > 0, others]).toEqual([true, []])
  }
  const all = [
    ...written,
    await page.content(),
    await server.get('/api/v1/board'),
    await server.get('/metrics'),
    ...hook.calls.map(({ body }) => body),
    ...mail.mails.map(({ text }) => text),
  ]
  expect(all.filter((text) => text.includes('PLANTED'))).toEqual([])
}

/** How a destination falls ill. */
const faults = {
  'goes away': (way: SickRelay) => way.refuse(),
  'does not answer any more': (way: SickRelay) => {
    way.hang()
    way.cut()
  },
} as const

describe.runIf(needs('chromium', 'python3'))('an evening, on a real server', () => {
  let browser: Browser
  beforeAll(async () => {
    await buildPage()
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  it.each([
    ['the mouse', 'goes away', mouse],
    ['the keyboard', 'does not answer any more', keyboard],
  ] as const)(
    'with %s alone: live to two, one %s: alarm, seen, well again; locked, stopped, exported',
    async (_, fault, device) => {
      await using evening = await openEvening()
      await using at = await operator(browser, evening, device)
      await goLiveToBoth(at, evening)
      await faultAndRecovery(at, evening, () => faults[fault](evening.wayToVenue))
      await serverDies(at, evening)
      await stopsUnderLock(at, evening)
      await stopByHolding(at, evening)
      await exportAndVerify(at, evening)
      await everyPlace(at)
      for (const [log, wanted] of Object.entries(acts))
        await expect.poll(async () => missing(wanted, await recorded(evening, log)), patience).toBeUndefined()
      await isClean(at, evening)
    },
    600_000,
  )

  it('a server without a configuration shows the way to one', async () => {
    await using folder = await temporaryFolder()
    await using server = await ServerProcess.start(['--data', join(folder.path, 'data')], { cwd: folder.path })
    await using _gateway = gatewayEnds(join(folder.path, 'data'))
    expect(server.firstRun).toBe(true)
    for (const [width, name] of [
      ['wide', 'dashboard-first-run'],
      ['narrow', 'dashboard-phone-first-run'],
    ] as const) {
      await using opened = await open(browser, server.url, width)
      await opened.page.getByText('First steps').waitFor(patience)
      await look(opened.page, name, 'page')
      expect(opened.complaints).toEqual([])
    }
  })
})
