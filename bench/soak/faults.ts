import { systemClock } from '../../src/clock/index.ts'
import type { SoakFeed, SoakOutput, SoakShow } from './show.ts'

/** One fault: what it is done to, and how; it has healed when it resolves. */
export interface Fault {
  readonly name: string
  readonly at: string
  run(show: SoakShow): Promise<void>
}

/** Bytes a second of the feed that a slow receiver belongs to: 10 % of it is what it takes. */
const FULL_RATE = 530_000

type Illness = (output: SoakOutput, show: SoakShow) => Promise<void>

const illnesses: Readonly<Record<string, Illness>> = {
  'cut off': async ({ relay }) => relay?.cut(),
  'nobody listens': async ({ relay }) => {
    await relay?.refuse()
    await systemClock.sleep(15_000)
    await relay?.heal()
  },
  'accepts and never reads': async ({ relay }) => {
    relay?.hang()
    await systemClock.sleep(30_000)
    await relay?.heal()
  },
  'takes 10 % of the rate': async ({ relay }) => {
    relay?.slow(FULL_RATE / 10)
    await systemClock.sleep(40_000)
    await relay?.heal()
  },
  'refuses the key': async ({ relay, refuseKeys }) => {
    refuseKeys(true)
    relay?.cut()
    await systemClock.sleep(12_000)
    refuseKeys(false)
  },
  'certificate has expired': async ({ restart }) => {
    await restart(true)
    await systemClock.sleep(15_000)
    await restart()
  },
  'receiver is started anew': async ({ restart }) => restart(),
  'taken off and added': async (output, show) => {
    await show.remove(output)
    await systemClock.sleep(5000)
    // srt-live-transmit ends with its caller's goodbye.
    if (output.relay === null) await output.restart()
    await show.add(output)
  },
}

const feedFaults: Readonly<Record<string, (feed: SoakFeed) => Promise<void>>> = {
  'vMix is cut off for 5 s': async ({ source }) => {
    source.cut()
    await systemClock.sleep(5000)
    await source.comeBack()
  },
  'vMix sends nothing for 5 s': async ({ source }) => {
    source.stall()
    await systemClock.sleep(5000)
    source.goOn()
  },
}

/** Every fault that a show can have, in turn, at the outputs and feeds that can have it. */
export function* faultsOf({ outputs, feeds }: SoakShow): Generator<Fault, never> {
  for (let round = 0; ; round++) {
    for (const [at, [name, illness]] of Object.entries(illnesses).entries()) {
      const able = outputs.filter((output) => canHave(name, output))
      const output = able[(round + at) % Math.max(1, able.length)]
      if (output !== undefined) yield { name, at: output.outputId, run: (show) => illness(output, show) }
    }
    for (const [name, fault] of Object.entries(feedFaults)) {
      const feed = feeds[round % feeds.length]
      if (feed !== undefined) yield { name, at: `stream ${feed.channel + 1}`, run: () => fault(feed) }
    }
  }
}

function canHave(name: string, { channel, relay, secure }: SoakOutput): boolean {
  switch (name) {
    case 'certificate has expired':
      return secure
    case 'takes 10 % of the rate':
      // The others' streams are so small that the system's own buffers take them for minutes.
      return channel === 0
    case 'receiver is started anew':
      return relay === null
    case 'taken off and added':
      return true
    default:
      return relay !== null
  }
}
