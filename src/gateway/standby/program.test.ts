import { describe, expect, it } from 'vitest'
import type { Clock } from '../../clock/index.ts'
import { audioPacket, videoPacket } from '../codec/index.ts'
import type { MediaPacket } from '../packet.ts'
import { Program, type ProgramChange } from './program.ts'
import { slateOf } from './slate.ts'

/** Time that passes only when told. */
class TestClock implements Clock {
  #nowMs = 10_000
  #sleepers: { atMs: number; wake: () => void }[] = []

  now(): number {
    return this.#nowMs
  }
  monotonic(): number {
    return this.#nowMs
  }
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('over')), { once: true })
      this.#sleepers.push({ atMs: this.#nowMs + ms, wake: resolve })
    })
  }
  async passTo(atMs: number): Promise<void> {
    for (;;) {
      const next = this.#sleepers.toSorted((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined || next.atMs > atMs) break
      this.#sleepers = this.#sleepers.filter((one) => one !== next)
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.wake()
      await new Promise((resolve) => setImmediate(resolve))
    }
    this.#nowMs = atMs
  }
}

/** Of a real picture of 640×360. */
const SPS = '6764001fac4c2205017fcb8088000003000800000301e078c1908c'
const avcConfig = (pps: string) => Buffer.from(`17000000000164001fffe1001b${SPS}010006${pps}`, 'hex')
const aacConfig = Buffer.from('af001190', 'hex')
const headersOf = (pps: string): MediaPacket[] => [videoPacket(avcConfig(pps), 0, 0), audioPacket(aacConfig, 0, 0)]
const PPS = { main: '68e84332c8b0', backup: '68e84332c8b1', slate: '68e84332c8b2' }

function picture(key: boolean, dtsMs: number, ctsMs: number, arrivedMs: number): MediaPacket {
  const body = Buffer.from([key ? 0x17 : 0x27, 1, 0, 0, 0, 0, 0, 0, 2, key ? 0x65 : 0x41, 0x88])
  body.writeIntBE(ctsMs, 2, 3)
  return videoPacket(body, dtsMs, arrivedMs)
}
function sound(dtsMs: number, arrivedMs: number): MediaPacket {
  return audioPacket(Buffer.from([0xaf, 1, 0x21, 0x10]), dtsMs, arrivedMs)
}

interface SourceOptions {
  readonly fps?: number
  readonly keyEvery?: number
  /** Composition offsets, by turns. */
  readonly cts?: readonly number[]
  /** Of its own clock, at our time 0. */
  readonly startDts?: number
  readonly soundFromMs?: number
}

/** What a source sends between two moments of our clock. */
function source(options: SourceOptions, fromMs: number, toMs: number): MediaPacket[] {
  const { fps = 25, keyEvery = 25, cts = [0], startDts = 0, soundFromMs = 0 } = options
  const packets: MediaPacket[] = []
  for (let n = Math.ceil((fromMs * fps) / 1000); (n * 1000) / fps < toMs; n++) {
    const at = Math.round((n * 1000) / fps)
    packets.push(picture(n % keyEvery === 0, startDts + at, cts[n % cts.length] ?? 0, at))
  }
  for (let n = Math.ceil((fromMs * 48) / 1024); (n * 1024) / 48 < toMs; n++) {
    const at = Math.round((n * 1024) / 48)
    if (at >= soundFromMs) packets.push(sound(startDts + at, at))
  }
  return packets.sort((a, b) => a.arrivedMs - b.arrivedMs)
}

const slate = slateOf([...headersOf(PPS.slate), ...source({ fps: 25 }, 0, 4000)])

class Stage {
  readonly clock = new TestClock()
  readonly out: MediaPacket[] = []
  readonly changes: ProgramChange[] = []
  readonly told: string[] = []
  watched = true
  readonly program = new Program({
    clock: this.clock,
    emit: (packet) => this.out.push(packet),
    onChange: (change) => this.changes.push(change),
    onNothing: (kind) => this.told.push(kind),
    watched: () => this.watched,
  })

  constructor(
    options: { readonly slate?: boolean; readonly returns?: 'steady' | 'told'; readonly beforeLive?: boolean } = {},
  ) {
    const { returns = 'steady', beforeLive = false } = options
    this.program.configure({ returns, steadyMs: 5000, beforeLive })
    if (options.slate !== false) this.program.slate(slate)
  }

  begin(which: 'main' | 'backup'): void {
    if (which === 'main') this.program.mainBegins()
    else this.program.backupBegins()
    for (const header of headersOf(PPS[which])) this.program[which](header)
  }

