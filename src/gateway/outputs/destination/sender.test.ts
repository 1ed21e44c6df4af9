import { describe, expect, it } from 'vitest'
import type { MediaPacket } from '../../packet.ts'
import { Sender } from './sender.ts'
import type { DestinationLink } from './transport.ts'

function packet(role: MediaPacket['role'], dtsMs: number): MediaPacket {
  const kind = role === 'audio' ? 'audio' : 'video'
  return { kind, role, dtsMs, ctsMs: 0, body: Buffer.alloc(10), arrivedMs: dtsMs }
}

/** A link that takes everything, and notes it. */
function link(): DestinationLink & { readonly got: string[] } {
  const got: string[] = []
  return {
    got,
    queuedBytes: 0,
    bytesSent: 0,
    begin: (_headers, { dtsMs }, place) => {
      got.push(`${place} ${dtsMs}`)
      return null
    },
    write: ({ role, dtsMs }) => void got.push(`${role} ${dtsMs}`),
    flush: () => undefined,
    drop: () => undefined,
    close: () => Promise.resolve(),
    ended: Promise.resolve(null),
  }
}

function sender(): Sender {
  return new Sender({
    stuckMs: 5000,
    bitrateKbps: () => null,
    onFirst: () => undefined,
    onStuck: () => undefined,
    onUnfit: () => undefined,
  })
}

const figures = (one: Sender) => {
  const { framesTotal, droppedTotal } = one.meter.reading(100, null)
  return { sent: framesTotal, missed: droppedTotal, skipped: one.skipped }
}

describe('Sender', () => {
  it('skips what comes before there was ever a link, and begins at a key frame', () => {
    const one = sender()
    for (const each of [packet('key', 0), packet('delta', 10)]) one.packet(each)
    const first = link()
    one.use(first, 20)
    for (const each of [packet('delta', 20), packet('key', 30), packet('audio', 35), packet('delta', 40)])
      one.packet(each)
    expect(first.got).toEqual(['first 30', 'key 30', 'audio 35', 'delta 40'])
    expect(figures(one)).toEqual({ sent: 2, missed: 0, skipped: 3 })
  })

  it('one that was let go for want of a feed begins with the first key frame that comes after it, and misses none', () => {
    const one = sender()
    one.use(link(), 0)
    for (const each of [packet('key', 0), packet('delta', 10)]) one.packet(each)
    one.feedEnded()
    one.use(null, 20)
    const next = link()
    for (const each of [packet('key', 100), packet('delta', 110)]) one.packet(each)
    one.use(next, 120, true)
    one.packet(packet('delta', 120))
    expect(next.got).toEqual(['first 100', 'key 100', 'delta 110', 'delta 120'])
    expect(figures(one)).toEqual({ sent: 5, missed: 0, skipped: 0 })
  })

  it('one that was lost begins at once, with the last key frame that came meanwhile', () => {
    const one = sender()
    one.lost = true
    for (const each of [packet('delta', 0), packet('key', 10), packet('delta', 20), packet('key', 30)]) one.packet(each)
    for (const each of [packet('audio', 35), packet('delta', 40)]) one.packet(each)
    const back = link()
    one.use(back, 50, true)
    one.lost = false
    one.packet(packet('delta', 50))
    expect(back.got).toEqual(['first 30', 'key 30', 'audio 35', 'delta 40', 'delta 50'])
    expect(figures(one)).toEqual({ sent: 3, missed: 3, skipped: 0 })
  })

  it('where a burst is not taken, it begins at the next key frame, and what waited is missed', () => {
    const one = sender()
    one.lost = true
    for (const each of [packet('key', 10), packet('delta', 20)]) one.packet(each)
    const back = link()
    one.use(back, 30)
    for (const each of [packet('delta', 30), packet('key', 40)]) one.packet(each)
    expect(back.got).toEqual(['first 40', 'key 40'])
    expect(figures(one)).toEqual({ sent: 1, missed: 3, skipped: 0 })
  })

  it('what waited belongs to its publish: after the end of the feed it is missed', () => {
    const one = sender()
    one.lost = true
    one.packet(packet('key', 10))
    one.feedEnded()
    const back = link()
    one.use(back, 20, true)
    expect(back.got).toEqual([])
    expect(figures(one)).toEqual({ sent: 0, missed: 1, skipped: 0 })
  })
})
