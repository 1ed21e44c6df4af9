import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { connectGateway, readFlv, readFrameMark } from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { clipOf, loadClip, type Clip } from '../../src/simulator/media/clip.ts'
import { noFaults, startSender, type StreamSender } from '../../src/simulator/media/index.ts'
import { receiver, until } from '../support/receiver.ts'
import { needs } from '../support/programs.ts'
import { openPage, percentile, shownIn, startBrowser, when, type Shown } from './preview-browser.ts'
import { PLACE, previewStage, viewer, type PreviewStage, type Received } from './preview-support.ts'
import { setStandby, standbySpec } from './standby-support.ts'
import { addOutput, rtmpSpec } from './support.ts'

const VIDEO = 2
/** With `PREVIEW_SECONDS=20` the figures of docs/preview.md are printed from so many seconds. */
const SECONDS = Number(process.env['PREVIEW_SECONDS'] ?? 4)

const run = promisify(execFile)

/** 720p with a key frame every 2 s, as ffmpeg makes it. */
async function made(bFrames: number): Promise<Clip> {
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=1280x720:rate=30', '-f', 'lavfi', '-i', 'sine=sample_rate=48000']
  const video = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-b:v', '4000k', '-sc_threshold', '0']
  const groups = ['-g', '60', '-keyint_min', '60', '-bf', String(bFrames), '-b_strategy', '0']
  const rest = ['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-t', '8', '-f', 'flv', 'pipe:1']
  const args = ['-v', 'error', ...source, ...video, ...groups, ...rest]
  const { stdout } = await run('ffmpeg', args, { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 })
  const clip = clipOf(readFlv(stdout).packets)
  if (clip === null) throw new Error('ffmpeg made no clip')
  return clip
}

function send(stage: PreviewStage, clip: () => Promise<Clip>): StreamSender & AsyncDisposable {
  const to = { ...stage.feed, clock: systemClock, faults: () => noFaults, onEnded: () => undefined }
  const sender = startSender(to, clip)
  return Object.assign(sender, { [Symbol.asyncDispose]: () => sender.stop() })
}

function pageUrl(stage: PreviewStage): string {
  return `http://${stage.host}/preview/${PLACE}/page#token=${stage.token}`
}

/** As a program makes one for somebody who shall only watch. */
async function linkTo(stage: PreviewStage): Promise<string> {
  await using control = connectGateway({ url: stage.server.url, token: new Secret(stage.token) })
  return (await control.previewLink('studio-a', 0)).url
}

/** From each picture's way to the gateway, written into it, to the screen, ms; null for one that nobody sent. */
function delays(shown: readonly Shown[], received: readonly Received[]): (number | null)[] {
  const sent = new Map<number, number>()
  for (const { kind, mp4, dtsMs, ctsMs } of received) {
    if (kind !== VIDEO) continue
    const sample = mp4.subarray(mp4.indexOf('mdat') + 4)
    const mark = readFrameMark(Buffer.concat([Buffer.alloc(5), sample]))
    if (mark !== null) sent.set(dtsMs + ctsMs, mark.sentAtMs)
  }
  return shown.map(({ mediaMs, atMs }) => {
    const sentAt = sent.get(Math.round(mediaMs))
    return sentAt === undefined ? null : atMs - sentAt
  })
}

function textOf(page: Page, id: string): Promise<string | null> {
  return page.textContent(`#${id}`)
}

async function shows(page: Page, pictures: number): Promise<void> {
  await when(page, `shown.length >= ${pictures}`)
}

