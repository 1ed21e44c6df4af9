import { describe, expect, it } from 'vitest'
import { StreamHeaders } from '../../headers.ts'
import type { MediaPacket } from '../../packet.ts'
import type { RtmpPublication } from '../../rtmp/index.ts'
import { RtmpLink } from './link.ts'

function packet(kind: 'video' | 'audio', role: MediaPacket['role'], arrivedMs: number): MediaPacket {
  return { kind, role, dtsMs: arrivedMs, ctsMs: 0, body: Buffer.alloc(8), arrivedMs }
}
const sound = (arrivedMs: number) => packet('audio', 'audio', arrivedMs)
const picture = (arrivedMs: number) => packet('video', 'delta', arrivedMs)

/** What is written in one go, by the kind and time of its packets. */
function recorded(): { readonly link: RtmpLink; readonly writes: string[][] } {
  const writes: string[][] = []
  const nothing = () => Promise.resolve()
  const publication: RtmpPublication = {
    write: (one) => publication.writeTogether([one]),
    writeTogether: (packets) => writes.push(packets.map(({ role, dtsMs }) => `${role} ${dtsMs}`)),
    queuedBytes: 0,
    bytesSent: 0,
    closed: new Promise(() => undefined),
    close: nothing,
    drop: () => undefined,
    [Symbol.asyncDispose]: nothing,
  }
  return { link: new RtmpLink(publication), writes }
}

describe('RtmpLink', () => {
  it('sends sound with the next picture, in the order in which they came', () => {
    const { link, writes } = recorded()
    for (const one of [picture(0), sound(5), sound(26), picture(33), picture(66)]) link.write(one)
    expect(writes).toEqual([['delta 0'], ['audio 5', 'audio 26', 'delta 33'], ['delta 66']])
  })

  it('lets sound wait no longer when no picture comes', () => {
    const { link, writes } = recorded()
    for (const at of [0, 21, 42, 63, 84, 105]) link.write(sound(at))
    expect(writes).toEqual([
      ['audio 0', 'audio 21', 'audio 42'],
      ['audio 63', 'audio 84', 'audio 105'],
    ])
  })

  it('keeps nothing back at the end', async () => {
    const { link, writes } = recorded()
    link.write(sound(0))
    link.flush()
    link.flush()
    link.write(sound(21))
    await link.close()
    expect(writes).toEqual([['audio 0'], ['audio 21']])
  })

  it('sends the headers before the key frame that they belong to, behind the sound before it', () => {
    const { link, writes } = recorded()
    const headers = new StreamHeaders()
    headers.see(packet('video', 'config', 0))
    const key = packet('video', 'key', 40)
    link.write(sound(30))
    link.begin(headers, key, 'after_drop')
    link.write(key)
    expect(writes).toEqual([['audio 30', 'config 40'], ['key 40']])
  })
})
