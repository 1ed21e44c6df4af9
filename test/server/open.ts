import { join } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import { createRedactor } from '../../src/secrets/index.ts'
import {
  openRoom,
  type InstanceSettings,
  type Program,
  type RoomLog,
  type RoomSettings,
  type RunningRoom,
} from '../../src/server/room/index.ts'
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts'
import type { EntityView } from '../../src/server/view/index.ts'

export const none: RoomSettings = { instances: [], destinations: [], gateway: null }

/** A gateway in a process of its own, as `serve` starts it, on free ports. */
export function gatewayProgram(args: readonly string[]): Program {
  const main = join(import.meta.dirname, '../../src/cli/main.ts')
  return { command: process.execPath, args: [main, 'gateway', ...args, '--exit-with', String(process.pid)] }
}

/** What the room says, kept for looking at. */
export class KeptLog implements RoomLog {
  readonly lines: { readonly level: string; readonly fields: object; readonly message: string }[] = []
  readonly info = (fields: object, message: string) => void this.lines.push({ level: 'info', fields, message })
  readonly warn = (fields: object, message: string) => void this.lines.push({ level: 'warn', fields, message })
  readonly error = (fields: object, message: string) => void this.lines.push({ level: 'error', fields, message })
}

export async function openTestRoom(
  dataFolder: string,
  settings: Partial<RoomSettings>,
  log: RoomLog = new KeptLog(),
): Promise<RunningRoom> {
  return await openRoom({
    settings: { ...none, ...settings },
    dataFolder,
    clock: systemClock,
    actor: 'server',
    server: { version: '0.0.0', simulated: true, firstRun: false, needsToken: false },
    log,
    redactor: createRedactor(),
    gatewayProgram,
  })
}

export async function simulated(recordingFolder: string, options: SimulatorOptions = {}): Promise<Simulator> {
  return await startSimulator({ httpPort: 0, tcpPort: 0, recordingFolder, ...options })
}

export function instanceOf(simulator: Pick<Simulator, 'httpPort' | 'tcpPort'>, id = 'studio'): InstanceSettings {
  return {
    id,
    name: `The ${id}`,
    host: '127.0.0.1',
    port: simulator.httpPort,
    tcpPort: simulator.tcpPort === 0 ? null : simulator.tcpPort,
    username: null,
    password: null,
    simulated: true,
  }
}

type Kind = EntityView['kind']

/** What stands on the board under a key, as its kind. */
export function shown<K extends Kind>(
  room: RunningRoom,
  kind: K,
  key: string = kind,
): Extract<EntityView, { kind: K }> | null {
  const entity = room.board.get(key === kind ? kind : `${kind}:${key}`)
  return entity?.kind === kind ? (entity as Extract<EntityView, { kind: K }>) : null
}
