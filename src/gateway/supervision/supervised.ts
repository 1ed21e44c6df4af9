import { type Clock, systemClock } from '../../clock/index.ts'
import { keepCompiled } from './compile-cache.ts'
import { fromSupervisor } from './messages.ts'
import { takePredecessor, type Predecessor } from './predecessor.ts'

/** A gateway's end of the channel to its supervisor. */
export interface Supervised extends Disposable {
  /** Of the supervisor. */
  readonly pid: number
  /** The one in whose place this one was started; null: it is the first. */
  readonly predecessor: Predecessor | null
  /** The supervisor asks it to end; or it has gone before the gateway had started. */
  readonly stop: AbortSignal
  /** The gateway answers: from now on it is started again when it dies, and goes on when its supervisor dies. */
  started(): void
}

const ALIVE_MS = 1000

/**
 * Where this process was started by {@link supervise}; null where it was not. Until it is disposed of, it tells the
 * supervisor each second that this process's event loop turns.
 */
export function supervised(clock: Clock = systemClock): Supervised | null {
  const { channel } = process
  if (channel == null || process.send === undefined) return null
  const stop = new AbortController()
  const over = new AbortController()
  let running = false
  const onMessage = (message: unknown): void => {
    if (fromSupervisor.safeParse(message).success) stop.abort()
  }
  const onGone = (): void => {
    over.abort()
    if (!running) stop.abort()
  }
  process.on('message', onMessage)
  process.on('disconnect', onGone)
  // The channel alone keeps nothing alive.
  channel.unref()
  void sayAlive(clock, over.signal)
  return {
    pid: process.ppid,
    predecessor: takePredecessor(),
    stop: stop.signal,
    started: () => {
      running = true
      say('started')
      keepCompiled()
    },
    [Symbol.dispose]: () => {
      over.abort()
      process.off('message', onMessage)
      process.off('disconnect', onGone)
      if (process.connected) process.disconnect()
    },
  }
}

/** A supervisor that is gone is no reason to fail. */
function say(what: 'started' | 'alive', then: () => void = () => undefined): void {
  if (process.connected) process.send?.({ gateway: what }, undefined, undefined, then)
}

async function sayAlive(clock: Clock, over: AbortSignal): Promise<void> {
  // A supervisor that does not read (it was stopped) must not make us keep what it has not read.
  let unread = false
  while (!over.aborted) {
    if (!unread) {
      unread = true
      say('alive', () => (unread = false))
    }
    await clock.sleep(ALIVE_MS, over, { background: true }).catch(() => undefined)
  }
}
