import { setTimeout as sleep } from 'node:timers/promises'
import { Child } from '../child.ts'
import { instanceName, ServedRoom } from '../control-room.ts'
import { canMeasureCost, costWhile, type CostWhile } from '../cost.ts'
import type { Replay } from '../programs/bare-events.ts'
import type { ClientsOrder, Message, Switched } from '../programs/event-clients.ts'
import type { SimulatorsOrder } from '../programs/simulators.ts'
import { measure, percentile } from '../rounds.ts'
import { atMost, type Goal, type Measure, type Row } from '../row.ts'
import { noPage, showPage } from '../shown-page.ts'

const vmixes = 20
const followers = 200
/** Streams of a simulated vMix: a card each. */
const streams = 5

type Ports = readonly { readonly http: number; readonly tcp: number }[]

/** From a change in a vMix to everyone who follows, and to the page; and what the server costs meanwhile. */
export const controlRoom: Row = {
  name: 'control-room',
  title: `A control room of ${vmixes} vMix, ${followers} who follow its events, one who never reads, and a page`,
  async run({ rounds, turnMs }, say) {
    if (!canMeasureCost)
      return { commands: [], measures: [], goals: [], skipped: ['processor time is read from /proc'] }
    await using simulators = new Child(new URL('../programs/simulators.ts', import.meta.url))
    const start: SimulatorsOrder = { kind: 'start', count: vmixes }
    const ports = (await simulators.ask(start)) as Ports
    const meters: SimulatorsOrder = { kind: 'meters' }
    await simulators.ask(meters)
    await using room = await ServedRoom.start(ports)
    await sleep(Math.min(10_000, 5 * turnMs))
    const alone = await costWhile([room.pid], Math.max(turnMs, Math.min(10_000, 5 * turnMs)))

    await using clients = new Child(new URL('../programs/event-clients.ts', import.meta.url))
    await using bareClients = new Child(new URL('../programs/event-clients.ts', import.meta.url))
    await using bare = new Child(new URL('../programs/bare-events.ts', import.meta.url))
    const barePort = Number(await bare.next())
    await follow(clients, room.port, true)
    await follow(bareClients, barePort, false)
    await using page = noPage === null ? await showPage(room.port, vmixes * streams) : null
    const toClients: number[][] = []
    const toScreen: number[][] = []
    const toBareClients: number[][] = []
    const [served, servedBare]: [CostWhile[], CostWhile[]] = [[], []]
    let changes = 0
    let sent: readonly Message[] = []
    const on = new Set<number>()
    for (let round = 0; round < rounds; round++) {
      await clients.ask({ kind: 'begin' } satisfies ClientsOrder)
      const [cost, done] = await Promise.all([costWhile([room.pid], turnMs), switchStreams(ports, turnMs, on)])
      // The last one is on its way.
      await sleep(1000)
      served.push(cost)
      changes += done.length
      const delays = (await clients.ask({ kind: 'switched', changes: done } satisfies ClientsOrder)) as number[][]
      const unseen = delays.filter((each) => each.length < followers).length
      if (unseen > 0) say(`control-room: of ${done.length} changes ${unseen} did not come to all`)
      toClients.push(delays.flat())
      if (page !== null) toScreen.push(await page.delays(done))
      sent = (await clients.ask({ kind: 'messages' } satisfies ClientsOrder)) as Message[]

      await bareClients.ask({ kind: 'begin' } satisfies ClientsOrder)
      const replay: Replay = sent.map(({ at, text }, n) => ({ afterMs: at - (sent[n - 1]?.at ?? at), text }))
      const [bareCost, times] = await Promise.all([costWhile([bare.process.pid ?? 0], turnMs), bare.ask(replay)])
      servedBare.push(bareCost)
      await sleep(200)
      const order = { kind: 'versions', sent: times as { version: number; at: number }[] } satisfies ClientsOrder
      toBareClients.push(((await bareClients.ask(order)) as number[][]).flat())
    }
    const bytes = sent.reduce((sum, { text }) => sum + text.length, 0)
    const seconds = turnMs / 1000 + 1
    const measures: Measure[] = [
      ...both('a change to every follower', toClients),
      ...both('the same messages, bare node:http', toBareClients),
      ...(page === null ? [] : both('a change to the screen', toScreen)),
      measure('server: CPU', '% of a core', cpuOf(served)),
      measure('bare node:http: CPU', '% of a core', cpuOf(servedBare)),
      measure('server, nobody follows: CPU', '% of a core', [alone.cpu]),
      measure(
        'server: memory',
        'MB',
        served.map(({ memoryMb }) => memoryMb),
      ),
      measure('server, nobody follows: memory', 'MB', [alone.memoryMb]),
      measure('messages to each follower', '/s', [sent.length / seconds]),
      measure('bytes to each follower', 'KB/s', [bytes / 1000 / seconds]),
    ]
    const goals: Goal[] = [atMost('a change to every follower: p99, ms', percentile(toClients.flat(), 0.99), 150)]
    if (page !== null) goals.push(atMost('a change to the screen: p99, ms', percentile(toScreen.flat(), 0.99), 150))
    return {
      commands: [
        `vmixctl serve, ${vmixes} simulated vMix with meters moving once a second, a gateway`,
        `GET /api/?Function=StartStreaming&Value=0 of one of them, ${changes} changes, sent until seen`,
      ],
      measures,
      goals,
      skipped: noPage === null ? [] : [`the page: ${noPage}`],
    }
  },
}

async function follow(clients: Child, port: number, deaf: boolean): Promise<void> {
  const order: ClientsOrder = { kind: 'follow', port, count: followers, deaf }
  await clients.ask(order)
}

/** Switches the first stream of one after the other at irregular times; each is left alone until it was surely seen. */
async function switchStreams(ports: Ports, turnMs: number, on: Set<number>): Promise<Switched[]> {
  const changes: Switched[] = []
  let vmix = Math.floor(Math.random() * ports.length)
  for (const end = performance.now() + turnMs; performance.now() < end; ) {
    await sleep(150 + Math.random() * 200)
    vmix = (vmix + 1) % ports.length
    const live = !on.has(vmix)
    if (live) on.add(vmix)
    else on.delete(vmix)
    const name = live ? 'StartStreaming' : 'StopStreaming'
    const at = Date.now()
    await fetch(`http://127.0.0.1:${ports[vmix]?.http}/api/?Function=${name}&Value=0`)
    changes.push({ instance: instanceName(vmix), live, at })
  }
  return changes
}

function both(name: string, rounds: readonly number[][]): Measure[] {
  return [
    measure(
      `${name}: p50`,
      'ms',
      rounds.map((each) => percentile(each, 0.5)),
    ),
    { what: `${name}: p99 of all`, unit: 'ms', value: percentile(rounds.flat(), 0.99), rounds: [] },
  ]
}

function cpuOf(costs: readonly CostWhile[]): number[] {
  return costs.map(({ cpu }) => cpu)
}
