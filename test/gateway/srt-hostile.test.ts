import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { droppedBefore } from '../support/lossy-relay.ts'
import { mutated, type MutationOptions, randomFrom } from '../support/mutation.ts'
import { needs } from '../support/programs.ts'
import { eventually } from '../support/show.ts'
import { freeUdpPort, srtLiveTransmit } from '../support/srt.ts'
import { hex, inputs, PIECES } from './hostile-support.ts'
import { outputOf, processesWith, srtSpec } from './srt-support.ts'
import { addOutput, gateway, openFeed, publish, temporaryFolder } from './support.ts'

const INPUTS = inputs(20_000)
const PASSPHRASE = 'correct-horse-battery'
/** Ethernet's, less IP and UDP. */
const LONGEST = 1472
/** What the process that listens may grow by at its worst moment, of whatever number: see `limitMemory`. */
const AT_WORST_KB = 1100 * 1024
/** A window for which libsrt 1.5.1 would take 1.6 GB. */
const GREEDY = '03ffffff'

const head = [hex('80000000'), hex('00000000'), hex('00000000'), hex('00000000')]
const address = hex('0100007f 00000000 00000000 00000000')
/** A caller's first handshake (induction), field by field, as libsrt sends it. */
const induction = [
  ...head,
  ...['00000004', '00000002', '1d7b8ae4', '000005dc', '00002000', '00000001', '3a1b2c3d', '00000000'].map(hex),
  address,
]

/** Its second (conclusion), which is read only with the cookie of the answer to the first: settings, key, stream id. */
function conclusion(cookie: Buffer, window = '00002000'): readonly Buffer[] {
  const fields = ['00000005', '00020007', '1d7b8ae4', '000005dc', window, 'ffffffff', '3a1b2c3d'].map(hex)
  const settings = ['00010003', '00010501', '000000bf', '00780078'].map(hex)
  const key = ['0003000e', '12202901', '00000000', '02000200', '00000404', '11'.repeat(16), '22'.repeat(24)].map(hex)
  const streamId = ['00050002', '61626364', '65666768'].map(hex)
  return [...head, ...fields, cookie, address, ...settings, ...key, ...streamId]
}

function residentKb(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`^${which}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

describe.runIf(needs('srt-live-transmit'))('hostile datagrams', () => {
  it('on an SRT listener leave it waiting, and a caller is let in after them', {
    timeout: 90_000 + INPUTS * 2,
  }, async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const feed = await openFeed(control)
    const port = await freeUdpPort()
    await addOutput(control, srtSpec(port, { mode: 'listener', passphrase: PASSPHRASE }))
    await eventually(
      () => outputOf(control),
      (output) => output.code === 'nobody_called',
      20_000,
    )
    const pid = processesWith('srt-process.ts').find(({ ppid }) => ppid === process.pid)?.pid ?? 0
    const socket = createSocket('udp4')
    socket.connect(port, '127.0.0.1')
    await once(socket, 'connect')
    let cookie = hex('00000000')
    let answers = 0
    socket.on('error', () => undefined)
    socket.on('message', (answer) => {
      answers += 1
      // Of an answer to a first handshake; others give back what they got.
      if (answer.length === 64 && answer.readUInt32BE(36) === 1) cookie = Buffer.from(answer.subarray(44, 48))
    })
    const send = (bytes: Buffer) => new Promise((resolve) => socket.send(bytes.subarray(0, LONGEST), resolve))
    const data = [hex('00000000'.repeat(4)), Buffer.alloc(1316, 0x47)]
    const firsts: MutationOptions = {
      seeds: [induction, data],
      pieces: PIECES,
      values: PIECES,
      replaceable: () => true,
    }
    let grownFromKb = 0
    for (let at = 0; at < INPUTS; at++) {
      // A datagram that the system takes at once never lets us read what is answered, nor libsrt read in time.
      if (at % 32 === 0) await systemClock.sleep(1)
      const random = randomFrom(at)
      // The cookie is good for a minute or two.
      if (at % 1000 === 0) await send(Buffer.concat(induction))
      if (at % 1000 === 500) await send(Buffer.concat(conclusion(cookie, GREEDY)))
      // What a process needs once it needs in the first thousand.
      if (at === 1000) grownFromKb = residentKb(pid, 'VmRSS')
      const second = at % 8 === 0
      await send(mutated(second ? { ...firsts, seeds: [conclusion(cookie), induction] } : firsts, random))
    }
    const refused = await eventually(
      () => outputOf(control),
      (output) => output.code === 'nobody_called' && (output.srt?.refused?.tries ?? 0) > 0,
      30_000,
    )
    expect(refused).toMatchObject({ state: 'waiting', attempts: 1 })
    expect(answers).toBeGreaterThan(INPUTS / 100)
    socket.close()
    const grown = residentKb(pid, 'VmRSS') - grownFromKb
    const unread = droppedBefore(port)
    const worst = residentKb(pid, 'VmHWM') - grownFromKb
    expect(worst).toBeLessThan(AT_WORST_KB)
    await using caller = srtLiveTransmit('127.0.0.1', port, `mode=caller&passphrase=${PASSPHRASE}`)
    await using _sender = publish(feed)
    await eventually(
      () => caller.numbers().length,
      (numbers) => numbers > 30,
      20_000,
    )
    expect(await outputOf(control)).toMatchObject({ state: 'live' })
    const tries = refused.srt?.refused?.tries ?? 0
    console.log(
      `hostile datagrams: ${INPUTS}, of which the system threw away ${unread}; ${answers} answered, ${tries} refused as callers; the process grew by ${grown} KB, at worst ${worst} KB`,
    )
  })
})
