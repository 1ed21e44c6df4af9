/** What a client may be pointed at: the simulator itself, and the proxy with the simulator behind it; each a process of its own. */
import { systemClock } from '../../src/clock/index.ts'
import type { ReceivedRequest } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { type Running, start } from '../cli/vmixctl.ts'
import { freePort } from '../support/ports.ts'
import { eventually } from '../support/show.ts'

/** One place that speaks vMix's protocols. */
export interface Way extends AsyncDisposable {
  readonly httpPort: number
  readonly tcpPort: number
  /** The vMix at its end, asked directly. */
  readonly vmix: VMixHttpClient
  /** Commands that arrived there. */
  received(): readonly ReceivedRequest[]
  /** Ends what the client is connected to, the hard way. */
  kill(): Promise<void>
  /** Starts it again on the same ports. */
  revive(): Promise<void>
}

const longMs = 600_000

async function openSimulator(args: readonly string[]): Promise<Way> {
  const httpPort = await freePort()
  const tcpPort = await freePort()
  const line = ['simulate', '--json', '--http-port', String(httpPort), '--tcp-port', String(tcpPort), ...args]
  let process = await started(line)
  const vmix = new VMixHttpClient({ host: '127.0.0.1', port: httpPort, clock: systemClock })
  return {
    httpPort,
    tcpPort,
    vmix,
    received: () => requestsIn(process.stdout),
    kill: () => killed(process),
    async revive() {
      process = await started(line)
    },
    async [Symbol.asyncDispose]() {
      await vmix[Symbol.asyncDispose]()
      await killed(process)
    },
  }
}

async function started(line: readonly string[]): Promise<Running> {
  const process = start(line, { limitMs: longMs })
  await process.prints('"event":"started"')
  return process
}

async function killed(process: Running): Promise<void> {
  process.child.kill('SIGKILL')
  await process.ended
}

function requestsIn(stdout: string): readonly ReceivedRequest[] {
  const lines = stdout.split('\n').slice(0, -1)
  return lines
    .map((line) => JSON.parse(line) as ReceivedRequest & { event: string })
    .filter(({ event }) => event === 'request')
}

export const ways: readonly { readonly name: string; open(args?: readonly string[]): Promise<Way> }[] = [
  { name: 'vmixctl simulate', open: (args = []) => openSimulator(args) },
]

/** Functions as they arrive there, by name. */
export async function receives(way: Way, name: string): Promise<ReceivedRequest> {
  const all = await eventually(
    () => way.received(),
    (requests) => requests.some((request) => request.function === name),
    20_000,
  )
  const found = all.findLast((request) => request.function === name)
  if (found === undefined) throw new Error(`${name} never arrived`)
  return found
}
