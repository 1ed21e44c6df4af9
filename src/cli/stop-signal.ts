/** A signal that Ctrl-C (or SIGTERM) aborts, so that what is open closes; a second one ends the process at once. */
export interface StopSignal extends Disposable {
  readonly signal: AbortSignal
}

export function stopsOnSignal(): StopSignal {
  const stop = new AbortController()
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130)
    stop.abort(new Error('Ended by a signal.'))
  }
  for (const name of names) process.on(name, onSignal)
  return {
    signal: stop.signal,
    [Symbol.dispose]: () => {
      for (const name of names) process.off(name, onSignal)
    },
  }
}
