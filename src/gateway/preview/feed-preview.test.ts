import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readFlv, videoPacket } from '../codec/index.ts'
import type { MediaPacket } from '../packet.ts'
import { FeedPreview } from './feed-preview.ts'
import type { Viewer, ViewerSocket } from './viewer.ts'

const clip = readFlv(readFileSync(new URL('../../../assets/clip.flv', import.meta.url))).packets
const headers = clip.filter(({ role }) => role === 'config')
const frames = clip
  .slice(clip.findIndex(({ role }) => role === 'key'))
  .filter(({ role }) => role === 'key' || role === 'delta' || role === 'audio')
const ticket = { ticket: 'ticket', ticketExpiresInS: 1 }

const VIDEO = 2

/** A socket that keeps everything, and tells that as many bytes are unread as it is told to. */
class FakeSocket implements ViewerSocket {
  unreadBytes = 0
  /** Since when; null: nothing is unread. */
  unreadSinceMs: number | null = null
  dropped = false
  readonly texts: Record<string, unknown>[] = []
  readonly messages: Buffer[] = []
  /** Nothing leaves any more. */
  stuck = false

  text(message: string): void {
    this.texts.push(JSON.parse(message) as Record<string, unknown>)
  }

  bytes(message: Buffer): void {
    this.messages.push(message)
    if (this.stuck) this.unreadBytes += message.length
  }

  unreadMs(nowMs: number): number {
    return this.unreadSinceMs === null ? 0 : nowMs - this.unreadSinceMs
  }

  drop(): void {
    this.dropped = true
  }

  get pictures(): { readonly key: boolean; readonly dtsMs: number }[] {
    return this.messages
      .filter((message) => message[0] === VIDEO)
      .map((message) => ({ key: message[1] === 1, dtsMs: message.readDoubleBE(8) }))
  }
}

function preview(): FeedPreview {
  return new FeedPreview({ instance: 'a', channel: 0, bitrateKbps: () => 1000 })
}

function give(to: FeedPreview, packets: readonly MediaPacket[]): void {
  for (const packet of packets) to.packet({ ...packet, arrivedMs: packet.dtsMs })
}

function join(to: FeedPreview): { readonly socket: FakeSocket; readonly viewer: Viewer } {
  const socket = new FakeSocket()
  return { socket, viewer: to.join(socket, ticket) }
}

