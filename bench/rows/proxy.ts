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
const everyMs = 4

/** What the audit proxy adds to a call's answer: the same call through it and past it, in turns, each one recorded. */
export const proxyDelay: Row = {
  name: 'proxy-delay',
  title: "The audit proxy's added delay",
  async run(options) {
    await using simulators = new Child(new URL('../programs/simulators.ts', import.meta.url))
    const [vmix] = (await simulators.ask({ kind: 'start', count: 1 })) as Ports[]
    if (vmix === undefined) throw new Error('no simulated vMix')
    await using child = new Child(new URL('../programs/proxy.ts', import.meta.url))
    const proxy = (await child.ask(vmix)) as Ports
    const measures: Measure[] = []
    const goals: Goal[] = []
    for (const { name, open } of ways) {
      await using direct = await open(vmix)
      await using through = await open(proxy)
      const rounds: { p50: number; p99: number }[] = []
      const added = { p50: [] as number[], p99: [] as number[] }
      await turn(direct, through, Math.min(options.turnMs, 500))
      for (let round = 0; round < options.rounds; round++) {
        const [past, by] = await turn(direct, through, options.turnMs)
        const of = (part: number) => percentile(by, part) - percentile(past, part)
        added.p50.push(of(0.5))
        added.p99.push(of(0.99))
        rounds.push({ p50: percentile(past, 0.5), p99: percentile(past, 0.99) })
      }
      const p50 = measure(`${name}: added p50`, 'ms', added.p50)
      const p99 = measure(`${name}: added p99`, 'ms', added.p99)
      measures.push(
        measure(
          `${name}: direct p50`,
          'ms',
          rounds.map((each) => each.p50),
        ),
        measure(
          `${name}: direct p99`,
          'ms',
          rounds.map((each) => each.p99),
        ),
        p50,
        p99,
      )
      goals.push(atMost(`${name}: added p99, ms`, p99.value, 2))
    }
    return {
      commands: [
        'vmixctl simulate | vmixctl proxy | one call each 4 ms, direct and through the proxy in turns, no two on one control',
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

/** The same call direct and through the proxy, in turns, for so long. @returns the times of each, ms */
async function turn(direct: Way, through: Way, turnMs: number): Promise<readonly [number[], number[]]> {
  const times: readonly [number[], number[]] = [[], []]
  const end = performance.now() + turnMs
  for (let index = 0; performance.now() < end; index++) {
    const [way, list] = index % 2 === 0 ? [direct, times[0]] : [through, times[1]]
    const began = performance.now()
    await way.call()
    list.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  return times
}
