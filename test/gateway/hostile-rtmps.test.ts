import { once } from 'node:events'
import { createServer, connect as connectTcp } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { makeCertificates, type TestCertificates } from '../support/certificates.ts'
import { mutated, type MutationOptions, partsOf, randomFrom } from '../support/mutation.ts'
import { numberedSource } from '../support/numbered-source.ts'
import { needs } from '../support/programs.ts'
import { receiver, until } from '../support/receiver.ts'
import { heldBytes } from '../support/waiting.ts'
import { attack, conversation, HELD_BYTES, hex, inputs } from './hostile-support.ts'
import { addOutput, gateway, listen, openFeed, rtmpSpec, temporaryFolder } from './support.ts'

const INPUTS = inputs(20_000)
/** Each of them costs a whole TLS handshake. */
const INSIDE = Math.ceil(INPUTS / 20)

/** The first thing that a TLS client says, as OpenSSL makes it. */
async function clientHello(version: 'TLSv1.2' | 'TLSv1.3'): Promise<Buffer> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const client = connectTls({
    port,
    host: '127.0.0.1',
    servername: 'localhost',
    maxVersion: version,
    minVersion: version,
  })
  client.on('error', () => undefined)
  const [socket]: import('node:net').Socket[] = await once(server, 'connection')
  const [hello]: Buffer[] = socket === undefined ? [] : await once(socket, 'data')
  client.destroy()
  socket?.destroy()
  server.close()
  return hello ?? Buffer.alloc(0)
}

/** A record of TLS: its kind, version 1.2, its length, what is in it. */
function record(type: number, body: Buffer): Buffer[] {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(body.length)
  return [Buffer.of(type), hex('0303'), length, body]
}

/** Handshakes cut into their fields, and records that have no business before one. */
function tlsRecords(hellos: readonly Buffer[], rtmp: MutationOptions): MutationOptions {
  const extras = [
    ...record(20, hex('01')),
    ...record(21, hex('0228')),
    ...record(22, hex('0e000000')),
    ...record(23, Buffer.alloc(64, 0x61)),
    ...record(24, hex('01ffff')),
    ...record(22, hex('01ffffff0303')),
    ...record(255, hex('00')),
  ]
  const cut = (hello: Buffer): Buffer[] => partsOf(hello, /[\s\S]{1,7}/g).flatMap((part) => part)
  return {
    seeds: [...hellos.map(cut), ...hellos.map((hello) => [...cut(hello), ...extras]), extras, rtmp.seeds[0] ?? []],
    pieces: [
      hex('00'),
      hex('ff'),
      hex('ffff'),
      hex('1603030000'),
      hex('160303ffff'),
      hex('80800103'),
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    ],
    values: extras,
    replaceable: () => true,
  }
}

/** The same as `attack`, but inside a handshake that is right. */
async function attackInside(
  port: number,
  { ca }: TestCertificates,
  count: number,
  input: (round: number) => Buffer,
): Promise<number> {
  let next = 0
  let inside = 0
  const one = async (): Promise<void> => {
    while (next < count) {
      const bytes = input(next++)
      await new Promise<void>((resolve) => {
        const socket = connectTls({ port, host: '127.0.0.1', ca })
        socket.setTimeout(5000, () => socket.destroy())
        socket.on('error', () => undefined)
        socket.on('close', () => resolve())
        socket.resume()
        socket.once('secureConnect', () => {
          inside += 1
          socket.end(bytes)
        })
      })
    }
  }
  await Promise.all(Array.from({ length: 16 }, one))
  return inside
}

describe.runIf(needs('openssl'))('hostile bytes on an RTMPS port', () => {
  it('cost a show not a frame and leave nothing behind, before the handshake, in it, and after it', {
    timeout: 60_000 + INPUTS * 100,
  }, async () => {
    const certificates = makeCertificates()
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path, { tls: certificates, onSecondPublisher: 'take_over' })
    using heard = listen(control)
    await using far = await receiver()
    const show = await openFeed(control, 0)
    // Everybody who attacks inside has this one's key.
    const attacked = await openFeed(control, 1)
    expect(show.url).toMatch(/^rtmps:/)
    await addOutput(control, rtmpSpec('far', far.port), 0)
    const trusted = { ...show, tls: { ca: certificates.ca } }
    await using source = await numberedSource(trusted)
    await until('the show is on', () => far.framesReceived > 10)
    const port = Number(new URL(show.url.replace('rtmps:', 'http:')).port)

    const rtmp = conversation(attacked.key.reveal())
    const records = tlsRecords([await clientHello('TLSv1.2'), await clientHello('TLSv1.3')], rtmp)
    const round = async (from: number, outside: number, inside: number): Promise<number> => {
      await attack(port, outside, (at) => mutated(records, randomFrom(from + at)))
      return await attackInside(port, certificates, inside, (at) => mutated(rtmp, randomFrom(from + at)))
    }
    await round(0, Math.min(300, INPUTS), Math.min(100, INSIDE))
    const before = await heldBytes()
    // A busy machine does not finish every handshake in its five seconds.
    expect(await round(1_000_000, INPUTS, INSIDE)).toBeGreaterThan(INSIDE * 0.9)
    const held = (await heldBytes()) - before

    // Whoever was turned away was told of, with a reason; and who comes now is let in.
    expect(
      heard.events.filter(({ kind, message }) => kind === 'publisher.refused' && message.includes('TLS')).length,
    ).toBeGreaterThan(0)
    const later = await openFeed(control, 2)
    await using other = await receiver()
    await addOutput(control, rtmpSpec('other', other.port), 2)
    await using late = await numberedSource({ ...later, tls: { ca: certificates.ca } })
    await until('another publisher is let in', () => other.framesReceived > 10)
    await late.stop()
    await source.stop()
    await until('the whole show is there', () => far.framesReceived === source.framesSent)
    expect(far).toMatchObject({ framesLost: 0, duplicates: 0, outOfOrder: 0 })
    expect(held).toBeLessThan(HELD_BYTES * Math.max(1, INPUTS / 10_000))
    console.log(
      `hostile RTMPS: ${INPUTS} inputs and ${INSIDE} inside TLS, ${Math.round(held / 1024)} KiB held after them`,
    )
  })

  it('one that says nothing is cut off in time, and holds no place', async () => {
    const certificates = makeCertificates()
    await using folder = await temporaryFolder()
    const rtmpLimits = { connections: 8, handshakeMs: 500 }
    await using control = await gateway(folder.path, { tls: certificates, rtmpLimits })
    using heard = listen(control)
    const feed = await openFeed(control)
    const port = Number(new URL(feed.url.replace('rtmps:', 'http:')).port)
    const silent = Array.from({ length: 8 }, () => connectTcp(port, '127.0.0.1').on('error', () => undefined))
    await Promise.all(silent.map((socket) => once(socket, 'close')))
    await until('it is told', () => heard.kinds().includes('publisher.refused'))
    await using source = await numberedSource({ ...feed, tls: { ca: certificates.ca } })
    await until('a publisher is let in', () => control.openChannels[0]?.status().state === 'live')
    expect(source.framesSent).toBeGreaterThan(0)
  })
})