  /** Lets sources send until a moment; the first key frame of one makes it live. */
  async run(toMs: number, sources: Partial<Record<'main' | 'backup', SourceOptions>>): Promise<void> {
    const fromMs = this.clock.now()
    const live = new Set<string>()
    const all = (['main', 'backup'] as const).flatMap((which) => {
      const options = sources[which]
      return options === undefined ? [] : source(options, fromMs, toMs).map((packet) => ({ which, packet }))
    })
    let checkMs = fromMs
    for (const { which, packet } of all.sort((a, b) => a.packet.arrivedMs - b.packet.arrivedMs)) {
      for (; checkMs < packet.arrivedMs; checkMs += 100) {
        await this.clock.passTo(Math.max(checkMs, this.clock.now()))
        this.program.check()
      }
      await this.clock.passTo(packet.arrivedMs)
      if (packet.role === 'key' && !live.has(which)) {
        live.add(which)
        if (which === 'main' && !this.mainLive) this.program.mainLive()
        if (which === 'main') this.mainLive = true
        if (which === 'backup') this.program.backupLive()
      }
      this.program[which](packet)
    }
    for (; checkMs <= toMs; checkMs += 100) {
      await this.clock.passTo(Math.max(checkMs, this.clock.now()))
      this.program.check()
    }
    await this.clock.passTo(toMs)
  }
  mainLive = false

  lose(why: 'main_ended' | 'main_lost' | 'main_stalled' = 'main_lost'): void {
    this.mainLive = false
    this.program.mainGone(why)
  }

  get pictures(): MediaPacket[] {
    return this.out.filter(({ role }) => role === 'key' || role === 'delta')
  }
  get sounds(): MediaPacket[] {
    return this.out.filter(({ role }) => role === 'audio')
  }
  get path(): string[] {
    return this.changes.map(({ from, to, why }) => `${from}>${to}: ${why}`)
  }
}

const steps = (packets: readonly MediaPacket[]) =>
  packets.slice(1).map((packet, at) => packet.dtsMs - (packets[at]?.dtsMs ?? 0))
/** Times at which pictures are shown, in that order. */
const shown = (packets: readonly MediaPacket[]) =>
  packets.map(({ dtsMs, ctsMs }) => dtsMs + ctsMs).sort((a, b) => a - b)
const gaps = (times: readonly number[]) => times.slice(1).map((time, at) => time - (times[at] ?? 0))

function expectSound(stage: Stage): void {
  expect(Math.min(...steps(stage.pictures))).toBeGreaterThan(0)
  // From one source at a time: no frame of sound begins before the one before it has ended (times are in whole ms).
  expect(Math.min(...steps(stage.sounds))).toBeGreaterThanOrEqual(21)
  expect(Math.max(...gaps(shown(stage.pictures)))).toBeLessThanOrEqual(200)
  // After each change: headers first, then a key frame that carries its own parameter sets.
  for (const picture of stage.pictures.filter(({ role }) => role === 'key')) {
    expect(picture.body.includes(Buffer.from(SPS, 'hex'))).toBe(true)
    expect(picture.ctsMs).toBe(picture.body.readIntBE(2, 3))
  }
}

const B_FRAMES = [80, 200, 80, 0, 40]

