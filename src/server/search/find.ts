import { Socket } from 'node:net'
import type { Clock } from '../../clock/index.ts'
import { VMixHttpClient } from '../../vmix/index.ts'
import { machinesIn, type Network } from './networks.ts'

/** A vMix that answered with its state. */
interface FoundVMix {
  readonly host: string
  readonly port: number
  readonly version: string
  readonly edition: string
}

export interface FindOptions {
  /** Of Web Controllers; the first ones first. */
  readonly ports: readonly number[]
  /** Beside this machine. */
  readonly networks: readonly Network[]
  readonly clock: Clock
  readonly signal: AbortSignal
  /** For all of it, ms; default 10,000. */
  readonly limitMs?: number
}

/** Whether all of it was asked: a search that took too long says so. */
export interface Search {
  readonly found: readonly FoundVMix[]
  readonly complete: boolean
}

const usualLimitMs = 10_000
/** So many are asked at a time. */
const atOnce = 64
/** A machine of one's own network answers at once, or is not there. */
const connectMs = 500
const answerMs = 2000
/** A state document of a large show; who sends more is not named. */
const mostBytes = 1024 * 1024

/**
 * Asks this machine, and every machine of the networks, whether a vMix answers: a connection first, and where that is taken, one
 * `GET /api/`. Named is only what answers as a vMix does; one with a password is not seen.
 */
export async function findVMix(options: FindOptions): Promise<Search> {
  const { ports, networks, clock, signal, limitMs = usualLimitMs } = options
  const machines = networks.flatMap(machinesIn)
  const places = [
    ...ports.map((port) => ({ host: '127.0.0.1', port })),
    ...ports.flatMap((port) => machines.map((host) => ({ host, port }))),
  ]
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  const limit = clock.sleep(limitMs, either).then(
    () => over.abort(),
    () => undefined,
  )
  const found: (FoundVMix & { readonly at: number })[] = []
  let next = 0
  const ask = async (): Promise<void> => {
    for (let at = next++; at < places.length && !either.aborted; at = next++) {
      const place = places[at]
      const seen = place === undefined ? null : await askOne(place, clock, either)
      if (seen !== null) found.push({ ...seen, at })
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, places.length) }, ask))
  const complete = !either.aborted
  over.abort()
  await limit
  return {
    found: found.toSorted((a, b) => a.at - b.at).map(({ at: _at, ...one }) => one),
    complete,
  }
}

async function askOne(
  { host, port }: { readonly host: string; readonly port: number },
  clock: Clock,
  signal: AbortSignal,
): Promise<FoundVMix | null> {
  if (!(await takesConnections(host, port, clock, signal))) return null
  await using client = new VMixHttpClient({ host, port, clock, timeoutMs: answerMs, maxBodyBytes: mostBytes })
  try {
    const { version, edition } = await client.state({ signal })
    return version === '' ? null : { host, port, version: short(version), edition: short(edition) }
  } catch {
    // Something else than a vMix, or one that does not answer.
    return null
  }
}

function takesConnections(host: string, port: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = new Socket()
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  clock.sleep(connectMs, either).then(
    () => resolve(false),
    () => resolve(false),
  )
  socket.once('connect', () => resolve(true))
  socket.once('error', () => resolve(false))
  socket.connect({ host, port })
  return promise.finally(() => {
    over.abort()
    socket.destroy()
  })
}

/** It is a stranger's text: no more of it than a version is long. */
function short(text: string): string {
  return text.replaceAll(/[^\w. +-]/g, '').slice(0, 40)
}
