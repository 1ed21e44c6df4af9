import { once } from 'node:events'
import { createServer as createTcp, type AddressInfo } from 'node:net'
import { createServer as createTls } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { StreamingDestinations } from '../../src/destinations/index.ts'
import { preflight, UploadTurn, type PreflightLine, type PreflightOptions } from '../../src/preflight/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { makeCertificates } from '../support/certificates.ts'
import { needs, needsThat } from '../support/programs.ts'
import { freePort } from '../support/ports.ts'
import { logOf, startShow, type Show } from '../support/show.ts'
import { mayMakeDisks, SmallDisk } from '../support/small-disk.ts'
import { uploadTarget } from '../support/upload-target.ts'

const to = (port: number, key = 'key', name = 'Receiver') => ({
  ...StreamingDestinations.customRtmp(`rtmp://127.0.0.1:${port}/app`, key),
  name,
})

const disks = needsThat(await mayMakeDisks(), 'a tmpfs that may be mounted')

/** A preflight of a show that is well, with what is to be wrong in it. */
async function look(show: Show, given: Partial<PreflightOptions> = {}) {
  const { controller, dataFolder } = show
  return await preflight({ controller, destinations: [], folders: [dataFolder], hours: 0.01, ...given })
}

const wrong = (lines: readonly PreflightLine[]) =>
  lines
    .filter(({ light, check }) => light !== 'green' && check !== 'clock')
    .map(({ check, light }) => `${check} ${light}`)

async function port(server: ReturnType<typeof createTcp>): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** What a show sends, kb/s. */
async function bitrateOf({ controller }: Show): Promise<number> {
  const tested = await controller.testStream({ channel: 0 })
  if (!tested.success || tested.bitrateKbps === null) throw new Error(tested.message)
  return tested.bitrateKbps
}

