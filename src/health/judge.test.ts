import { describe, expect, it } from 'vitest'
import {
  compareHealth,
  createHealthJudge,
  directStreamVerdict,
  sameVerdict,
  worst,
  type HealthJudgeOptions,
  type HealthSample,
  type MediaReading,
} from './index.ts'
import { GOOD_READING } from '../../test/support/good-reading.ts'

/** A judge with its own time, four samples a second. */
function run(options: HealthJudgeOptions = {}) {
  const judge = createHealthJudge(options)
  let atMs = 1_000_000
  const step = (reading: Partial<MediaReading> | null, rest: Partial<HealthSample> = {}) => {
    atMs += 250
    const full = reading === null ? null : { ...GOOD_READING, atMs, ...reading }
    const verdict = judge.judge({ atMs, reading: full, live: true, shouldBeLive: true, ...rest })
    return { ...verdict, codes: verdict.reasons.map((reason) => reason.code) }
  }
  return {
    step,
    /** Repeats one sample; the verdicts in order. */
    for: (ms: number, reading: Partial<MediaReading> | null, rest: Partial<HealthSample> = {}) =>
      Array.from({ length: ms / 250 }, () => step(reading, rest)),
    now: () => atMs,
  }
}
const down = { live: false, shouldBeLive: true } as const

describe('a show that is not what is sent', () => {
  it('is never healthy: critical on a slate that nobody asked for, a warning on one that was, and on a backup', () => {
    const destination = run({ subject: 'destination' })
    expect(destination.for(6000, {}).at(-1)?.healthStatus).toBe('healthy')
    const slate = destination.step({}, { standby: { source: 'slate', asked: false } })
    expect(slate).toMatchObject({ healthStatus: 'critical', codes: ['on_slate'] })
    const asked = destination.step({}, { standby: { source: 'slate', asked: true } })
    expect(asked).toMatchObject({ healthStatus: 'warning', codes: ['on_slate'] })
    const backup = destination.step({}, { standby: { source: 'backup', asked: false } })
    expect(backup).toMatchObject({ healthStatus: 'warning', codes: ['on_backup'] })
    expect(destination.step({}, { standby: null }).healthStatus).toBe('healthy')
  })

  it('does not hide that the destination is lost', () => {
    const destination = run({ subject: 'destination' })
    destination.for(6000, {})
    const lost = destination.step(null, { ...down, state: 'retrying', standby: { source: 'slate', asked: true } })
    expect(lost.codes).toEqual(['destination_lost', 'on_slate'])
  })
})

describe("the room on a recording's disk", () => {
  it('is a warning with figures while it is low, beside whatever else is wrong, and gone when it is not', () => {
    const recording = run({ subject: 'recording' })
    recording.for(6000, {})
    const low = { disk: { low: true, freeBytes: 4_200_000_000, minutesLeft: 93.4 } }
    expect(recording.step({}, low)).toMatchObject({ healthStatus: 'warning', codes: ['disk_low'] })
    expect(recording.step({}, low).reasons[0]?.message).toBe(
      '4200 MB are free on the recording’s disk, about 93 minutes at this rate.',
    )
    const failed = recording.step({}, { ...low, ...down, state: 'failed' })
    expect(failed).toMatchObject({ healthStatus: 'critical', codes: ['recording_failed', 'disk_low'] })
    const room = { disk: { low: false, freeBytes: 90_000_000_000, minutesLeft: null } }
    expect(run({ subject: 'recording' }).for(6000, {}, room).at(-1)).toMatchObject({ healthStatus: 'healthy' })
  })
})

describe('a recording of sound alone', () => {
  it('is healthy without a single picture, and not before something is written', () => {
    const recording = run({ subject: 'recording' })
    const sound = { fps: 0, bitrateKbps: 128 }
    expect(recording.step({ ...sound, bitrateKbps: null }, { soundOnly: true }).healthStatus).toBe('unknown')
    expect(recording.for(8000, sound, { soundOnly: true }).at(-1)).toMatchObject({ healthStatus: 'healthy', codes: [] })
    expect(recording.step(sound, { ...down, soundOnly: true, state: 'failed' })).toMatchObject({
      codes: ['recording_failed'],
    })
  })
})

