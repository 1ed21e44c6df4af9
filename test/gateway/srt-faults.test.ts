import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { findSrtCarriers, type Gateway } from '../../src/gateway/index.ts'
import { systemClock } from '../../src/clock/index.ts'
import { needs } from '../support/programs.ts'
import { eventually } from '../support/show.ts'
import { freeUdpPort, srtLiveTransmit } from '../support/srt.ts'
import { becomes, environmentOf, outputOf, processesWith, srtSpec, unbroken } from './srt-support.ts'
import {
  addOutput,
  everythingOnDisk,
  gateway,
  listen,
  openFeed,
  publish,
  removeOutput,
  temporaryFolder,
} from './support.ts'

const PASSPHRASE = 'correct-horse-battery'
/** No libsrt: the way by ffmpeg. */
const noLibrary = { srtLibrary: '/nowhere/libsrt.so' }

const senders = () => processesWith('srt-process.ts').filter(({ ppid }) => ppid === process.pid)

async function untilSenders(count: number): Promise<void> {
  await eventually(
    () => senders().length,
    (found) => found === count,
  )
}

/** Where the settings of a way by ffmpeg would lie. */
async function settingsFolders(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('vmix-srt-'))
}

describe.runIf(needs('srt-live-transmit', 'ffmpeg'))('SRT out, when something is wrong', () => {
  for (const given of [undefined, 'another-passphrase']) {
    it(`a ${given === undefined ? 'missing' : 'wrong'} passphrase is failed: rejected, and not tried again`, async () => {
      await using folder = await temporaryFolder()
      await using control = await gateway(folder.path)
      using heard = listen(control)
      const port = await freeUdpPort()
      await using _receiver = srtLiveTransmit('127.0.0.1', port, `mode=listener&passphrase=${PASSPHRASE}`)
      await openFeed(control)
      await systemClock.sleep(500)
      await addOutput(control, srtSpec(port, { passphrase: given ?? null }))
      const failed = await becomes(control, 'failed')
      expect(failed).toMatchObject({ code: 'rejected', attempts: 1 })
      expect(failed.why).toContain('passphrase')
      await untilSenders(0)
      const text = JSON.stringify([heard.events, await control.status(), await everythingOnDisk(folder.path)])
      expect(text).not.toMatch(/another-passphrase|correct-horse/)
      expect(heard.kinds()).toContain('output.failed')
    })
  }

  it('a listener that nobody calls is waiting, and goes live for one caller after the other', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    using heard = listen(control)
    const port = await freeUdpPort()
    const feed = await openFeed(control)
    await using _sender = publish(feed)
    await addOutput(control, srtSpec(port, { mode: 'listener', address: `srt://:${port}` }))
    await eventually(
      () => outputOf(control),
      (output) => output.code === 'nobody_called',
    )
    await systemClock.sleep(1000)
    expect(await outputOf(control)).toMatchObject({ state: 'waiting', reading: { framesTotal: 0 } })
    for (const again of [false, true]) {
      await using receiver = srtLiveTransmit('127.0.0.1', port, 'mode=caller')
      const live = await becomes(control, 'live')
      expect(live.srt?.peer).toMatch(/^127\.0\.0\.1:\d+$/)
      expect(live.reconnects).toBe(again ? 1 : 0)
      await eventually(
        () => receiver.numbers().length,
        (count) => count > 20,
      )
      await receiver.stop()
      expect(unbroken(receiver.numbers())).toBe(true)
      const lost = await becomes(control, 'retrying')
      expect(lost.why).toContain('Waiting for it to call again')
    }
    expect(heard.kinds()).toEqual(expect.arrayContaining(['output.live', 'output.lost', 'output.recovered']))
  })

  for (const [carrier, options] of [
    ['libsrt', {}],
    ['ffmpeg', noLibrary],
  ] as const) {
    it(`by ${carrier} a listener says that a caller was refused, and why, and lets the right one in`, async () => {
      await using folder = await temporaryFolder()
      await using control = await gateway(folder.path, options)
      using heard = listen(control)
      const port = await freeUdpPort()
      const feed = await openFeed(control)
      await using _sender = publish(feed)
      await addOutput(control, srtSpec(port, { mode: 'listener', passphrase: PASSPHRASE }))
      await eventually(
        () => outputOf(control),
        (output) => output.code === 'nobody_called',
      )
      expect(await outputOf(control)).toMatchObject({ srt: { refused: null } })
      for (const [query, why] of [
        ['&passphrase=another-passphrase', 'wrong passphrase'],
        ['', 'one side has a passphrase and the other has none'],
      ] as const) {
        await using _wrong = srtLiveTransmit('127.0.0.1', port, `mode=caller${query}`)
        const told = await eventually(
          () => outputOf(control),
          (output) => output.srt?.refused?.why === why,
        )
        expect(told).toMatchObject({ state: 'waiting', code: 'nobody_called', srt: { peer: null } })
        expect(told.why).toMatch(new RegExp(`A caller was refused: ${why} \\(tried \\d+ ×\\)`))
      }
      await using _right = srtLiveTransmit('127.0.0.1', port, `mode=caller&passphrase=${PASSPHRASE}`)
      expect(await becomes(control, 'live')).toMatchObject({ srt: { refused: null } })
      expect(JSON.stringify([heard.events, await control.status()])).not.toMatch(/another-passphrase|correct-horse/)
      expect(heard.kinds()).not.toContain('output.failed')
    })
  }

  it('a caller finds a receiver that was started anew by itself, and begins with a key frame', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const port = await freeUdpPort()
    const feed = await openFeed(control)
    await using _sender = publish(feed)
    const first = srtLiveTransmit('127.0.0.1', port, 'mode=listener')
    await addOutput(control, srtSpec(port))
    await becomes(control, 'live')
    await first.stop()
    await becomes(control, 'retrying')
    await using second = srtLiveTransmit('127.0.0.1', port, 'mode=listener')
    expect(await becomes(control, 'live')).toMatchObject({ reconnects: 1 })
    await eventually(
      () => second.numbers().length,
      (count) => count > 20,
    )
    await second.stop()
    expect(unbroken(second.numbers())).toBe(true)
    expect(second.stream.units.find((unit) => unit.pid === 0x100)?.randomAccess).toBe(true)
    await removeOutput(control, 'studio')
    await untilSenders(0)
  })

  it('nobody there is a time-out that is tried again, and a name that is not known says so', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    await openFeed(control)
    await addOutput(control, srtSpec(await freeUdpPort()))
    expect(await becomes(control, 'retrying')).toMatchObject({ code: 'timeout' })
    await removeOutput(control, 'studio')
    await addOutput(control, srtSpec(9000, { address: 'srt://no-such-host.invalid:9000' }))
    expect(await becomes(control, 'retrying')).toMatchObject({ code: 'dns' })
  })

  it('a port that is taken is said, and taken when it is free', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const port = await freeUdpPort()
    const other = srtLiveTransmit('127.0.0.1', port, 'mode=listener')
    await systemClock.sleep(500)
    await openFeed(control)
    await addOutput(control, srtSpec(port, { mode: 'listener' }))
    expect(await becomes(control, 'retrying')).toMatchObject({ code: 'address' })
    await other.stop()
    expect(await becomes(control, 'waiting')).toMatchObject({ code: 'nobody_called' })
  })

  it('its process that is killed costs nobody else a frame, and is started anew', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const [port, otherPort] = [await freeUdpPort(), await freeUdpPort()]
    await using _receiver = srtLiveTransmit('127.0.0.1', port, 'mode=listener')
    await using other = srtLiveTransmit('127.0.0.1', otherPort, 'mode=listener')
    const feed = await openFeed(control)
    await using _sender = publish(feed)
    await addOutput(control, srtSpec(otherPort, { outputId: 'other', name: 'Other' }))
    await eventually(
      () => outputOf(control, 'other'),
      (output) => output.state === 'live',
    )
    const before = new Set(senders().map(({ pid }) => pid))
    await addOutput(control, srtSpec(port))
    await becomes(control, 'live')
    const ours = senders().find(({ pid }) => !before.has(pid))
    process.kill(ours?.pid ?? 0, 'SIGKILL')
    expect(await becomes(control, 'retrying')).toMatchObject({ code: 'process' })
    // Its connection is still open at the receiver, which takes one at a time: it is free after SRT's own 5 s.
    await eventually(
      () => other.numbers().length,
      (count) => count > 90,
    )
    await other.stop()
    expect(unbroken(other.numbers())).toBe(true)
  })

  it('the passphrase stands in no command line, no environment and no file; no process outlives the gateway', async () => {
    await using folder = await temporaryFolder()
    const port = await freeUdpPort()
    const before = await settingsFolders()
    for (const options of [{}, noLibrary]) {
      await using receiver = srtLiveTransmit('127.0.0.1', port, 'mode=listener&passphrase=' + PASSPHRASE)
      // The stranger's own command line has it, for want of another way.
      const theirs = processesWith(PASSPHRASE).map(({ pid }) => pid)
      const control: Gateway = await gateway(folder.path, options)
      const feed = await openFeed(control)
      await using sender = publish(feed)
      await addOutput(control, srtSpec(port, { passphrase: PASSPHRASE, streamId: 'secret-stream-id' }))
      const live = await becomes(control, 'live')
      expect(live.srt).toMatchObject({ carrier: 'srtLibrary' in options ? 'ffmpeg' : 'libsrt', encrypted: true })
      const shown = [PASSPHRASE, 'secret-stream-id'].flatMap((secret) => processesWith(secret))
      expect(shown.filter(({ pid }) => !theirs.includes(pid))).toEqual([])
      const children = [...senders(), ...processesWith('-fpre /dev/fd/3')]
      expect(children.length).toBe(1)
      expect(children.map(({ pid }) => environmentOf(pid)).join('\n')).not.toMatch(/correct-horse|secret-stream/)
      expect(await settingsFolders()).toEqual(before)
      expect(JSON.stringify(await control.status())).not.toMatch(/correct-horse|secret-stream/)
      await eventually(
        () => receiver.numbers().length,
        (count) => count > 30,
      )
      await sender.stop()
      await control[Symbol.asyncDispose]()
      await receiver.stop()
      expect(unbroken(receiver.numbers())).toBe(true)
      expect([...senders(), ...processesWith('-fpre /dev/fd/3')]).toEqual([])
      expect(await everythingOnDisk(folder.path)).not.toMatch(/correct-horse|secret-stream/)
    }
  })

  it('ends with its parent, whatever ends that', async () => {
    const port = await freeUdpPort()
    const program = new URL('./srt-orphan.ts', import.meta.url).pathname
    const parent = spawn(process.execPath, [program, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => parent.stdout.once('data', resolve))
    const children = processesWith('srt-process.ts').filter(({ ppid }) => ppid === parent.pid)
    expect(children.length).toBe(1)
    parent.kill('SIGKILL')
    await eventually(
      () => processesWith('srt-process.ts').filter(({ pid }) => children.some((child) => child.pid === pid)),
      (left) => left.length === 0,
    )
  })

  it('by ffmpeg a wrong passphrase is rejected, a listener waits, and there are no figures', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path, noLibrary)
    const port = await freeUdpPort()
    const feed = await openFeed(control)
    await using _sender = publish(feed)
    const receiver = srtLiveTransmit('127.0.0.1', port, `mode=listener&passphrase=${PASSPHRASE}`)
    await systemClock.sleep(500)
    await addOutput(control, srtSpec(port, { passphrase: 'another-passphrase' }))
    expect(await becomes(control, 'failed')).toMatchObject({ code: 'rejected' })
    await receiver.stop()
    await removeOutput(control, 'studio')
    const listening = await freeUdpPort()
    const before = await settingsFolders()
    await addOutput(control, srtSpec(listening, { mode: 'listener', passphrase: PASSPHRASE }))
    expect(await becomes(control, 'waiting')).toMatchObject({ code: 'nobody_called' })
    // However long it waits, and whoever is killed meanwhile: the passphrase is nowhere to be left behind.
    expect(await settingsFolders()).toEqual(before)
    await using caller = srtLiveTransmit('127.0.0.1', listening, `mode=caller&passphrase=${PASSPHRASE}`)
    const live = await becomes(control, 'live')
    expect(live.srt).toMatchObject({ carrier: 'ffmpeg', figures: null })
    await eventually(
      () => caller.numbers().length,
      (count) => count > 20,
    )
  })

  it('without libsrt and ffmpeg it is unsupported, with how to install', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path, { ...noLibrary, ffmpeg: '/nowhere/ffmpeg' })
    await openFeed(control)
    await addOutput(control, srtSpec(9000))
    const failed = await becomes(control, 'failed')
    expect(failed.code).toBe('unsupported')
    expect(failed.why).toContain('apt install libsrt1.5-gnutls')
  })

  it('what there is is found with its version', async () => {
    const carriers = await findSrtCarriers({}, systemClock)
    expect(carriers.libsrt?.version).toMatch(/^1\.\d+\.\d+$/)
    expect(carriers.ffmpeg?.version).toMatch(/^\d/)
  })
})
