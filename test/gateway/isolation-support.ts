import dns from 'node:dns'
import { systemClock } from '../../src/clock/index.ts'
import type { OutputStatus } from '../../src/gateway/index.ts'
import { startReceiver, type Receiver } from '../../src/simulator/media/index.ts'
import type { TestCertificates } from '../support/certificates.ts'
import { FrameGaps } from '../support/frame-gaps.ts'
import { sickRelay, type SickRelay } from '../support/sick-relay.ts'

/** A receiver over RTMPS that can have every illness: of its machine, its line, its name, its certificate and its mind. */
export interface Patient extends AsyncDisposable {
  readonly relay: SickRelay
  readonly frames: FrameGaps
  /** Wall clock of the last frame that arrived, ms. */
  readonly lastMs: number
  refuseKeys(refuse: boolean): void
  stop(): Promise<void>
  start(expired?: boolean): Promise<void>
}

export async function patient(certificates: TestCertificates): Promise<Patient> {
  const frames = new FrameGaps()
  let refusing = false
  let lastMs = 0
  let port = 0
  let receiver: Receiver | null = null
  const stop = async (): Promise<void> => {
    await receiver?.stop()
    receiver = null
  }
  const start = async (expired = false): Promise<void> => {
    const { cert, key } = expired ? certificates.expired : certificates
    receiver = await startReceiver({
      port,
      tls: { cert, key },
      clock: systemClock,
      acceptKey: () => !refusing,
      onPacket: (_packet, mark) => {
        if (mark === null) return
        lastMs = Date.now()
        frames.frame(mark.number, lastMs)
      },
    })
    port = receiver.port
  }
  await start()
  const relay = await sickRelay(port)
  return {
    relay,
    frames,
    get lastMs() {
      return lastMs
    },
    refuseKeys: (refuse) => {
      refusing = refuse
    },
    stop,
    start,
    [Symbol.asyncDispose]: async () => {
      await relay[Symbol.asyncDispose]()
      await stop()
    },
  }
}

/** The name `localhost`, which is there or not: no query leaves this machine. */
export function nameThatCanGo(): Disposable & { there: boolean } {
  const real = dns.lookup
  const own = { there: true }
  const lookup = (name: string, options: unknown, then: (...answer: unknown[]) => void): unknown => {
    if (name !== 'localhost') return Reflect.apply(real, dns, [name, options, then])
    const all = typeof options === 'object' && options !== null && 'all' in options && options.all === true
    const gone = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND', hostname: name })
    return void setImmediate(() => {
      if (!own.there) then(gone)
      else if (all) then(null, [{ address: '127.0.0.1', family: 4 }])
      else then(null, '127.0.0.1', 4)
    })
  }
  Object.assign(dns, { lookup })
  return Object.assign(own, { [Symbol.dispose]: () => void Object.assign(dns, { lookup: real }) })
}

/** One illness: how it begins and ends, and what the destination says of itself meanwhile. */
export interface Illness {
  readonly name: string
  begin(): void | Promise<void>
  heal(): void | Promise<void>
  says(status: OutputStatus): boolean
}

const isCode =
  (...codes: readonly string[]) =>
  ({ state, code }: OutputStatus): boolean =>
    state === 'retrying' && codes.includes(code ?? '')

/** @param bytesPerSecond the stream's rate */
export function illnesses(
  { relay, refuseKeys, stop, start }: Patient,
  name: { there: boolean },
  bytesPerSecond: number,
): readonly Illness[] {
  return [
    { name: 'accepts and never reads', begin: () => relay.hang(), heal: () => relay.heal(), says: isCode('timeout') },
    { name: 'nobody listens', begin: () => relay.refuse(), heal: () => relay.heal(), says: isCode('refused') },
    {
      name: 'takes 10 % of the rate',
      begin: () => relay.slow(bytesPerSecond / 10),
      heal: () => relay.heal(),
      // It drops; where the system's buffers are so large that nothing moves for seconds, it is taken for stuck.
      says: (status) =>
        isCode('timeout')(status) || status.health.reasons.some(({ code }) => code === 'frames_dropped'),
    },
    {
      name: 'certificate has expired',
      begin: async () => {
        await stop()
        await start(true)
      },
      heal: async () => {
        await stop()
        await start()
      },
      says: isCode('tls'),
    },
    {
      name: 'name is gone',
      begin: () => {
        name.there = false
        relay.cut()
      },
      heal: () => {
        name.there = true
      },
      says: isCode('dns'),
    },
    { name: 'killed mid-stream', begin: () => stop(), heal: () => start(), says: isCode('closed') },
    {
      name: 'refuses the key',
      begin: () => {
        refuseKeys(true)
        relay.cut()
      },
      heal: () => refuseKeys(false),
      says: isCode('rejected'),
    },
  ]
}