describe('hysteresis', () => {
  it('counts a degradation after five seconds and clears it after ten clean ones', () => {
    const stream = run()
    stream.for(5000, {})
    const bad = stream.for(8000, { fps: 20 })
    expect(bad.findIndex((verdict) => verdict.healthStatus === 'critical')).toBe(20)
    expect(bad[19]?.healthStatus).toBe('healthy')
    const clean = stream.for(12_000, {})
    expect(clean.findIndex((verdict) => verdict.healthStatus === 'healthy')).toBe(40)
    expect(clean[39]?.reasons[0]?.message).toContain('Not seen now')
  })

  it('ignores a dip of four seconds', () => {
    const stream = run()
    stream.for(5000, {})
    const all = [...stream.for(4000, { fps: 5 }), ...stream.for(4000, {}), ...stream.for(4000, { fps: 5 })]
    expect(all.every((verdict) => verdict.healthStatus === 'healthy')).toBe(true)
  })

  it('starts the ten clean seconds anew when it is bad in between', () => {
    const stream = run()
    stream.for(6000, { fps: 27 })
    stream.for(9000, {})
    stream.step({ fps: 27 })
    expect(stream.for(10_000, {}).every((verdict) => verdict.healthStatus === 'warning')).toBe(true)
    expect(stream.step({}).healthStatus).toBe('healthy')
  })

  it('raises a lasting warning to critical only when that lasts too, and takes it back step by step', () => {
    const stream = run()
    stream.for(6000, { fps: 27 })
    expect(stream.for(4000, { fps: 20 }).every((verdict) => verdict.healthStatus === 'warning')).toBe(true)
    expect(stream.for(2000, { fps: 20 }).at(-1)?.healthStatus).toBe('critical')
    expect(stream.for(12_000, { fps: 27 }).at(-1)?.healthStatus).toBe('warning')
  })

  it('tells since when the verdict holds', () => {
    const stream = run()
    const since = stream.step({}).sinceMs
    expect(stream.for(3000, {}).at(-1)?.sinceMs).toBe(since)
    const bad = stream.for(9000, { fps: 20 }).at(-1)
    expect(bad?.sinceMs).toBe(stream.now() - 9000 + 5000 + 250)
  })

  it('gives the same verdicts for the same samples', () => {
    const verdicts = () => {
      const stream = run()
      return [stream.for(3000, {}), stream.for(6000, { fps: 10 }), stream.for(3000, null, down)]
    }
    expect(verdicts()).toEqual(verdicts())
  })
})

describe('stopped and lost', () => {
  it('is critical in the very sample in which frames stop', () => {
    const stream = run()
    stream.for(3000, {})
    const verdict = stream.step({ stalled: true, fps: 12 })
    expect([verdict.healthStatus, ...verdict.codes]).toEqual(['critical', 'feed_stopped'])
  })

  it('is critical at once when the publisher is gone, and says so', () => {
    const stream = run()
    stream.for(3000, {})
    const verdict = stream.step(null, down)
    expect([verdict.healthStatus, ...verdict.codes]).toEqual(['critical', 'feed_stopped'])
    expect(verdict.reasons[0]?.message).toContain('connection is gone')
  })

  it('is critical at once when a destination is lost, with why', () => {
    const stream = run({ subject: 'destination' })
    stream.for(3000, {}, { state: 'live' })
    const verdict = stream.step({}, { ...down, state: 'retrying', why: 'connection refused.' })
    expect([verdict.healthStatus, ...verdict.codes]).toEqual(['critical', 'destination_lost'])
    expect(verdict.reasons[0]?.message).toBe('The destination was live and is lost: connection refused.')
  })

  it('does not blame the destination for a feed that has stopped', () => {
    const stream = run({ subject: 'destination' })
    stream.for(3000, {}, { state: 'live' })
    expect(stream.step({}, { ...down, state: 'waiting' }).codes).toEqual(['feed_stopped'])
  })

  it('is a warning for ten seconds after it came back, then healthy', () => {
    const stream = run()
    stream.for(3000, {})
    stream.for(3000, null, down)
    const back = stream.for(12_000, {})
    expect(back[0]?.codes).toEqual(['recovering'])
    expect(back[0]?.reasons[0]?.message).toContain('3.0 s')
    expect(back.findIndex((verdict) => verdict.healthStatus === 'healthy')).toBe(40)
  })

  it('is no alarm once it need not be live', () => {
    const stream = run()
    stream.for(3000, {})
    expect(stream.step({ stalled: true }, { shouldBeLive: false }).codes).toEqual(['not_live'])
    expect(stream.step(null, { live: false, shouldBeLive: false }).healthStatus).toBe('unknown')
    expect(stream.step(null, down).codes).toEqual(['not_measured'])
  })

  it('says at once what keeps a feed from beginning, and nothing of it once it has begun', () => {
    const stream = run()
    const unfit = { ...down, why: 'The picture (VP6) cannot be used. Set the encoder to H.264.' } as const
    const verdict = stream.step(null, unfit)
    expect(verdict.codes[0]).toBe('feed_unfit')
    expect(verdict.healthStatus).toBe('critical')
    expect(verdict.reasons[0]?.message).toContain('VP6')
    expect(stream.for(12_000, {}).at(-1)?.codes).toEqual([])
  })

  it('says that a destination was given up, or a recording ended, at once', () => {
    const failed = { ...down, state: 'failed', why: 'no space left' } as const
    expect(run({ subject: 'destination' }).step(null, failed).codes).toEqual(['destination_failed'])
    expect(run({ subject: 'recording' }).step(null, failed).codes).toEqual(['recording_failed'])
  })

  it('says after five seconds that a destination has never been reached', () => {
    const stream = run({ subject: 'destination' })
    const retrying = { ...down, state: 'retrying' } as const
    expect(stream.for(5000, null, retrying).every((verdict) => verdict.healthStatus === 'unknown')).toBe(true)
    expect(stream.step(null, retrying).codes).toEqual(['destination_unreachable'])
  })
})

