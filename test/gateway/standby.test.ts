import { execFileSync } from 'node:child_process'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { gatewayFolder, type Gateway, type MediaPacket, type OutputSpec } from '../../src/gateway/index.ts'
import { noFaults } from '../../src/simulator/media/index.ts'
import { needs } from '../support/programs.ts'
import { receiver, until } from '../support/receiver.ts'
import { continuityOf, decodeErrors, packetsOf } from '../support/recorded-stream.ts'
import { setStandby, standbySpec, switchTo } from './standby-support.ts'
import { addOutput, gateway, listen, openFeed, publish, removeOutput, rtmpSpec, temporaryFolder } from './support.ts'

/** H.264 and AAC of 640×360 at 30, which needs no ffmpeg. */
const clip = resolve(import.meta.dirname, '../../assets/clip.flv')
const noFfmpeg = { ffmpeg: '/nowhere/ffmpeg' }

const standbyOf = (control: Gateway, channel = 0) =>
  control.openChannels.find((one) => one.channel === channel)?.status().standby ?? null
const on = (control: Gateway) => standbyOf(control)?.on

const recording = (outputId: string, path: string): OutputSpec => ({
  kind: 'file',
  outputId,
  name: outputId,
  path,
  format: 'MP4',
})

/** Decode times of a destination's pictures and sound, and which of the pictures are a feed's own. */
class Times {
  readonly video: number[] = []
  readonly audio: number[] = []
  readonly take = ({ kind, role, dtsMs }: MediaPacket): void => {
    if (role === 'config') return
    if (kind === 'video') this.video.push(dtsMs)
    else if (kind === 'audio') this.audio.push(dtsMs)
  }
  get leastSteps(): readonly number[] {
    return [this.video, this.audio].map((times) =>
      Math.min(...times.slice(1).map((time, at) => time - (times[at] ?? time))),
    )
  }
}

