/** What a server hears from the system: the end, and that its configuration is to be read again. */
export interface ServerSignals extends Disposable {
  readonly stop: AbortSignal
  /** Resolves at the first signal that ends it. */
  readonly ended: Promise<void>
  onReload(listener: () => void): void
}

/** A second signal ends the process at once. On Windows there is no SIGHUP that means this: there it is the console closing. */
export function serverSignals(platform = process.platform): ServerSignals {
  const stop = new AbortController()
  const ended = Promise.withResolvers<void>()
  let reload: () => void = () => undefined
  const end = () => {
    if (stop.signal.aborted) process.exit(130)
    stop.abort(new Error('Ended by a signal.'))
    ended.resolve()
  }
  const hangUp = () => (platform === 'win32' ? end() : reload())
  process.on('SIGINT', end).on('SIGTERM', end).on('SIGHUP', hangUp)
  return {
    stop: stop.signal,
    ended: ended.promise,
    onReload: (listener) => {
      reload = listener
    },
    [Symbol.dispose]: () => {
      process.off('SIGINT', end).off('SIGTERM', end).off('SIGHUP', hangUp)
    },
  }
}
