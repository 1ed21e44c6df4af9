import { fromSupervisor } from './messages.ts'

/** A gateway's end of the channel to its supervisor. */
export interface Supervised extends Disposable {
  /** Of the supervisor. */
  readonly pid: number
  /** The supervisor asks it to end; or it has gone before the gateway had started. */
  readonly stop: AbortSignal
  /** The gateway answers: from now on it is started again when it dies, and goes on when its supervisor dies. */
  started(): void
}

/** Where this process was started by {@link supervise}; null where it was not. */
export function supervised(): Supervised | null {
  const { channel } = process
  if (channel == null || process.send === undefined) return null
  const stop = new AbortController()
  let running = false
  const onMessage = (message: unknown): void => {
    if (fromSupervisor.safeParse(message).success) stop.abort()
  }
  const onGone = (): void => {
    if (!running) stop.abort()
  }
  process.on('message', onMessage)
  process.on('disconnect', onGone)
  // The channel alone keeps nothing alive.
  channel.unref()
  return {
    pid: process.ppid,
    stop: stop.signal,
    started: () => {
      running = true
      // A supervisor that is gone is no reason to fail.
      if (process.connected) process.send?.({ gateway: 'started' }, undefined, undefined, () => undefined)
    },
    [Symbol.dispose]: () => {
      process.off('message', onMessage)
      process.off('disconnect', onGone)
      if (process.connected) process.disconnect()
    },
  }
}
