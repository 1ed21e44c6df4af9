/** What a client may be pointed at: the simulator itself, and the proxy with the simulator behind it; each a process of its own. */
import { systemClock } from '../../src/clock/index.ts'
import type { ReceivedRequest } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { type Running, start } from '../cli/vmixctl.ts'
import { freePort } from '../support/ports.ts'
import { eventually, temporaryFolder } from '../support/show.ts'

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

export async function openSimulator(args: readonly string[] = []): Promise<Way> {
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

/** The proxy, with a simulator behind it. */
export interface ProxyWay extends Way {
  readonly behind: Way
  readonly dataFolder: string
}

export async function openProxy(args: readonly string[] = [], more: readonly string[] = []): Promise<ProxyWay> {
  await using stack = new AsyncDisposableStack()
  const behind = stack.use(await openSimulator(args))
  const folder = stack.use(await temporaryFolder())
  const httpPort = await freePort()
  const tcpPort = await freePort()
  const ports = ['--http-port', String(httpPort), '--tcp-port', String(tcpPort)]
  const vmix = `127.0.0.1:${behind.httpPort}:${behind.tcpPort}`
  const line = ['proxy', '--json', '--vmix', vmix, ...ports, '--data', folder.path, ...more]
  let process = await started(line)
  stack.defer(() => killed(process))
  const owned = stack.move()
  return {
    httpPort,
    tcpPort,
    vmix: behind.vmix,
    behind,
    dataFolder: folder.path,
    received: () => behind.received(),
    kill: () => killed(process),
    async revive() {
      process = await started(line)
    },
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
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
  { name: 'vmixctl simulate', open: openSimulator },
  { name: 'vmixctl proxy', open: openProxy },
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