describe('not measured', () => {
  it('is unknown, never healthy', () => {
    expect(run().step(null).codes).toEqual(['not_measured'])
    expect(run().step({ fps: null }).codes).toEqual(['not_measured'])
    expect(run().step({ expectedFps: null }).codes).toEqual(['not_measured'])
    expect(run().step(null, down).healthStatus).toBe('unknown')
  })

  it('is what a stream is that was bad from its first second on, until that counts', () => {
    const stream = run()
    const all = stream.for(6000, { fps: 10 })
    expect(all[0]?.healthStatus).toBe('unknown')
    expect(all.some((verdict) => verdict.healthStatus === 'healthy')).toBe(false)
    expect(all.at(-1)?.healthStatus).toBe('critical')
  })

  it('is what an old reading is', () => {
    const stream = run()
    stream.for(2000, {})
    const frozen = stream.now()
    expect(stream.for(5000, { atMs: frozen }).at(-1)?.healthStatus).toBe('healthy')
    expect(stream.step({ atMs: frozen }).codes).toEqual(['reading_old'])
  })

  it('is what a stream is that vMix sends by itself', () => {
    const verdict = directStreamVerdict(5)
    expect(verdict).toMatchObject({ healthStatus: 'unknown', sinceMs: 5, reasons: [{ code: 'vmix_reports_none' }] })
  })
})

it('a recommendation that comes with the sample goes before the judge’s own', () => {
  const low = { bitrateKbps: 1000, droppedLastMinute: 1 }
  const codes = (rest: Partial<HealthSample>) => run({ recommendedKbps: null }).for(6000, low, rest).at(-1)?.codes
  expect(codes({ recommendedKbps: { min: 3000, max: 6000 } })).toEqual(['bitrate_low'])
  expect(codes({ recommendedKbps: null })).not.toContain('bitrate_low')
})

describe('our own machine late', () => {
  const late = { eventLoopLateMs: 400 }

  it('is not put down to the stream', () => {
    const stream = run()
    stream.for(3000, {})
    expect(stream.step({ stalled: true }, late).codes).toEqual(['machine_busy'])
    expect(stream.step({}).healthStatus).toBe('healthy')
  })

  it('once, beside good figures, is no reason', () => {
    const stream = run()
    stream.for(3000, {})
    expect(stream.step({}, late).healthStatus).toBe('healthy')
  })

  it('for seconds on end is a warning, with the stream good', () => {
    const stream = run()
    stream.for(3000, {})
    const verdict = stream.for(6000, {}, late).at(-1)
    expect([verdict?.healthStatus, ...(verdict?.codes ?? [])]).toEqual(['warning', 'machine_busy'])
    expect(stream.for(12_000, {}).at(-1)?.healthStatus).toBe('healthy')
  })

  it('hides nothing for longer than five seconds', () => {
    const stream = run()
    stream.for(3000, {})
    const verdict = stream.for(5500, { stalled: true }, late).at(-1)
    expect(verdict?.codes).toEqual(['feed_stopped', 'machine_busy'])
  })

  it('excuses no closed connection', () => {
    const stream = run()
    stream.for(3000, {})
    expect(stream.step(null, { ...down, ...late }).codes).toEqual(['feed_stopped'])
  })
})

describe('joined', () => {
  it('is the worst of them, with all reasons', () => {
    const healthy = run().step({})
    const critical = run().step(null, { ...down, state: 'failed' })
    const unknown = directStreamVerdict(1)
    expect(worst([healthy, unknown, critical])).toMatchObject({ healthStatus: 'critical' })
    expect(worst([healthy, unknown, critical]).reasons.map((reason) => reason.status)).toEqual(['critical', 'unknown'])
    expect(worst([healthy, unknown]).healthStatus).toBe('unknown')
    expect(worst([healthy, healthy])).toMatchObject({ healthStatus: 'healthy', reasons: [] })
    expect(worst([]).healthStatus).toBe('unknown')
  })

  it('compares and tells a change from new figures in the same sentence', () => {
    expect(compareHealth('healthy', 'critical')).toBeLessThan(0)
    expect(compareHealth('unknown', 'healthy')).toBeGreaterThan(0)
    const stream = run()
    const [a, b] = [stream.for(6000, { fps: 20 }).at(-1), stream.step({ fps: 21 })]
    expect(a && sameVerdict(a, b)).toBe(true)
    expect(a && sameVerdict(a, stream.step({ stalled: true }))).toBe(false)
  })
})
