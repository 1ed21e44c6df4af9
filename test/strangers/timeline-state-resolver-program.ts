/** Sofie's timeline-state-resolver, unchanged: its whole vMix device, steered by timelines through `Conductor`. */
import { createRequire } from 'node:module'
import { serve, tell } from './serving.ts'

interface Device {
  executeAction(action: string, payload: unknown): Promise<{ result: string }>
}
interface Conductor {
  on(event: string, listener: (...data: unknown[]) => void): void
  init(): Promise<void>
  destroy(): Promise<void>
  setTimelineAndMappings(timeline: readonly unknown[], mappings: object): void
  readonly connectionManager: {
    on(event: string, listener: (id: string, ...data: unknown[]) => void): void
    setConnections(connections: object): void
    getConnection(id: string): { readonly device: Device } | undefined
  }
}

const { Conductor } = createRequire(import.meta.url)('timeline-state-resolver') as {
  readonly Conductor: new (options: object) => Conductor
}

const id = 'vmix'
const conductor = new Conductor({ multiThreadedResolver: false })
conductor.on('error', (...data) => tell('error', data.map(String).join(' ')))
conductor.connectionManager.on('connectionEvent:connectionChanged', (_id, status) => tell('status', status))
conductor.connectionManager.on('connectionEvent:error', (_id, ...data) => tell('error', data.map(String).join(' ')))
conductor.connectionManager.on('connectionEvent:commandError', (_id, error) => tell('error', String(error)))
conductor.connectionManager.on('connectionEvent:debug', (_id, data) => tell('debug', data))
conductor.connectionManager.on('connectionInitialised', () => tell('initialised'))
await conductor.init()

serve({
  connect(port: number, pollInterval: number) {
    const options = { host: '127.0.0.1', port, pollInterval }
    conductor.connectionManager.setConnections({ [id]: { type: 'VMIX', debug: true, options } })
  },
  /** What shall be on, by layer. */
  show(layers: Readonly<Record<string, object>>, mappings: Readonly<Record<string, object>>) {
    const timeline = Object.entries(layers).map(([layer, content]) => ({
      id: layer,
      enable: { start: 0 },
      layer,
      priority: 0,
      content: { deviceType: 'VMIX', ...content },
    }))
    const mapped = Object.entries(mappings).map(([layer, options]) => [
      layer,
      { device: 'VMIX', deviceId: id, options },
    ])
    conductor.setTimelineAndMappings(timeline, Object.fromEntries(mapped))
  },
  action: (name: string) => conductor.connectionManager.getConnection(id)?.device.executeAction(name, {}),
})
