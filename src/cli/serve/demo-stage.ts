import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DestinationSettings, RoomSettings } from '../../server/index.ts'
import { DemoDestination } from '../demo/destination.ts'
import { GatewayProcess } from '../demo/gateway-process.ts'
import { SimulatorProcess } from '../demo/simulator-process.ts'
import { terminal } from '../terminal.ts'

/** A simulated vMix, a gateway and local destinations, for a server to watch; all of it ends with us. */
export interface DemoStage extends AsyncDisposable {
  readonly dataFolder: string
  readonly settings: RoomSettings
}

const names = { 'sim-twitch': 'Sim-Twitch', 'sim-youtube': 'Sim-YouTube', 'sim-studio': 'Sim-Studio' } as const

/** In a folder of its own, which goes with it unless it is to be kept. */
export async function openDemoStage(options: { readonly keep: boolean }, signal: AbortSignal): Promise<DemoStage> {
  await using stack = new AsyncDisposableStack()
  const dataFolder = await mkdtemp(join(tmpdir(), 'vmixctl-serve-demo-'))
  stack.defer(async () => {
    if (options.keep) terminal.remark(`The demo's folder is kept: ${dataFolder}`)
    else await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
  })
  const starting = [
    GatewayProcess.start(dataFolder, signal).then((process) => stack.use(process)),
    SimulatorProcess.start(join(dataFolder, 'vmix-recordings'), signal).then((process) => stack.use(process)),
  ] as const
  // Nothing is still starting when one has failed.
  await Promise.allSettled(starting)
  const [gateway, simulator] = await Promise.all(starting)
  const keys = join(dataFolder, 'demo-keys')
  await mkdir(keys, { mode: 0o700 })
  const destinations: DestinationSettings[] = []
  for (const [id, name] of Object.entries(names)) {
    const { url, key } = stack.use(await DemoDestination.start(name))
    const path = join(keys, id)
    await writeFile(path, key.reveal(), { mode: 0o600 })
    destinations.push({ id, name, platform: 'custom', url, key: { kind: 'file', path }, srt: null })
  }
  const owned = stack.move()
  return {
    dataFolder,
    settings: {
      instances: [
        {
          id: 'studio',
          name: 'Studio',
          host: '127.0.0.1',
          port: simulator.port,
          tcpPort: simulator.tcpPort,
          username: null,
          password: null,
          simulated: true,
        },
      ],
      destinations,
      // It runs already, and is found.
      gateway: { rtmpListen: null, advertise: (await gateway.control.status()).rtmp.advertise },
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
