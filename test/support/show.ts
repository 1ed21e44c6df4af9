import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import { VMixStreamingController, type ControllerOptions } from '../../src/controller/index.ts'
import { startGateway, type Gateway } from '../../src/gateway/index.ts'
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts'
import type { WitnessEntry } from '../../src/witness/index.ts'

/** A folder of its own for one test, gone afterwards. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'vmix-test-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}

/** A simulated vMix with a controller of its own, and a gateway where asked for; waits shortened for tests. */
export interface Show extends AsyncDisposable {
  readonly simulator: Simulator
  readonly controller: VMixStreamingController
  readonly gateway: Gateway | null
  readonly dataFolder: string
  /** Another controller on the same vMix, log and gateway, as another process would have. */
  another(options?: ControllerOptions): VMixStreamingController
}

export async function startShow(
  options: {
    readonly gateway?: boolean
    readonly simulator?: SimulatorOptions
    readonly controller?: ControllerOptions
  } = {},
): Promise<Show> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const simulator = stack.use(
    await startSimulator({ httpPort: 0, tcpPort: 0, recordingFolder: join(folder.path, 'vmix'), ...options.simulator }),
  )
  const gateway =
    options.gateway === true
      ? stack.use(await startGateway({ rtmpListen: '127.0.0.1:0', dataFolder: folder.path, clock: systemClock }))
      : null
  const common: ControllerOptions = {
    host: '127.0.0.1',
    port: simulator.httpPort,
    tcpPort: simulator.tcpPort === 0 ? null : simulator.tcpPort,
    instance: 'test',
    dataFolder: folder.path,
    gateway,
    waits: { vmixMs: 2000, feedMs: 4000, destinationMs: 4000 },
    ...options.controller,
  }
  const another = (more: ControllerOptions = {}) => stack.use(new VMixStreamingController({ ...common, ...more }))
  const controller = another()
  const owned = stack.move()
  return {
    simulator,
    controller,
    gateway,
    dataFolder: folder.path,
    another: (more = {}) => owned.use(new VMixStreamingController({ ...common, ...more })),
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  }
}

/** The log as it stands. */
export async function logOf(controller: VMixStreamingController, eventType?: string): Promise<WitnessEntry[]> {
  const entries: WitnessEntry[] = []
  for await (const entry of controller.getWitnessLog(eventType === undefined ? {} : { eventType })) entries.push(entry)
  return entries
}

/** Asks again until it holds; fails with what it was at the end. Limits are generous: machines are noisy. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  holds: (value: T) => boolean,
  limitMs = 30_000,
): Promise<T> {
  const end = performance.now() + limitMs
  for (;;) {
    const value = await look()
    if (holds(value)) return value
    if (performance.now() > end) throw new Error(`It never held; the last was ${JSON.stringify(value)}`)
    await systemClock.sleep(20)
  }
}
