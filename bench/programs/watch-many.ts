/** One process that watches many vMixes: gets their ports and how often to look, says when all have been seen, then just runs. */
import { watchVMix } from '../../src/vmix/index.ts'

export interface Watched {
  readonly ports: readonly { readonly http: number; readonly tcp: number }[]
  readonly pollMs: number
}

process.once('message', ({ ports, pollMs }: Watched) => {
  const watchers = ports.map(({ http, tcp }) =>
    watchVMix({ host: '127.0.0.1', port: http, tcpPort: tcp, pollMs, slowPollMs: pollMs }),
  )
  void Promise.all(watchers.map((watcher) => watcher.waitFor(() => true, { timeoutMs: 60_000 }))).then(() =>
    process.send?.('watching'),
  )
})
process.once('disconnect', () => process.exit(0))