describe('Program', () => {
  it('goes to the slate in the moment the feed is lost, and back at a key frame when it was steady for 5 s', async () => {
    const stage = new Stage()
    stage.begin('main')
    await stage.run(13_010, { main: {} })
    stage.lose()
    expect(stage.program.on).toBe('slate')
    await stage.run(16_300, {})
    stage.begin('main')
    await stage.run(30_000, { main: { startDts: -16_300 } })
    expect(stage.path).toEqual(['main>slate: main_lost', 'slate>main: main_steady'])
    expectSound(stage)
    expect(stage.told).toEqual([])
    // The stream's time is still that of the clock.
    const first = stage.pictures[0]?.dtsMs ?? 0
    const last = stage.pictures.at(-1)?.dtsMs ?? 0
    expect(Math.abs(last - first - (29_960 - 10_000))).toBeLessThan(60)
  })

  it('keeps pictures in order over ten losses of a feed with B-frames, and their composition offsets', async () => {
    const stage = new Stage()
    stage.begin('main')
    for (let round = 0; round < 10; round++) {
      const began = stage.clock.now()
      await stage.run(began + 7000 + 37 * round, { main: { cts: B_FRAMES, startDts: -began } })
      stage.lose(round % 2 === 0 ? 'main_lost' : 'main_ended')
      await stage.run(stage.clock.now() + 900 + 61 * round, {})
      stage.begin('main')
    }
    expect(stage.changes).toHaveLength(19)
    expectSound(stage)
    // Nor is there silence where pictures wait to be shown.
    expect(Math.max(...steps(stage.sounds))).toBeLessThanOrEqual(64)
    expect(new Set(stage.pictures.map(({ ctsMs }) => ctsMs))).toEqual(new Set([0, 40, 80, 200]))
  })

  it('fills the time that it took to see a stall', async () => {
    const stage = new Stage()
    stage.begin('main')
    await stage.run(14_000, { main: {} })
    await stage.run(15_300, {})
    stage.lose('main_stalled')
    await stage.run(17_000, {})
    expect(stage.path).toEqual(['main>slate: main_stalled'])
    expectSound(stage)
    const last = stage.pictures.at(-1)
    expect(Math.abs((last?.dtsMs ?? 0) - 17_000)).toBeLessThan(60)
  })

  it('takes the backup before the slate, at once, with what it sent since its last key frame', async () => {
    const stage = new Stage()
    stage.begin('main')
    stage.begin('backup')
    await stage.run(14_480, { main: {}, backup: { fps: 30, keyEvery: 60, startDts: 700_000, cts: [66, 133, 33, 0] } })
    stage.lose('main_ended')
    expect(stage.path).toEqual(['main>backup: main_ended'])
    await stage.run(17_000, { backup: { fps: 30, keyEvery: 60, startDts: 700_000, cts: [66, 133, 33, 0] } })
    stage.program.backupGone()
    await stage.run(18_000, {})
    expect(stage.path).toEqual(['main>backup: main_ended', 'backup>slate: backup_lost'])
    expectSound(stage)
  })

  it('goes from the slate to a backup that holds, at its next key frame and not before, and on to the show', async () => {
    const stage = new Stage()
    stage.begin('main')
    await stage.run(12_000, { main: {} })
    stage.lose()
    await stage.run(13_000, {})
    stage.begin('backup')
    await stage.run(17_500, { backup: { keyEvery: 50, startDts: 9000 } })
    expect(stage.path).toEqual(['main>slate: main_lost'])
    const sent = stage.pictures.length
    await stage.run(22_500, { backup: { keyEvery: 50, startDts: 9000 } })
    expect(stage.path).toEqual(['main>slate: main_lost', 'slate>backup: backup_steady'])
    // Nothing twice: no more pictures than the time has.
    expect(stage.pictures.length - sent).toBeLessThanOrEqual(127)
    stage.begin('main')
    await stage.run(29_000, { main: {}, backup: { keyEvery: 50, startDts: 9000 } })
    expect(stage.path.at(-1)).toBe('backup>main: main_steady')
    expectSound(stage)
  })

  it('goes to a backup without a slate too, and to nothing when that is gone; outputs are told then', async () => {
    const stage = new Stage({ slate: false })
    stage.begin('main')
    stage.begin('backup')
    await stage.run(12_000, { main: {}, backup: { startDts: 50 } })
    stage.lose()
    await stage.run(13_000, { backup: { startDts: 50 } })
    expect(stage.told).toEqual([])
    stage.program.backupGone()
    expect(stage.path).toEqual(['main>backup: main_lost', 'backup>main: nothing_left'])
    expect(stage.told).toEqual(['lost'])
    stage.begin('main')
    await stage.run(16_000, { main: { startDts: 3000 } })
    expect(Math.min(...steps(stage.pictures))).toBeGreaterThan(0)
  })

  it('stays on the slate while the feed comes and goes', async () => {
    const stage = new Stage()
    stage.begin('main')
    await stage.run(12_000, { main: {} })
    for (let flap = 0; flap < 5; flap++) {
      stage.lose()
      const began = stage.clock.now() + 500
      await stage.run(began, {})
      stage.begin('main')
      await stage.run(began + 4000, { main: { startDts: -began } })
    }
    expect(stage.path).toEqual(['main>slate: main_lost'])
    expectSound(stage)
  })

  it('does not go back to pictures that cannot be decoded: it waits for a key frame', async () => {
    const stage = new Stage()
    stage.begin('main')
    await stage.run(12_000, { main: {} })
    stage.lose('main_stalled')
    await stage.run(13_000, {})
    // It goes on in the middle of a group.
    stage.program.mainLive()
    stage.mainLive = true
    await stage.run(22_000, { main: { keyEvery: 100_000 } })
    expect(stage.program.on).toBe('slate')
    await stage.run(23_100, { main: {} })
    expect(stage.path).toEqual(['main>slate: main_stalled', 'slate>main: main_steady'])
    expectSound(stage)
  })

  it('takes sound that comes late, and never from two at once', async () => {
    const stage = new Stage()
    stage.begin('main')
    await stage.run(12_000, { main: {} })
    stage.lose()
    await stage.run(13_000, {})
    stage.begin('main')
    await stage.run(22_000, { main: { soundFromMs: 20_500 } })
    expect(stage.program.on).toBe('main')
    expectSound(stage)
    const back = stage.pictures.findLast(({ role }) => role === 'key')?.dtsMs ?? 0
    expect(stage.sounds.at(-1)?.dtsMs).toBeGreaterThan(back)
  })

  it('stays where the clock is while the feed’s own clock drifts, for an hour, and is then joined without a hole', async () => {
    const stage = new Stage()
    stage.begin('main')
    // 200 parts in a million too fast: 720 ms in an hour.
    const fast = (packet: MediaPacket): MediaPacket => ({ ...packet, dtsMs: Math.round(packet.dtsMs * 1.0002) })
    const hour = source({ fps: 5, keyEvery: 5 }, 10_000, 3_610_000)
    stage.program.mainLive()
    for (const packet of hour) stage.program.main(fast(packet))
    await stage.clock.passTo(3_610_000)
    stage.lose()
    await stage.run(3_612_000, {})
    expect(Math.min(...steps(stage.pictures))).toBeGreaterThan(0)
    expect(Math.max(...gaps(shown(stage.pictures)))).toBeLessThanOrEqual(201)
    const slateSpan = (stage.pictures.at(-1)?.dtsMs ?? 0) - Math.round(3_610_000 * 1.0002)
    expect(Math.abs(slateSpan - 2000)).toBeLessThan(250)
  })

  it('goes on where it was when a feed puts its clock back', async () => {
    const stage = new Stage()
    stage.begin('main')
    await stage.run(15_000, { main: {} })
    await stage.run(18_000, { main: { startDts: -10_000 } })
    expect(Math.min(...steps(stage.pictures))).toBeGreaterThan(0)
    expect(Math.max(...steps(stage.pictures))).toBeLessThanOrEqual(80)
    expect(Math.abs((stage.sounds.at(-1)?.dtsMs ?? 0) - (stage.pictures.at(-1)?.dtsMs ?? 0))).toBeLessThan(60)
  })

  it('does what it is told: slate now, back to the show', async () => {
    const stage = new Stage({ returns: 'told' })
    stage.begin('main')
    await stage.run(12_000, { main: {} })
    stage.program.slateNow()
    await stage.run(20_000, { main: {} })
    expect([stage.program.on, stage.program.held]).toEqual(['slate', true])
    stage.program.backToShow()
    await stage.run(21_100, { main: {} })
    expect(stage.path).toEqual(['main>slate: asked', 'slate>main: asked'])
    stage.lose()
    await stage.run(22_000, {})
    stage.begin('main')
    await stage.run(32_000, { main: { startDts: 4 } })
    expect(stage.program.on).toBe('slate')
    stage.program.backToShow()
    await stage.run(34_000, { main: { startDts: 4 } })
    expect(stage.program.on).toBe('main')
    expectSound(stage)
  })

  it('shows the slate before the show only when asked, or by setting', async () => {
    const quiet = new Stage()
    await quiet.run(12_000, {})
    expect(quiet.out).toEqual([])
    quiet.program.slateNow()
    expect(quiet.program.on).toBe('slate')
    const set = new Stage({ beforeLive: true })
    set.program.check()
    expect(set.path).toEqual(['main>slate: before_live'])
    set.begin('main')
    await set.run(18_000, { main: {} })
    expect(set.path).toEqual(['main>slate: before_live', 'slate>main: main_steady'])
    expectSound(set)
  })

  it('makes nothing up when nobody takes it, and ends with the last who does', async () => {
    const stage = new Stage()
    stage.watched = false
    stage.begin('main')
    await stage.run(12_000, { main: {} })
    stage.lose()
    expect([stage.path, stage.told]).toEqual([[], ['lost']])
    stage.watched = true
    stage.program.check()
    expect(stage.program.on).toBe('slate')
    stage.watched = false
    stage.program.check()
    expect(stage.path).toEqual(['main>slate: main_lost', 'slate>main: nothing_left'])
    const sent = stage.out.length
    await stage.run(14_000, {})
    expect(stage.out).toHaveLength(sent)
  })

  it('passes on what comes, untouched, where no standby was set', async () => {
    const stage = new Stage({ slate: false })
    stage.program.configure(null)
    const given = source({ cts: B_FRAMES }, 10_000, 11_000)
    stage.program.mainBegins()
    stage.program.mainLive()
    for (const packet of given) stage.program.main(packet)
    expect(stage.out.every((packet, at) => packet === given[at])).toBe(true)
    stage.lose('main_ended')
    expect(stage.told).toEqual(['ended'])
  })
})
