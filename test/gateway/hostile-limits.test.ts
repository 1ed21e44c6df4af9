import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type AmfValue, encodeAmf0 } from '../../src/gateway/index.ts'
import { writeMessage } from '../../src/gateway/rtmp/chunk-writer.ts'
import { MessageType } from '../../src/gateway/rtmp/protocol.ts'
import { eventually } from '../support/show.ts'
import { receiver, until } from '../support/receiver.ts'
import { addOutput, gateway, listen, openFeed, publish, rtmpSpec, temporaryFolder } from './support.ts'

/** A chunk with a full head, of a message that is longer than it: so many chunk streams are in a message at once. */
function opening(chunkStream: number): Buffer {
  const basic = chunkStream < 64 ? Buffer.of(chunkStream) : Buffer.of(0, chunkStream - 64)
  const head = Buffer.alloc(11)
  head.writeUIntBE(200, 3, 3)
  head[6] = MessageType.audio
  head.writeUInt32LE(1, 7)
  return Buffer.concat([basic, head, Buffer.alloc(128)])
}

/** An encoder's words up to its publish, on a connection that stays open. */
function published(url: string, key: string) {
  const socket = connect(Number(new URL(url.replace('rtmp:', 'http:')).port), '127.0.0.1')
  const say = (streamId: number, ...values: AmfValue[]): void =>
    void socket.write(writeMessage(3, MessageType.commandAmf0, streamId, 0, encodeAmf0(...values), 128))
  const state = { socket, ended: false, answers: '' }
  socket.on('error', () => undefined)
  socket.on('close', () => (state.ended = true))
  socket.on('data', (data) => (state.answers += data.toString('latin1')))
  socket.write(Buffer.concat([Buffer.of(3), Buffer.alloc(1536), Buffer.alloc(1536)]))
  say(0, 'connect', 1, { app: 'live', tcUrl: url })
  say(0, 'createStream', 2, null)
  say(1, 'publish', 3, null, key, 'live')
  return state
}

describe('the number of chunk streams of a connection', () => {
  it('may be 64; with one more the publisher is sent away with that reason, and the next one is let in', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    await using far = await receiver()
    using heard = listen(control)
    const feed = await openFeed(control)
    await addOutput(control, rtmpSpec('far', far.port))
    const one = published(feed.url, feed.key.reveal())
    await until('it publishes', () => one.answers.includes('NetStream.Publish.Start'))
    // Its commands came on chunk stream 3.
    for (let id = 4; id < 4 + 63; id++) one.socket.write(opening(id))
    await eventually(
      () => control.openChannels[0]?.status().publisher ?? null,
      (publisher) => publisher !== null,
    )
    expect(one.ended).toBe(false)
    one.socket.write(opening(100))
    await until('it is sent away', () => one.ended)
    await until('it is told', () => heard.kinds().includes('feed.lost'))
    expect(heard.events.find(({ kind }) => kind === 'feed.lost')?.message).toContain('more than 64 chunk streams')
    await using _next = publish(feed)
    await until('the next one is let in', () => far.framesReceived > 10)
  })
})
