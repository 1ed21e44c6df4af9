import { VMixTcpClient, watchVMix } from '../../src/vmix/index.ts'
import { Child } from '../child.ts'
import type { SimulatorsOrder } from '../programs/simulators.ts'
import { atMost, type Row } from '../row.ts'
import { measure } from '../rounds.ts'

/** How long it is away, in turns. */
const AWAY = [0.2, 0.5, 1.5] as const

/** From the moment at which vMix's ports answer again, to the moment at which a program is connected again. */
export const reconnect: Row = {
  name: 'reconnect',
  title: 'Connected again after vMix was away',
  async run({ rounds, turnMs }) {
    await using simulators = new Child(new URL('../programs/simulators.ts', import.meta.url))
    const start: SimulatorsOrder = { kind: 'start', count: 1 }
    const [ports] = (await simulators.ask(start)) as { http: number; tcp: number }[]
    const { http = 0, tcp = 0 } = ports ?? {}
    await using client = new VMixTcpClient({ host: '127.0.0.1', port: tcp })
    await using watcher = watchVMix({ host: '127.0.0.1', port: http, tcpPort: tcp })
    const found = { client: [] as number[], watcher: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      for (const part of AWAY) {
        await Promise.all([client.ready(), watcher.waitFor(() => true)])
        while (!watcher.connection.pushed) await sleep(1)
        // As a vMix that was running: one that ends again and again is tried less often.
        await sleep(Math.min(1200, 2 * turnMs))
        const down = { client: false, watcher: false }
        const up = { client: 0n, watcher: 0n }
        const look = (name: 'client' | 'watcher', connected: boolean) => {
          down[name] ||= !connected
          up[name] = connected && down[name] ? process.hrtime.bigint() : 0n
        }
        const stop = client.onStateChange(({ kind }) => look('client', kind === 'up'))
        const onConnection = () => look('watcher', watcher.connection.connected && watcher.connection.pushed)
        watcher.on('connection', onConnection)
        const away: SimulatorsOrder = { kind: 'away', forMs: part * turnMs }
        const at = BigInt(String(await simulators.ask(away)))
        while (up.client === 0n || up.watcher === 0n) await sleep(1)
        stop()
        watcher.off('connection', onConnection)
        for (const name of ['client', 'watcher'] as const) {
          found[name].push(Math.max(0, Number(up[name] - at) / 1e6))
        }
      }
    }
    const worst = (delays: readonly number[]) => Math.max(...delays)
    return {
      commands: [
        `vMix away for ${AWAY.map((part) => (part * turnMs) / 1000).join(', ')} s, ${found.client.length} times in all`,
      ],
      measures: [measure('TCP client', 'ms', found.client), measure('watcher, events granted', 'ms', found.watcher)],
      goals: [
        atMost('TCP client, worst, ms', worst(found.client), 500),
        atMost('watcher, worst, ms', worst(found.watcher), 500),
      ],
      skipped: [],
    }
  },
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