describe('a standby', () => {
  it('goes to another stream, then to the slate, and back, on one connection and without ffmpeg', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path, noFfmpeg)
    const times = new Times()
    await using target = await receiver({ onPacket: times.take })
    using heard = listen(control)
    const [main, backup] = [await openFeed(control, 0), await openFeed(control, 1)]
    await setStandby(control, standbySpec({ backup: { instance: 'studio-a', channel: 1 }, slate: { path: clip } }))
    await addOutput(control, rtmpSpec('only', target.port))
    const second = publish(backup)
    const first = publish(main)
    await until('both live', () => target.framesReceived > 40 && standbyOf(control)?.backup?.live === true)
    await first.stop()
    await until('on the backup', () => on(control) === 'backup')
    const output = () => control.openChannels[0]?.status().outputs[0]
    await until('its health', () => output()?.health.reasons[0]?.code === 'on_backup')
    await systemClock.sleep(1000)
    await second.stop()
    await until('on the slate', () => on(control) === 'slate' && target.unmarked > 20)
    await until('its health', () => output()?.health.reasons[0]?.code === 'on_slate')
    await using _again = publish(main)
    await until('on the show', () => on(control) === 'main')
    const numbers = target.framesReceived
    await until('its pictures', () => target.framesReceived > numbers + 20)
    expect([target.publishes, output()?.reconnects, output()?.state]).toEqual([1, 0, 'live'])
    expect(times.leastSteps.every((step) => step > 0)).toBe(true)
    const told = heard.events.filter(({ kind, channel }) => kind.startsWith('standby.') && channel === 0)
    expect(told.map(({ kind, code }) => [kind, code])).toEqual([
      ['standby.started', 'main_ended'],
      ['standby.changed', 'backup_lost'],
      ['standby.ended', 'main_steady'],
    ])
    expect(standbyOf(control)).toMatchObject({ on: 'main', times: 1, code: 'main_steady', held: false })
  })

  it('does what is asked, refuses what it cannot, and ends with the last destination', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path, noFfmpeg)
    await using target = await receiver()
    using heard = listen(control)
    await openFeed(control)
    await expect(switchTo(control, 'slate')).rejects.toMatchObject({ code: 'conflict' })
    const text = join(folder.path, 'notes.txt')
    await writeFile(text, 'no picture')
    for (const path of [text, join(folder.path, 'none.png'), 'relative.png']) {
      await expect(setStandby(control, standbySpec({ slate: { path } }))).rejects.toMatchObject({ code: 'bad_target' })
    }
    await expect(setStandby(control, standbySpec({ slate: { path: text } }))).rejects.toThrow(/Install ffmpeg/)
    await expect(setStandby(control, standbySpec({}))).rejects.toMatchObject({ code: 'bad_target' })
    const own = standbySpec({ backup: { instance: 'studio-a', channel: 0 } })
    await expect(setStandby(control, own)).rejects.toThrow(/its own backup/)
    const closed = standbySpec({ backup: { instance: 'studio-a', channel: 5 } })
    await expect(setStandby(control, closed)).rejects.toMatchObject({ code: 'no_such_feed' })
    expect(standbyOf(control)).toBeNull()

    await setStandby(control, standbySpec({ slate: { path: clip } }))
    // Nobody takes it, and nobody has asked for it.
    await systemClock.sleep(300)
    expect(on(control)).toBe('main')
    await addOutput(control, rtmpSpec('only', target.port))
    await switchTo(control, 'slate')
    await until('the slate before the show', () => target.unmarked > 30)
    await removeOutput(control, 'only')
    await until('the end', () => on(control) === 'main')
    expect(heard.kinds().filter((kind) => kind.startsWith('standby.'))).toEqual(['standby.started', 'standby.ended'])
    await setStandby(control, null)
    expect(standbyOf(control)).toBeNull()
  })

  it('fills the time that a stall took to be seen, and comes back by hand', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path, noFfmpeg)
    const times = new Times()
    await using target = await receiver({ onPacket: times.take })
    const feed = await openFeed(control)
    await setStandby(control, standbySpec({ slate: { path: clip }, returns: 'told' }))
    await addOutput(control, rtmpSpec('only', target.port))
    let stall = false
    await using _sender = publish(feed, () => ({ ...noFaults, stall }))
    await until('live', () => target.framesReceived > 40)
    stall = true
    await until('on the slate', () => on(control) === 'slate' && target.unmarked > 40)
    stall = false
    await systemClock.sleep(1500)
    expect(on(control)).toBe('slate')
    const back = await switchTo(control, 'show')
    expect(back.feed.standby?.held).toBe(false)
    await until('the show', () => on(control) === 'main')
    await systemClock.sleep(500)
    const steps = times.video.slice(1).map((time, at) => time - (times.video[at] ?? time))
    expect(Math.min(...steps)).toBeGreaterThan(0)
    // Stall rule and all: what goes out has no hole.
    expect(Math.max(...steps)).toBeLessThanOrEqual(200)
  })

  it.runIf(needs('ffmpeg', 'ffprobe'))(
    'takes an MP4 with B-frames as it is, and splits recordings where that is set',
    async () => {
      await using folder = await temporaryFolder()
      const slate = join(folder.path, 'slate.mp4')
      const inputs = [
        '-f',
        'lavfi',
        '-i',
        'testsrc=size=640x360:rate=30',
        '-f',
        'lavfi',
        '-i',
        'sine=sample_rate=48000',
      ]
      const coded = [
        '-t',
        '3',
        '-c:v',
        'libx264',
        '-bf',
        '3',
        '-g',
        '30',
        '-pix_fmt',
        'yuv420p',
        '-c:a',
        'aac',
        '-ac',
        '2',
      ]
      execFileSync('ffmpeg', ['-nostdin', '-v', 'error', ...inputs, ...coded, slate])
      await using control = await gateway(folder.path, noFfmpeg)
      using heard = listen(control)
      const feed = await openFeed(control)
      const spec = standbySpec({ slate: { path: slate }, onStandby: 'split', returns: 'told' })
      const set = await setStandby(control, spec)
      expect(set.feed.standby?.slate).toMatchObject({ state: 'ready', prepared: false, width: 640, fps: 30 })
      await addOutput(control, recording('split', join(folder.path, 'split.mp4')))
      await using sender = publish(feed)
      await until('the show', () => sender.framesSent > 45)
      await switchTo(control, 'slate')
      // Longer than the clip: it goes round.
      await systemClock.sleep(4500)
      await switchTo(control, 'show')
      await until('the show again', () => on(control) === 'main')
      await setStandby(control, standbySpec({ slate: { path: slate }, onStandby: 'mark', returns: 'told' }))
      await systemClock.sleep(1200)
      await switchTo(control, 'slate')
      await systemClock.sleep(1200)
      const { output } = await removeOutput(control, 'split')
      const parts = output?.file?.parts ?? []
      expect(parts).toHaveLength(4)
      for (const part of parts) {
        expect(await decodeErrors(part)).toBe('')
        const found = continuityOf(await packetsOf(part))
        expect([found.longestGapMs <= 200, found.leastVideoStepMs > 0, found.leastAudioStepMs > 0]).toEqual([
          true,
          true,
          true,
        ])
      }
      expect(heard.events.filter(({ kind }) => kind === 'recording.marked').map(({ code }) => code)).toEqual(['slate'])
    },
  )

  it('is taken up again by a gateway after one that was killed, and goes out when the feed stays away', async () => {
    await using folder = await temporaryFolder()
    const state = join(gatewayFolder(folder.path), 'state.json')
    const kept = join(folder.path, 'kept.json')
    await using target = await receiver()
    {
      await using control = await gateway(folder.path, noFfmpeg)
      const feed = await openFeed(control, 0)
      await openFeed(control, 1)
      await addOutput(control, rtmpSpec('only', target.port))
      await using _sender = publish(feed)
      await until('the show', () => target.framesReceived > 20)
      const backup = { instance: 'studio-a', channel: 1 }
      await setStandby(control, standbySpec({ backup, slate: { path: clip }, returns: 'told' }))
      // As a kill would leave it.
      await copyFile(state, kept)
    }
    await writeFile(state, await readFile(kept))
    await using control = await gateway(folder.path, noFfmpeg)
    await until('the slate', () => standbyOf(control)?.slate?.state === 'ready')
    expect(standbyOf(control)).toMatchObject({
      returns: 'told',
      backup: { channel: 1, live: false },
      slate: { path: clip },
    })
    // The show was on air, and its feed does not come back.
    const seen = target.unmarked
    await until('the slate is on', () => on(control) === 'slate' && target.unmarked > seen + 20)
    expect(standbyOf(control)).toMatchObject({ code: 'main_lost' })
  })
})
