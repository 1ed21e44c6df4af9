import { VMixHttpClient, watchVMix } from '../../src/vmix/index.ts'
import { Child } from '../child.ts'
import type { SimulatorsOrder } from '../programs/simulators.ts'
import { atMost, type Measure, type Row } from '../row.ts'
import { measure, median, percentile } from '../rounds.ts'

const POLLER_MS = 250

/** From the moment at which something changes in vMix, in another process, to the moment at which a program knows. */
export const eventDelay: Row = {
  name: 'event-delay',
  title: 'A change in vMix until a program knows of it',
  async run({ rounds, turnMs }) {
    await using simulators = new Child(new URL('../programs/simulators.ts', import.meta.url))
    const start: SimulatorsOrder = { kind: 'start', count: 1 }
    const [ports] = (await simulators.ask(start)) as { http: number; tcp: number }[]
    const { http = 0, tcp = 0 } = ports ?? {}
    const [ours, poller]: [number[][], number[][]] = [[], []]
    for (let round = 0; round < rounds; round++) {
      ours.push(await watched(simulators, http, tcp, turnMs))
      poller.push(await polled(simulators, http, turnMs))
    }
    const both = (name: string, delays: number[][]): Measure[] => [
      measure(`${name}: p50`, 'ms', delays.map(median)),
      { what: `${name}: p99 of all`, unit: 'ms', value: percentile(delays.flat(), 0.99), rounds: [] },
    ]
    return {
      commands: [
        `watcher: watchVMix({ host, port, tcpPort }).on('fadeToBlack', …), ${ours.flat().length} changes`,
        `poller: await client.state() each ${POLLER_MS} ms, ${poller.flat().length} changes`,
      ],
      measures: [...both('watcher', ours), ...both(`${POLLER_MS} ms poller`, poller)],
      goals: [atMost('watcher p99, ms', percentile(ours.flat(), 0.99), 20)],
      skipped: [],
    }
  },
}

async function watched(simulators: Child, http: number, tcp: number, turnMs: number): Promise<number[]> {
  await using watcher = watchVMix({ host: '127.0.0.1', port: http, tcpPort: tcp })
  while (!watcher.connection.pushed) await sleep(5)
  let tell: (at: bigint) => void = () => undefined
  watcher.on('fadeToBlack', () => tell(process.hrtime.bigint()))
  return await delays(simulators, turnMs, () => new Promise((resolve) => (tell = resolve)))
}

async function polled(simulators: Child, http: number, turnMs: number): Promise<number[]> {
  await using client = new VMixHttpClient({ host: '127.0.0.1', port: http })
  let tell: (at: bigint) => void = () => undefined
  let before = (await client.state()).fadeToBlack
  const over = new AbortController()
  const polling = (async () => {
    while (!over.signal.aborted) {
      const { fadeToBlack } = await client.state()
      if (fadeToBlack !== before) tell(process.hrtime.bigint())
      before = fadeToBlack
      await sleep(POLLER_MS)
    }
  })()
  const seen = await delays(simulators, turnMs, () => new Promise((resolve) => (tell = resolve)))
  over.abort()
  await polling
  return seen
}

/** Changes at irregular times, each after the one before was seen. */
async function delays(simulators: Child, turnMs: number, seen: () => Promise<bigint>): Promise<number[]> {
  const found: number[] = []
  const change: SimulatorsOrder = { kind: 'change' }
  for (const end = performance.now() + turnMs; performance.now() < end; ) {
    await sleep(50 + Math.random() * 200)
    const [at, changedAt] = await Promise.all([seen(), simulators.ask(change)])
    found.push(Number(at - BigInt(String(changedAt))) / 1e6)
  }
  return found
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
