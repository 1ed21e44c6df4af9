import type { SecretReference } from '../../secrets/index.ts'
import type { PresetView } from '../view/index.ts'

/** One vMix that the room watches and drives. */
export interface InstanceSettings {
  /** Its stable name: log, locks and streams at the gateway belong to it. */
  readonly id: string
  /** As people call it. */
  readonly name: string
  readonly host: string
  readonly port: number
  /** Of its TCP API; null: it is not asked. */
  readonly tcpPort: number | null
  readonly username: string | null
  readonly password: SecretReference | null
  readonly simulated: boolean
}

/** A destination of the configuration file. */
export interface DestinationSettings {
  readonly id: string
  readonly name: string
  readonly platform: PresetView['platform']
  /** Without key; null: the platform's own. */
  readonly url: string | null
  /** Of the stream key, by SRT of the passphrase; null: there is none, by SRT alone. */
  readonly key: SecretReference | null
  /** By SRT alone; what is absent is the library's default. */
  readonly srt: {
    readonly mode?: 'caller' | 'listener'
    readonly latencyMs?: number
    readonly streamId?: string
  } | null
}

/** Of the gateway that is started where none runs on this data folder. */
export interface GatewaySettings {
  /** `HOST:PORT`; null: the gateway's own default. */
  readonly rtmpListen: string | null
  /** `HOST[:PORT]` by which vMix reaches it; null: what it listens on. */
  readonly advertise: string | null
}

/** What a configuration says of the room; it can be replaced while a show runs. */
export interface RoomSettings {
  readonly instances: readonly InstanceSettings[]
  readonly destinations: readonly DestinationSettings[]
  /** Null: none; then each vMix sends by itself, and nothing is measured. */
  readonly gateway: GatewaySettings | null
  /** Takes what a preflight posts to it: how fast the line is. Null or absent: not measured. */
  readonly uploadTo?: string | null
}

/** Where the room says what happens to it, for whoever runs the server. Texts go through a redactor behind it. */
export interface RoomLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
