import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { VMixStreamingController } from '../../controller/index.ts'
import { DemoDestination } from './destination.ts'
import { GatewayProcess } from './gateway-process.ts'
import { SimulatorProcess } from './simulator-process.ts'

/** Everything that plays a part, running. Closing it ends every process. */
export interface Stage extends AsyncDisposable {
  /** This run's own folder. */
  readonly folder: string
  readonly recordingName: string
  readonly simulator: SimulatorProcess
  readonly gateway: GatewayProcess
  readonly destinations: readonly DemoDestination[]
  readonly controller: VMixStreamingController
}

const names = ['Sim-Twitch', 'Sim-YouTube', 'Sim-Facebook'] as const
/** The gateway's and the controller's own: tokens, locks, journal. Not the recording, not the log. */
const scratch = ['gateway', 'locks', 'vmix-recordings', 'fingerprint.key'] as const

/** Starts them all, in a folder of their own. */
export async function setStage(options: {
  readonly out: string | undefined
  readonly signal: AbortSignal
}): Promise<Stage> {
  const folder = await ownFolder(options.out)
  const running: AsyncDisposable[] = []
  // Each is taken charge of as soon as it is there: one that fails to start leaves none of the others behind.
  const own = <T extends AsyncDisposable>(it: T): T => {
    running.push(it)
    return it
  }
  try {
    return { ...(await startAll(folder, options.signal, own)), [Symbol.asyncDispose]: () => closeAll(running) }
  } catch (error) {
    await closeAll(running)
    throw error
  }
}

async function startAll(
  folder: string,
  signal: AbortSignal,
  own: <T extends AsyncDisposable>(it: T) => T,
): Promise<Omit<Stage, typeof Symbol.asyncDispose>> {
  const [simulator, gateway, ...destinations] = await allOrNone([
    SimulatorProcess.start(join(folder, 'vmix-recordings'), signal).then(own),
    GatewayProcess.start(folder, signal).then(own),
    ...names.map(async (name) => own(await DemoDestination.start(name))),
  ])
  const controller = new VMixStreamingController({
    host: '127.0.0.1',
    port: simulator.port,
    tcpPort: simulator.tcpPort,
    instance: 'demo',
    dataFolder: folder,
    gateway: gateway.control,
  })
  return { folder, recordingName: 'show.mp4', simulator, gateway, destinations, controller: own(controller) }
}

/** The last one first; one that does not close keeps none of the others open. */
async function closeAll(running: AsyncDisposable[]): Promise<void> {
  for (const it of running.splice(0).toReversed()) await it[Symbol.asyncDispose]().then(undefined, () => undefined)
}

/** Waits for all, so that nothing is still starting when one has failed. */
async function allOrNone(
  starts: readonly [Promise<SimulatorProcess>, Promise<GatewayProcess>, ...Promise<DemoDestination>[]],
): Promise<readonly [SimulatorProcess, GatewayProcess, ...DemoDestination[]]> {
  await Promise.allSettled(starts)
  const [simulator, gateway, ...destinations] = starts
  return [await simulator, await gateway, ...(await Promise.all(destinations))]
}

async function ownFolder(out: string | undefined): Promise<string> {
  if (out === undefined) return await mkdtemp(join(tmpdir(), 'vmixctl-demo-'))
  await mkdir(resolve(out), { recursive: true })
  return await mkdtemp(join(resolve(out), 'demo-'))
}

/** Takes away what is of no interest after a show that worked: recording, log and the tampered copy stay. */
export async function clearAway(folder: string): Promise<void> {
  await Promise.all(scratch.map((name) => rm(join(folder, name), { recursive: true, force: true })))
}
