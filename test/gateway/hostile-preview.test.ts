import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { mutated, type MutationOptions, randomFrom } from '../support/mutation.ts'
import { receiver, until } from '../support/receiver.ts'
import { eventually } from '../support/show.ts'
import { heldBytes } from '../support/waiting.ts'
import { HELD_BYTES, hex, inputs } from './hostile-support.ts'
import { PLACE, previewStage, viewer, type PreviewStage } from './preview-support.ts'
import { addOutput, openFeed, publish, rtmpSpec } from './support.ts'
import { frame, opcodes, ServerWords } from './web-socket-frames.ts'

const INPUTS = inputs(20_000)
const AT_ONCE = 24

/** A feed, and what opens it. */
interface Entry {
  readonly place: string
  readonly credential: string
}

/** A right upgrade, with the token or with what a page is given. */
function upgrade({ host }: PreviewStage, { place, credential }: Entry): Buffer {
  const lines = [
    `GET /preview/${place} HTTP/1.1`,
    `Host: ${host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Sec-WebSocket-Protocol: vmix-preview.v1, ${credential}`,
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
}

/** Upgrades, then says what it is given, and waits for the end of the connection. */
async function say(
  stage: PreviewStage,
  entry: Entry,
  bytes: Buffer,
  { ends = true }: { readonly ends?: boolean } = {},
): Promise<ServerWords> {
  const words = new ServerWords()
  const { hostname, port } = new URL(`http://${stage.host}`)
  const socket = connect(Number(port), hostname)
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  socket.setTimeout(60_000, () => socket.destroy())
  socket.on('error', () => undefined)
  let said = false
  socket.on('data', (data) => {
    words.push(data)
    // A client that has heard a goodbye hangs up.
    if (words.closeCode !== null) socket.end()
    if (said || words.status === null) return
    said = true
    if (ends) socket.end(bytes)
    else socket.write(bytes)
  })
  socket.write(upgrade(stage, entry))
  await closed
  return words
}

/** What a page gets for its first connection: a ticket with which it may connect again and again. */
async function entryTo(stage: PreviewStage, place: string): Promise<Entry> {
  using first = await viewer(stage, { place })
  await until('it is greeted', () => first.texts.length > 0)
  return { place, credential: `ticket.${String(first.texts[0]?.['ticket'])}` }
}

const { text, binary, ping, pong, close, continuation } = opcodes
const GOODBYE = frame({ opcode: close }, hex('03e8'))

const wrong: readonly (readonly [string, Buffer[], number])[] = [
  ['a text, right as it is', frame({ opcode: text }, 'hello'), 1008],
  [
    'a text in three parts',
    [
      ...frame({ opcode: text, fin: false }, 'a'),
      ...frame({ opcode: continuation, fin: false }, 'b'),
      ...frame({ opcode: continuation }, 'c'),
    ],
    1008,
  ],
  ['a frame without a mask', frame({ opcode: text, masked: false }, 'hello'), 1002],
  ['a ping without a mask', frame({ opcode: ping, masked: false }), 1002],
  ['reserved bits', frame({ opcode: text, reserved: 2 }, 'x'), 1002],
  ['compressed, which nobody agreed on', frame({ opcode: text, reserved: 4 }, 'x'), 1002],
  ['an opcode that there is not', frame({ opcode: 3 }, 'x'), 1002],
  ['a control opcode that there is not', frame({ opcode: 11 }), 1002],
  ['a ping of 126 bytes', frame({ opcode: ping }, 'x'.repeat(126)), 1002],
  ['a ping in parts', frame({ opcode: ping, fin: false }, 'x'), 1002],
  ['a continuation of nothing', frame({ opcode: continuation }, 'x'), 1002],
  ['a message inside another', [...frame({ opcode: text, fin: false }, 'a'), ...frame({ opcode: binary }, 'b')], 1002],
  ['a promise of 2^63 bytes', frame({ opcode: binary, saysLength: 2n ** 63n }), 1009],
  ['a promise of 2^53 - 1 bytes', frame({ opcode: binary, saysLength: 2n ** 53n - 1n }), 1009],
  ['a promise of 4 GB', frame({ opcode: text, saysLength: 2n ** 32n }), 1009],
  ['one byte more than is taken', frame({ opcode: text }, 'x'.repeat(1025)), 1009],
  [
    'a message that grows beyond in parts',
    [...frame({ opcode: text, fin: false }, 'x'.repeat(1000)), ...frame({ opcode: continuation }, 'x'.repeat(25))],
    1009,
  ],
  ['a text that is no UTF-8', frame({ opcode: text }, hex('c328')), 1007],
  ['a text with half a surrogate', frame({ opcode: text }, hex('eda080')), 1007],
  ['a goodbye of one byte', frame({ opcode: close }, 'x'), 1002],
  ['a goodbye with a code that there is not', frame({ opcode: close }, hex('03e7')), 1002],
  ['a goodbye whose reason is no UTF-8', frame({ opcode: close }, hex('03e8ff')), 1007],
  ['a goodbye', GOODBYE, 1000],
]

describe('a preview whose viewer is hostile', () => {
  it('closes with a reason, whatever is wrong', async () => {
    await using stage = await previewStage()
    const entry = await entryTo(stage, PLACE)
    const said: [string, number | null][] = []
    for (const [name, frames] of wrong) {
      const words = await say(stage, entry, Buffer.concat(frames), { ends: false })
      said.push([name, words.closeCode])
    }
    expect(said).toEqual(wrong.map(([name, , code]) => [name, code]))
  })

  it('holds nothing for a message that does not come to its end, however many begin one', async () => {
    await using stage = await previewStage()
    const entry = await entryTo(stage, PLACE)
    const begun = Buffer.concat(frame({ opcode: text, fin: false, saysLength: 1024n }, 'x'.repeat(500)))
    const before = await heldBytes()
    for (let at = 0; at < 300; at++) expect(await say(stage, entry, begun)).toMatchObject({ status: 101 })
    await until('all have left', () => stage.gateway.preview('studio-a', 0)?.status().viewers === 0)
    expect((await heldBytes()) - before).toBeLessThan(HELD_BYTES)
  })

  it('costs the show not a frame, nor the other viewers their picture, and leaves nothing behind', {
    timeout: 60_000 + INPUTS * 100,
  }, async () => {
    await using stage = await previewStage()
    await using far = await receiver()
    await addOutput(stage.gateway, rtmpSpec('far', far.port))
    await using sender = publish(stage.feed)
    await until('the show is on', () => far.framesReceived > 10)
    // One in ten looks at the show, and is given all of its last second first; the others, where nobody sends.
    await openFeed(stage.gateway, 1)
    const show = await entryTo(stage, PLACE)
    const quiet = await entryTo(stage, 'studio-a/1')
    using good = await viewer(stage)
    await until('a good viewer sees it', () => good.received.length > 10)

    const seeds = [
      [
        ...frame({ opcode: ping }, 'are you there'),
        ...frame({ opcode: pong }, '1'),
        ...frame({ opcode: pong }, '18446744073709551616'),
        ...frame({ opcode: ping }),
        ...GOODBYE,
      ],
      [
        ...frame({ opcode: pong }),
        ...frame({ opcode: text, fin: false }, 'ä'),
        ...frame({ opcode: ping }),
        ...frame({ opcode: continuation }, 'ö'),
        ...GOODBYE,
      ],
      ...wrong.map(([, frames]) => frames),
    ]
    const options: MutationOptions = {
      seeds,
      pieces: [
        hex('00'),
        hex('ff'),
        hex('8180'),
        hex('89fe'),
        hex('ffffffffffffffff'),
        hex('7fffffffffffffff'),
        ...frame({ opcode: ping }, 'x'.repeat(125)),
      ],
      values: wrong.map(([, frames]) => Buffer.concat(frames)),
      replaceable: () => true,
    }
    const codes = new Map<number | null, number>()
    let next = 0
    const round = async (from: number, count: number): Promise<void> => {
      next = from
      const one = async (): Promise<void> => {
        while (next < from + count) {
          const at = next++
          const bytes = mutated(options, randomFrom(at))
          const entry = at % 10 === 0 ? show : quiet
          let words = await say(stage, entry, bytes)
          // A machine that stood still for ten seconds has taken it for one that says nothing.
          for (let again = 0; again < 3 && words.status === null; again++) words = await say(stage, entry, bytes)
          if (words.status !== 101) throw new Error(`input ${at}: it was not let in (${words.status})`)
          codes.set(words.closeCode, (codes.get(words.closeCode) ?? 0) + 1)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, one))
    }
    await round(0, Math.min(300, INPUTS))
    const before = await heldBytes()
    await round(1_000_000, INPUTS)
    const viewers = (): number[] => [0, 1].map((at) => stage.gateway.preview('studio-a', at)?.status().viewers ?? -1)
    // The good one may have been sent away, where this process stood still for too long.
    const there = (): number => (good.socket.readyState === good.socket.OPEN ? 1 : 0)
    await eventually(viewers, ([show = -1, quiet = -1]) => show === there() && quiet === 0, 30_000)
    const held = (await heldBytes()) - before

    // Who was there still sees it, who comes is let in.
    const stayed = there() === 1
    const seen = good.received.length
    using late = await viewer(stage)
    await until('both see it', () => (!stayed || good.received.length > seen + 30) && late.received.length > 30)
    await sender.stop()
    await until('the whole show is there', () => far.framesReceived === sender.framesSent)
    expect(far).toMatchObject({ framesLost: 0, duplicates: 0, outOfOrder: 0 })
    // Nothing is said to what broke off by itself; a goodbye is answered with its own code.
    expect([...codes.keys()].filter((code) => code !== null && !(code >= 1000 && code < 5000))).toEqual([])
    expect([1000, 1002, 1007, 1008, 1009].every((code) => (codes.get(code) ?? 0) > 0)).toBe(true)
    expect(held).toBeLessThan(HELD_BYTES * Math.max(1, INPUTS / 10_000))
    const tally = [...codes]
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, 7)
      .map(([code, count]) => `${code ?? 'none'}: ${count}`)
    console.log(
      `hostile viewers: ${INPUTS} inputs, closed with ${tally.join(', ')}; the good viewer ${stayed ? 'stayed' : 'was sent away'}; ${Math.round(held / 1024)} KiB held after them`,
    )
  })
})
