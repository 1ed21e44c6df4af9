import { Counter, Gauge, Registry } from 'prom-client'
import type { EventCounts } from '../events/index.ts'
import type { EntityView } from '../view/index.ts'
import { healthStates, showEntities } from './board-metrics.ts'
import { EventLoopDelay } from './event-loop-delay.ts'

/** What is read when somebody asks for the metrics. */
export interface MetricsSources {
  readonly entities: () => readonly EntityView[]
  readonly events: () => EventCounts
  readonly refusals: () => number
  /** How many entries the log of each vMix has. */
  readonly logEntries: () => Promise<readonly { readonly instance: string; readonly entries: number }[]>
}

/**
 * The figures for Prometheus, taken from the board when they are asked for. A figure that was not measured is left out: a
 * gap, never zero.
 */
export class Metrics implements Disposable {
  readonly #registry = new Registry()
  readonly #sources: MetricsSources
  readonly #delay = new EventLoopDelay()
  readonly #commands: Counter
  readonly #board: ReturnType<typeof boardGauges>
  readonly #own: ReturnType<typeof ownGauges>

  constructor(sources: MetricsSources) {
    this.#sources = sources
    this.#commands = new Counter({
      name: 'vmix_commands_total',
      help: 'Operations asked for over this server, by how they ended.',
      labelNames: ['operation', 'result'],
      registers: [this.#registry],
    })
    this.#board = boardGauges(this.#registry)
    this.#own = ownGauges(this.#registry)
  }

  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE

  /** @param operation as the OpenAPI document names it @param result `success`, or our error code */
  counted(operation: string, result: string): void {
    this.#commands.inc({ operation, result })
  }

  async text(): Promise<string> {
    showEntities(this.#board, this.#sources.entities())
    const { clients, dropped, messages } = this.#sources.events()
    this.#own.clients.set(clients)
    replace(this.#own.droppedClients, dropped)
    replace(this.#own.messages, messages)
    replace(this.#own.refusals, this.#sources.refusals())
    const delay = this.#delay.take()
    if (delay === null) this.#own.delay.remove()
    else this.#own.delay.set(delay)
    this.#own.memory.set(process.memoryUsage.rss())
    const { user, system } = process.cpuUsage()
    replace(this.#own.cpu, (user + system) / 1e6)
    this.#own.logEntries.reset()
    for (const { instance, entries } of await this.#sources.logEntries())
      this.#own.logEntries.inc({ instance }, entries)
    return await this.#registry.metrics()
  }

  [Symbol.dispose](): void {
    this.#delay[Symbol.dispose]()
    this.#registry.clear()
  }
}

/** A counter that is counted elsewhere. */
function replace(counter: Counter, value: number): void {
  counter.reset()
  counter.inc(value)
}

export type BoardGauges = ReturnType<typeof boardGauges>

function boardGauges(registry: Registry) {
  const registers = [registry]
  const gauge = (name: string, help: string, labelNames: string[]) => new Gauge({ name, help, labelNames, registers })
  const stream = ['instance', 'channel']
  const output = [...stream, 'destination']
  return {
    up: gauge('vmix_up', 'Whether this vMix answers.', ['instance']),
    streaming: gauge('vmix_streaming_active', 'Whether vMix shows the stream on.', stream),
    unexpected: gauge('vmix_streaming_expected', 'Whether it was started and nobody stopped it.', stream),
    recording: gauge('vmix_recording_active', 'Whether this vMix, or its gateway, records.', ['instance']),
    fps: gauge('vmix_stream_frames_per_second', 'Of what arrives at the gateway.', stream),
    streamBitrate: gauge('vmix_stream_bitrate_bits_per_second', 'Of what arrives at the gateway.', stream),
    bitrate: gauge('vmix_output_bitrate_bits_per_second', 'Of what goes out to a destination.', output),
    dropped: new Counter({
      name: 'vmix_output_dropped_frames_total',
      help: 'Frames that did not go out to a destination since it began.',
      labelNames: output,
      registers,
    }),
    outputLive: gauge('vmix_output_live', 'Whether a destination has taken the stream and gets it.', output),
    health: gauge('vmix_health_state', `1 for the verdict that holds: ${healthStates.join(', ')}.`, [
      ...stream,
      'state',
    ]),
    alerts: gauge('vmix_alerts_firing', 'Alarms that hold now.', ['severity']),
    gatewayUp: gauge('vmix_gateway_up', 'Whether the gateway answers.', []),
    gatewayDelay: gauge('vmix_gateway_event_loop_delay_p99_seconds', 'How late the gateway is with its work.', []),
  }
}

function ownGauges(registry: Registry) {
  const registers = [registry]
  return {
    clients: new Gauge({ name: 'vmix_server_event_clients', help: 'Who follows the events.', registers }),
    droppedClients: new Counter({
      name: 'vmix_server_event_clients_dropped_total',
      help: 'Who followed the events, did not read, and was dropped.',
      registers,
    }),
    messages: new Counter({
      name: 'vmix_server_event_messages_total',
      help: 'Messages to those who follow.',
      registers,
    }),
    refusals: new Counter({ name: 'vmix_server_access_refused_total', help: 'Requests turned away.', registers }),
    delay: new Gauge({
      name: 'vmix_server_event_loop_delay_p99_seconds',
      help: 'How late the server is with its work, since the last time it was asked.',
      registers,
    }),
    memory: new Gauge({ name: 'process_resident_memory_bytes', help: 'Memory of the server.', registers }),
    cpu: new Counter({ name: 'process_cpu_seconds_total', help: 'Processor time of the server.', registers }),
    logEntries: new Counter({
      name: 'vmix_witness_entries_total',
      help: 'Entries in the show log.',
      labelNames: ['instance'],
      registers,
    }),
  }
}