describe('FeedPreview', () => {
  it('gives all viewers the same bytes, muxed once', () => {
    const feed = preview()
    give(feed, headers)
    const [one, other] = [join(feed).socket, join(feed).socket]
    give(feed, frames)
    expect(one.messages.length).toBe(frames.length + 2)
    expect(one.messages.every((message, at) => message === other.messages[at])).toBe(true)
  })

  it('begins for a late viewer at the last key frame, and for an early one at the first', () => {
    const feed = preview()
    const early = join(feed).socket
    give(feed, [...headers, ...frames.slice(3, 200)])
    const late = join(feed).socket
    expect([early.pictures[0]?.key, late.pictures[0]?.key]).toEqual([true, true])
    const keys = early.pictures.filter(({ key }) => key)
    expect(keys.length).toBeGreaterThan(1)
    expect(late.pictures[0]).toEqual(keys.at(-1))
    expect(late.pictures.at(-1)).toEqual(early.pictures.at(-1))
  })

  it('says nothing twice: a header that is sent again changes nothing', () => {
    const feed = preview()
    const { socket } = join(feed)
    give(feed, [...headers, ...frames.slice(0, 20), ...headers, ...frames.slice(20, 40)])
    expect(socket.texts.filter(({ type }) => type === 'format').length).toBe(1)
    expect(socket.messages.length).toBe(42)
  })

  it('begins anew at the next key frame when the headers change', () => {
    const feed = preview()
    const { socket } = join(feed)
    give(feed, [...headers, ...frames.slice(0, 20)])
    const other = headers.map((packet) =>
      packet.kind === 'video' ? { ...packet, body: changed(packet.body) } : packet,
    )
    give(feed, [...other, ...frames.slice(20)])
    const formats = socket.texts.filter(({ type }) => type === 'format')
    expect(formats.length).toBe(2)
    const second = socket.messages.findLastIndex((message) => message[0] === 1)
    expect(socket.messages[second + 2]?.[1]).toBe(1)
  })

  it('tells how the feed is, and where what is shown comes from', () => {
    const feed = preview()
    const { socket } = join(feed)
    feed.feedChanged({ kind: 'lost', reason: 'gone' })
    feed.sourceChanged('slate')
    const told = socket.texts.map(({ state, source, reason }) => [state, source, reason])
    expect(told.slice(2)).toEqual([
      ['lost', 'main', 'gone'],
      ['lost', 'slate', 'gone'],
    ])
  })

  it('tells of a codec that it cannot carry', () => {
    const feed = preview()
    const { socket } = join(feed)
    give(feed, [videoPacket(Buffer.from('90767030390101', 'hex'), 0, 0)])
    expect(feed.unsupported).toBe(true)
    expect(socket.texts.at(-1)).toMatchObject({ type: 'state', state: 'unsupported' })
    expect(join(feed).socket.texts.at(-1)).toMatchObject({ type: 'state', state: 'unsupported' })
  })

  it('shows a viewer that reads too slowly a key frame again, and counts what it missed', () => {
    const feed = preview()
    give(feed, headers)
    const { socket, viewer } = join(feed)
    give(feed, frames.slice(0, 30))
    const before = socket.pictures.length
    socket.unreadBytes = 100 * 1024 * 1024
    const missed = frames.slice(30, 90)
    give(feed, missed)
    expect(socket.pictures.length).toBe(before)
    socket.unreadBytes = 0
    give(feed, frames.slice(90))
    const pictures = missed.filter(({ kind }) => kind === 'video').length
    expect(viewer.droppedFrames).toBeGreaterThanOrEqual(pictures)
    expect(socket.pictures[before]?.key).toBe(true)
    expect(socket.texts.at(-1)).toEqual({ type: 'skipped', frames: viewer.droppedFrames })
    expect(feed.status()).toMatchObject({ viewers: 1, framesDropped: viewer.droppedFrames })
  })

  it('does the same for one that is two seconds behind, however few bytes that is', () => {
    const feed = preview()
    give(feed, headers)
    const { socket, viewer } = join(feed)
    socket.unreadSinceMs = frames[0]?.dtsMs ?? 0
    give(
      feed,
      frames.filter(({ dtsMs }) => dtsMs < 3000),
    )
    const seen = socket.pictures.at(-1)?.dtsMs ?? 0
    expect(seen).toBeGreaterThan(1900)
    expect(seen).toBeLessThan(2100)
    socket.unreadSinceMs = null
    give(
      feed,
      frames.filter(({ dtsMs }) => dtsMs >= 3000),
    )
    expect(socket.texts.at(-1)).toEqual({ type: 'skipped', frames: viewer.droppedFrames })
    expect(viewer.droppedFrames).toBeGreaterThan(20)
  })

  it('holds no more than two seconds for a viewer that reads nothing, and sends it away after ten', () => {
    const feed = preview()
    give(feed, headers)
    const stuck = join(feed).socket
    const good = join(feed).socket
    stuck.stuck = true
    const rounds = 8
    const lengthMs = (frames.at(-1)?.dtsMs ?? 0) + 33
    for (let round = 0; round < rounds; round++) {
      give(
        feed,
        frames.map((packet) => ({ ...packet, dtsMs: packet.dtsMs + round * lengthMs })),
      )
      expect(stuck.unreadBytes).toBeLessThan(3 * 1024 * 1024)
    }
    expect(rounds * lengthMs).toBeGreaterThan(20_000)
    expect(stuck.dropped).toBe(true)
    expect(good.messages.length).toBe(2 + rounds * frames.length)
    expect(feed.status()).toMatchObject({ viewers: 1, stuckViewers: 1 })
  })

  it('keeps no more than it may of a group of pictures that does not end', () => {
    const feed = preview()
    give(feed, headers)
    const key = frames.find(({ role }) => role === 'key')
    const delta = frames.find(({ role }) => role === 'delta')
    if (key === undefined || delta === undefined) throw new Error('the clip has both')
    const big = { ...delta, body: Buffer.concat([delta.body, Buffer.alloc(4 * 1024 * 1024)]) }
    give(feed, [key, ...Array.from({ length: 6 }, (_, at) => ({ ...big, dtsMs: 33 * (at + 1) }))])
    const { socket } = join(feed)
    expect(socket.messages).toEqual([])
    give(feed, [{ ...key, dtsMs: 1000 }])
    expect(socket.pictures).toEqual([{ key: true, dtsMs: 1000 }])
  })
})

/** Another level in the profile: other headers for the same pictures. */
function changed(body: Buffer): Buffer {
  const other = Buffer.from(body)
  other[8] = (other[8] ?? 0) + 1
  return other
}
