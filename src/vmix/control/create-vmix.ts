import { type Clock, systemClock } from '../../clock/index.ts'
import type { Secret } from '../../secrets/index.ts'
import { VMixConnectionError } from '../errors/connection-error.ts'
import { VMixHttpClient, type RequestOptions } from '../http-client.ts'
import { type VMixWatcher, watchVMix } from '../watch/index.ts'
import type { GivenParams } from './call-types.ts'
import { CheckedCalls } from './checked-calls.ts'
import type { Desk } from './confirm.ts'
import { makeGroups } from './groups.ts'
import { instantReplay } from './instant-replay.ts'
import { overlay } from './overlays.ts'
import { playlists, scripts } from './running-order.ts'
import { bus, inputSound } from './sound.ts'
import { cutTo, fadeTo } from './switching.ts'
import { TcpTransport } from './tcp-transport.ts'
import { setTitle } from './titles.ts'
import type { Transport } from './transport.ts'
import type { VMix } from './vmix.ts'

/** Which vMix, which of its two APIs the calls go to, and how long to wait. Times are ms. */
export interface CreateVMixOptions {
  /** vMix's machine; default `localhost`. */
  readonly host?: string
  /** Port of its Web Controller; default 8088. */
  readonly port?: number
  /** Port of its TCP API; 8099, which cannot be changed in vMix. */
  readonly tcpPort?: number
  /**
   * `http` unless given: vMix itself refuses functions that it does not know. `tcp` is for many calls a second: it answers
   * OK to any name, so that only the catalogue finds wrong ones.
   */
  readonly transport?: 'http' | 'tcp'
  /** For a Web Controller with a password. */
  readonly username?: string
  readonly password?: Secret
  /** For one exchange, of the watcher too, ms; default 5000. A huge preset may need more. */
  readonly timeoutMs?: number
  /** How long vMix's state may take to show what a helper asked for, ms; default 5000. */
  readonly confirmMs?: number
  /** Told of calls that were sent although something may be wrong with them; they are in the reply too. */
  readonly onWarning?: (warning: string) => void
  readonly clock?: Clock
}

/**
 * One vMix with all its functions. Making one connects nothing and changes nothing.
 *
 * @throws {RangeError} for times that are none
 * @example
 * await using vmix = createVMix({ host: 'localhost' })
 * await vmix.audio.setVolume({ input: 'Camera 1', value: 80 })
 * await vmix.overlay(2).in({ input: 'Lower third' })
 * await vmix.fadeTo('Camera 2', 1000)
 */
export function createVMix(options: CreateVMixOptions = {}): VMix {
  const { clock = systemClock, confirmMs = 5000, onWarning = () => undefined } = options
  const { host = 'localhost', transport = 'http' } = options
  // With one that is none a helper would look for ever.
  if (!(confirmMs >= 0)) throw new RangeError('Times are milliseconds, not below 0.')
  const port = transport === 'tcp' ? (options.tcpPort ?? 8099) : (options.port ?? 8088)
  const base = { host, port, timeoutMs: options.timeoutMs ?? 5000, clock }
  const client: Transport =
    transport === 'tcp'
      ? new TcpTransport(base)
      : new VMixHttpClient({ ...base, username: options.username, password: options.password })
  const calls = new CheckedCalls(client, onWarning)
  const desk: Desk = { calls, clock, confirmMs }
  const call = (name: string, params?: GivenParams, request?: RequestOptions) => calls.call(name, params, request)
  const groups = makeGroups(call)
  let watcher: VMixWatcher | null = null
  let closed = false
  const watch = () => {
    if (closed)
      throw new VMixConnectionError('closed', 'This vMix is closed. Make a new one.', { mayHaveBeenSent: false })
    const { port, tcpPort, username, password, timeoutMs } = options
    return (watcher ??= watchVMix({ host, port, tcpPort, username, password, timeoutMs, clock }))
  }
  const close = async () => {
    closed = true
    await Promise.all([client.close(), watcher?.close()])
  }
  return {
    ...groups,
    host,
    port,
    overlay: Object.assign((number: number) => overlay(desk, number), groups.overlay),
    playlists: playlists(desk),
    instantReplay: instantReplay(desk),
    scripts: scripts(desk),
    call,
    callUnchecked: (name, params = {}, request = {}) => calls.callUnchecked(name, params, request),
    state: (request) => calls.state(request),
    cutTo: (input, given) => cutTo(desk, input, given),
    fadeTo: (input, ms, given) => fadeTo(desk, input, ms, given),
    setTitle: (input, fields, request) => setTitle(desk, input, fields, request),
    sound: (input) => inputSound(desk, input),
    bus: (letter) => bus(desk, letter),
    watch,
    close,
    [Symbol.asyncDispose]: close,
  }
}