describe('a preflight', () => {
  it('all is well: no line is red, nothing was published, nothing is left on, and the log has it', async () => {
    await using show = await startShow({ gateway: true })
    await using first = await startReceiver({ port: 0, clock: systemClock })
    await using second = await startReceiver({ port: 0, clock: systemClock })
    const heard: string[] = []
    const { ready, lines, witnessed } = await look(show, {
      destinations: [to(first.port, 'one'), to(second.port, 'two')],
      onLine: ({ check }) => heard.push(check),
    })
    expect(wrong(lines)).toEqual([])
    expect([ready, witnessed]).toEqual([true, true])
    expect(heard).toEqual(lines.map(({ check }) => check))
    expect(lines.map(({ check }) => check).toSorted()).toEqual([
      'clock',
      'destination',
      'destination',
      'disk',
      'keys',
      'log',
      'sound',
      'stream',
      'vmix',
    ])
    expect([first.framesReceived, second.framesReceived]).toEqual([0, 0])
    expect(show.simulator.stream(0).live).toBe(false)
    expect(await logOf(show.controller, 'preflight_done')).toHaveLength(1)
  })

  it('vMix is away', async () => {
    await using show = await startShow({ gateway: true })
    const nobody = await freePort()
    await using away = show.another({ port: nobody })
    const { ready, lines } = await look(show, { controller: away })
    expect(ready).toBe(false)
    expect(wrong(lines)).toEqual(['vmix red', 'stream yellow'])
  })

  it('the stream is set to a named service', async () => {
    await using show = await startShow({
      gateway: true,
      simulator: { faults: ['destination=Twitch'] },
      controller: { waits: { feedMs: 800 } },
    })
    const { lines } = await look(show)
    expect(wrong(lines)).toEqual(['stream red'])
    expect(lines.find(({ check }) => check === 'stream')?.action).toContain('Custom RTMP Server')
    expect(show.simulator.stream(0).live).toBe(false)
  })

  it('a key is missing; its name is said', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const destination = { ...to(receiver.port), streamKey: { kind: 'env', name: 'VMIX_TEST_NO_SUCH_KEY' } as const }
    const { lines } = await look(show, { destinations: [destination], tryStream: false })
    expect(wrong(lines)).toEqual(['keys red', 'stream yellow'])
    expect(lines.find(({ check }) => check === 'keys')?.message).toContain('VMIX_TEST_NO_SUCH_KEY')
  })

  it('one key stands in two places: at the same address it is red, at another yellow; it is not repeated', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await using other = await startReceiver({ port: 0, clock: systemClock })
    const key = 'SECRET-a&b=c d+e#f'
    const destinations = [to(receiver.port, key, 'A'), to(receiver.port, key, 'B'), to(other.port, key, 'C')]
    const { lines } = await look(show, { destinations, tryStream: false })
    const keys = lines.filter(({ check }) => check === 'keys')
    expect(keys.map(({ about, light }) => `${about}: ${light}`)).toEqual(['A, B: red', 'A, C: yellow', 'B, C: yellow'])
    expect(JSON.stringify(lines)).not.toContain('SECRET')
    expect(JSON.stringify(await logOf(show.controller))).not.toContain('SECRET')
  })

  it('a name that DNS does not know, a port that refuses', async () => {
    await using show = await startShow({ gateway: true })
    const unknown = { ...to(1935), rtmpUrl: 'rtmp://no-such-host.invalid/app/', name: 'Nowhere' }
    const { lines } = await look(show, { destinations: [unknown, to(await freePort(), 'k2')], tryStream: false })
    const found = lines.filter(({ check }) => check === 'destination')
    expect(found.map(({ light }) => light)).toEqual(['red', 'red'])
    expect(found.map(({ message }) => message).join(' ')).toMatch(/not known to DNS/)
    expect(found.map(({ message }) => message).join(' ')).toMatch(/refuses connections/)
  })

  it.runIf(needs('openssl'))('RTMPS: a good certificate is green, one that has expired is red', async () => {
    await using show = await startShow({ gateway: true })
    const { ca, cert, key, expired } = makeCertificates()
    // The expired one is valid for a second.
    await systemClock.sleep(1100)
    const [good, bad] = [createTls({ cert, key }), createTls(expired)]
    try {
      const urls = await Promise.all([good, bad].map(async (server) => `rtmps://localhost:${await port(server)}/app/`))
      const destinations = urls.map((rtmpUrl, n) => ({ ...to(1, `key ${n}`, `number ${n}`), rtmpUrl }))
      const { lines } = await look(show, { destinations, ca, tryStream: false })
      const found = lines.filter(({ check }) => check === 'destination')
      expect(found.map(({ about, light }) => `${about} ${light}`).toSorted()).toEqual([
        'number 0 green',
        'number 1 red',
      ])
      expect(found.find(({ light }) => light === 'red')?.message).toContain('CERT_HAS_EXPIRED')
    } finally {
      good.close()
      bad.close()
    }
  })

  it("vMix's master is muted", async () => {
    await using show = await startShow({ gateway: true })
    await using vmix = new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
    await vmix.call('MasterAudioOff')
    const { lines } = await look(show, { tryStream: false })
    expect(wrong(lines)).toEqual(['sound red', 'stream yellow'])
  })

  it('the line is fast enough, and no more is sent than shows that; a target that takes nothing is not measured', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await using takes = await uploadTarget({ kbps: Infinity })
    await using refuses = await uploadTarget('refuses')
    const destinations = [to(receiver.port)]
    const { lines } = await look(show, { destinations, uploadTo: takes.url })
    const upload = lines.find(({ check }) => check === 'upload')
    expect(upload).toMatchObject({ light: 'green' })
    const [, out = 0, needed = 0] = /^(\d+) kb\/s went out; the show needs (\d+)\.$/.exec(upload?.message ?? '') ?? []
    expect(Number(out) / Number(needed)).toBeLessThan(2.5)
    const refused = await look(show, { destinations, uploadTo: refuses.url, tryStream: false })
    expect(refused.lines.find(({ check }) => check === 'upload')).toMatchObject({ light: 'yellow' })
  })

  it('where the stream is not tried, no more goes out than twice what a usual show needs', async () => {
    await using show = await startShow({ gateway: true })
    await using takes = await uploadTarget({ kbps: Infinity })
    const { lines } = await look(show, { uploadTo: takes.url, tryStream: false })
    expect(lines.find(({ check }) => check === 'upload')).toMatchObject({
      light: 'yellow',
      message: expect.stringMatching(/^\d+ kb\/s went out; more than 12000 was not tried, as the need is not known\.$/),
    })
    expect(takes.takenKbps()).toBeGreaterThan(0)
    expect(takes.takenKbps()).toBeLessThan(14_000)
  })

  it('of two that take turns one measures the line, the other says so, and the next measures again', async () => {
    await using show = await startShow({ gateway: true })
    await using takes = await uploadTarget({ kbps: Infinity })
    const uploadTurn = new UploadTurn()
    const given = { uploadTo: takes.url, tryStream: false, uploadTurn }
    const upload = async () => (await look(show, given)).lines.find(({ check }) => check === 'upload')?.message
    const both = await Promise.all([upload(), upload()])
    expect(both.toSorted()).toEqual([expect.stringMatching(/^\d+ kb/), expect.stringContaining('another preflight')])
    expect(takes.posts).toBe(1)
    expect(await upload()).toMatch(/^\d+ kb/)
    expect(takes.posts).toBe(2)
  })

  it('the line carries a tenth of what the show needs', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const destinations = [to(receiver.port)]
    const needed = await bitrateOf(show)
    await using slow = await uploadTarget({ kbps: needed / 10 })
    const { ready, lines } = await look(show, { destinations, uploadTo: slow.url })
    expect(lines.find(({ check }) => check === 'upload')).toMatchObject({
      light: 'red',
      message: expect.stringMatching(/^At most \d+ kb\/s went out; the show needs \d+\.$/),
      action: expect.stringContaining('Lower the bitrate'),
    })
    expect(ready).toBe(false)
    expect(slow.takenKbps()).toBeLessThan(needed / 5)
  })

  it.runIf(disks)('a disk with little room, and one that is full: then the log is told too', async () => {
    await using show = await startShow({ gateway: true })
    await using disk = new SmallDisk(4096)
    const little = await look(show, { folders: [disk.path], tryStream: false })
    expect(wrong(little.lines)).toEqual(['stream yellow', 'disk red'])
    await disk.fill()
    await using onFull = show.another({ dataFolder: disk.path })
    const { ready, lines, witnessed } = await look(show, { controller: onFull, folders: [disk.path], tryStream: false })
    expect([ready, witnessed]).toEqual([false, false])
    expect(wrong(lines)).toEqual(['stream yellow', 'disk red', 'log red'])
  })
})
