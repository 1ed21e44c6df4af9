import { Agent, get } from 'node:http'
import { VMixTcpClient } from '../../src/vmix/index.ts'
import { Child } from '../child.ts'
import { atMost, type Goal, type Measure, type Row } from '../row.ts'
import { measure, percentile } from '../rounds.ts'

interface Ports {
  readonly http: number
  readonly tcp: number
}

/** Between two calls, ms: a busy desk, and not a flood, in which every delay would be that of a queue. */
const everyMs = 2
/** A percentile of the rare needs many calls: a turn is so much longer, and there are at most so many. */
const longer = 12
const mostRounds = 5

/**
 * What the audit proxy adds to a call's answer: the same call past it and through it, in turns, each one recorded; beside it
 * what anything between would add that runs in Node.
 */
export const proxyDelay: Row = {
  name: 'proxy-delay',
  title: "The audit proxy's added delay",
  async run(options) {
    await using simulators = new Child(new URL('../programs/simulators.ts', import.meta.url))
    const [vmix] = (await simulators.ask({ kind: 'start', count: 1 })) as Ports[]
    if (vmix === undefined) throw new Error('no simulated vMix')
    await using child = new Child(new URL('../programs/proxy.ts', import.meta.url))
    const proxy = (await child.ask(vmix)) as Ports
    await using floor = new Child(new URL('../programs/forward.ts', import.meta.url))
    const bare = (await floor.ask(vmix)) as Ports
    const measures: Measure[] = []
    const goals: Goal[] = []
    for (const { name, open } of ways) {
      await using direct = await open(vmix)
      await using through = await open(proxy)
      await using forwarded = await open(bare)
      const all = [direct, through, forwarded]
      const rounds: (readonly number[])[][] = []
      await turn(all, options.turnMs)
      for (let round = 0; round < Math.min(options.rounds, mostRounds); round++) {
        rounds.push(await turn(all, options.turnMs * longer))
      }
      const times = (what: string, part: number, of: (at: (way: number) => number) => number) =>
        measure(
          `${name}: ${what} ${part === 0.5 ? 'p50' : 'p99'}`,
          'ms',
          rounds.map((lists) => of((way) => percentile(lists[way] ?? [], part))),
        )
      const added = times('added', 0.99, (at) => at(1) - at(0))
      const calls = rounds.map((lists) => Math.min(...lists.map(({ length }) => length)))
      measures.push(
        measure(`${name}: calls of each way in a round`, 'calls', calls),
        times('direct', 0.5, (at) => at(0)),
        times('direct', 0.99, (at) => at(0)),
        times('added', 0.5, (at) => at(1) - at(0)),
        added,
        times('added by a bare forwarder', 0.5, (at) => at(2) - at(0)),
        times('added by a bare forwarder', 0.99, (at) => at(2) - at(0)),
      )
      goals.push(atMost(`${name}: added p99, ms`, added.value, 2))
    }
    return {
      commands: [
        'vmixctl simulate | vmixctl proxy | one call each 2 ms, in turns direct, through the proxy and through a bare forwarder',
      ],
      measures,
      goals,
      skipped: [],
    }
  },
}

interface Way extends AsyncDisposable {
  call(): Promise<unknown>
}

let control = 0

/** Another control each time, so that every call is an entry of its own in the log. */
const nextControl = () => `F${control++}`

const ways: readonly { readonly name: string; readonly open: (ports: Ports) => Promise<Way> }[] = [
  {
    name: 'TCP',
    open: async ({ tcp }) => {
      const client = new VMixTcpClient({ host: '127.0.0.1', port: tcp })
      await client.ready()
      return {
        call: () => client.call('SetText', { Input: 1, SelectedName: nextControl(), Value: 'x' }),
        [Symbol.asyncDispose]: () => client.close(),
      }
    },
  },
  { name: 'HTTP, kept connection', open: ({ http }) => Promise.resolve(httpWay(http, true)) },
  { name: 'HTTP, a connection for each call', open: ({ http }) => Promise.resolve(httpWay(http, false)) },
]

function httpWay(port: number, keepAlive: boolean): Way {
  const agent = new Agent({ keepAlive })
  return {
    call: () =>
      new Promise((resolve, reject) => {
        const path = `/api/?Function=SetText&Input=1&SelectedName=${nextControl()}&Value=x`
        get({ host: '127.0.0.1', port, path, agent }, (response) => {
          response.resume()
          response.on('end', resolve)
        }).on('error', reject)
      }),
    [Symbol.asyncDispose]: () => Promise.resolve(agent.destroy()),
  }
}

/** The same call by each way, in turns that begin each time with another one, for so long. @returns the times of each, ms */
async function turn(ways: readonly Way[], turnMs: number): Promise<number[][]> {
  const times = ways.map((): number[] => [])
  const end = performance.now() + turnMs
  for (let index = 0; performance.now() < end; index++) {
    const way = (index + Math.floor(index / ways.length)) % ways.length
    const began = performance.now()
    await ways[way]?.call()
    times[way]?.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  return times
}