describe.runIf(needs('chromium', 'ffmpeg'))('the preview in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  it.each([
    ['without B-frames', 0],
    ['with three B-frames', 3],
  ])('shows a running stream soon and near the newest picture, %s', async (name, bFrames) => {
    const clip = await made(bFrames)
    await using stage = await previewStage()
    await using sender = send(stage, () => Promise.resolve(clip))
    using beside = await viewer(stage)
    await until('it has run for a while', () => sender.framesSent > 75)
    const page = await openPage(browser, pageUrl(stage))
    expect(await page.evaluate(`MediaSource.isTypeSupported('video/mp4; codecs="avc1.64001f"')`)).toBe(true)
    await shows(page, 30 + SECONDS * 30)
    const shown = await shownIn(page)
    const began = await page.evaluate<number>('performance.timeOrigin')
    const firstMs = (shown[0]?.atMs ?? Infinity) - began
    const all = delays(shown, beside.received)
    const known = all.filter((delay) => delay !== null)
    const settled = known.slice(-SECONDS * 25)
    const figures = { firstMs, p50: percentile(settled, 0.5), p95: percentile(settled, 0.95) }
    console.log(
      `preview ${name}: ${JSON.stringify(figures, (_, value: unknown) => (typeof value === 'number' ? Math.round(value) : value))}`,
    )
    expect(known.length).toBe(all.length)
    expect(shown.every(({ mediaMs }, at) => at === 0 || mediaMs > (shown[at - 1]?.mediaMs ?? 0))).toBe(true)
    expect(await textOf(page, 'state')).toBe('live')
    expect(await textOf(page, 'figures')).toMatch(/^1280 × 720 · \d+ ms behind/)
    // A machine that is busy with other things must not fail this; the goals stand in docs/preview.md, with what was seen.
    expect(firstMs).toBeLessThan(20_000)
    expect(figures.p95).toBeLessThan(5000)
    await page.close()
  })

  it('lets the sound be heard, takes nothing from elsewhere, and leaves no token behind', async () => {
    await using stage = await previewStage()
    await using _sender = send(stage, loadClip)
    const asked: string[] = []
    const complaints: string[] = []
    const page = await browser.newPage()
    page.on('request', (request) => asked.push(request.url()))
    page.on('websocket', (socket) => asked.push(socket.url()))
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(pageUrl(stage))
    const decoded = (what: string) => `document.querySelector('video').webkit${what}DecodedByteCount`
    await when(page, `${decoded('Video')} > 0`)
    expect(await page.evaluate(decoded('Audio'))).toBe(0)
    await page.click('#sound')
    await when(page, `${decoded('Audio')} > 0`)
    const at = await page.evaluate<number>(`document.querySelector('video').currentTime`)
    await when(page, `document.querySelector('video').currentTime > ${at + 0.5}`)
    expect(await textOf(page, 'sound')).toBe('Sound is on')
    expect(
      asked.filter(
        (url) =>
          !url.startsWith(`http://${stage.host}/`) &&
          !url.startsWith(`ws://${stage.host}/`) &&
          !url.startsWith('data:') &&
          !url.startsWith('blob:'),
      ),
    ).toEqual([])
    expect(asked.filter((url) => url.includes(stage.token) && !url.endsWith(`#token=${stage.token}`))).toEqual([])
    expect(page.url()).not.toContain(stage.token)
    expect(complaints).toEqual([])
    await page.close()
  })

  it('says that a stream has ended, shows it again when it is back, and connects anew when it was cut off', async () => {
    await using stage = await previewStage()
    const page = await browser.newPage()
    await page.addInitScript(`
      globalThis.sockets = []
      globalThis.WebSocket = class extends WebSocket { constructor(...all) { super(...all); sockets.push(this) } }
    `)
    await page.goto(await linkTo(stage))
    const state = (is: string) => when(page, `document.getElementById('state').textContent === '${is}'`)
    await state('waiting')
    for (const _round of [1, 2]) {
      await using sender = send(stage, loadClip)
      await state('live')
      await when(
        page,
        `document.querySelector('video').currentTime > 0 && document.querySelector('video').readyState > 2`,
      )
      await sender.stop()
      await state('ended')
      // The last picture stays, and must not look as if it were live.
      await when(page, `document.getElementById('screen').dataset.moving === 'false'`)
      expect(await textOf(page, 'figures')).not.toContain('behind')
    }
    await page.evaluate('sockets.at(-1).close()')
    await when(page, 'sockets.length > 1')
    await state('ended')
    expect(await page.evaluate('sockets.length')).toBe(2)
    await page.close()
  })

  it('goes on with the slate, and says that it is one', async () => {
    await using stage = await previewStage()
    await using target = await receiver()
    await addOutput(stage.gateway, rtmpSpec('a', target.port))
    const slate = fileURLToPath(new URL('../../assets/clip.flv', import.meta.url))
    await setStandby(stage.gateway, standbySpec({ slate: { path: slate } }))
    const show = send(stage, loadClip)
    const page = await openPage(browser, pageUrl(stage))
    const state = (is: string) => when(page, `document.getElementById('state').textContent === '${is}'`)
    await state('live')
    await shows(page, 20)
    await show.stop()
    await state('slate')
    const before = (await shownIn(page)).length
    await shows(page, before + 60)
    await using _again = send(stage, loadClip)
    await state('live')
    const then = (await shownIn(page)).length
    await shows(page, then + 60)
    expect(target.publishes).toBe(1)
    expect(await textOf(page, 'reason')).toBe('')
    await page.close()
  })

  it('asks for the token where it was given none, says so when it is wrong, and fits a phone', async () => {
    await using stage = await previewStage()
    await using _sender = send(stage, loadClip)
    const page = await openPage(browser, `http://${stage.host}/preview/${PLACE}/page`, { width: 390, height: 844 })
    await page.fill('#token', 'wrong')
    await page.click('#ask button')
    await when(page, `document.getElementById('why').textContent.includes('did not let')`)
    await page.fill('#token', stage.token)
    await page.click('#ask button')
    await shows(page, 5)
    expect(await page.isHidden('#ask')).toBe(true)
    expect(await page.inputValue('#token')).toBe('')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await page.close()
  })

  it('is one of twenty viewers, of whom one never reads, and the destination loses no frame', async () => {
    await using stage = await previewStage()
    await using target = await receiver()
    await addOutput(stage.gateway, rtmpSpec('a', target.port))
    await using _sender = send(stage, loadClip)
    using stuck = await viewer(stage)
    stuck.socket.pause()
    const others = await Promise.all(Array.from({ length: 18 }, () => viewer(stage)))
    const page = await openPage(browser, pageUrl(stage))
    await shows(page, 60)
    expect(target.framesLost).toBe(0)
    expect((await stage.gateway.status()).feeds[0]?.preview?.viewers).toBe(20)
    expect(await textOf(page, 'figures')).not.toContain('left out')
    for (const other of others) {
      const times = other.received.filter(({ kind }) => kind === VIDEO).map(({ dtsMs }) => dtsMs)
      expect(times.length).toBeGreaterThan(50)
      expect(times.every((time, at) => at === 0 || time - (times[at - 1] ?? 0) <= 34)).toBe(true)
      other[Symbol.dispose]()
    }
    await page.close()
  })
})
