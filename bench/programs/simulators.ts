/**
 * Simulated vMixes in a process of their own, steered by messages; times are ns of the machine's monotonic clock, the same
 * for all its processes.
 */
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'

export type SimulatorsOrder =
  | { readonly kind: 'start'; readonly count: number }
  /** Changes the first one's show, visibly; answers when it did. */
  | { readonly kind: 'change' }
  /** Closes the first one's ports, and opens them after so many ms; answers when they were open. */
  | { readonly kind: 'away'; readonly forMs: number }
  /** Moves the meters of each once a second from now on, so that no document is like the one before. */
  | { readonly kind: 'meters' }

const running: Simulator[] = []

async function carryOut(order: SimulatorsOrder): Promise<unknown> {
  const [first] = running
  switch (order.kind) {
    case 'start':
      for (let i = 0; i < order.count; i++)
        running.push(await startSimulator({ httpPort: 0, tcpPort: 0, inputs: 8, retryForMs: 3_600_000 }))
      return running.map(({ httpPort, tcpPort }) => ({ http: httpPort, tcp: tcpPort }))
    case 'change': {
      const at = process.hrtime.bigint()
      first?.change((show) => (show.fadeToBlack = show.fadeToBlack !== true))
      return String(at)
    }
    case 'away':
      await first?.setFault('refuse', true)
      await new Promise((resolve) => setTimeout(resolve, order.forMs))
      await first?.setFault('refuse', null)
      return String(process.hrtime.bigint())
    default:
      setInterval(() => running.forEach(moveMeters), 1000)
      return 'moving'
  }
}

function moveMeters(simulator: Simulator): void {
  const meters = (): [number, number] => [Math.random(), Math.random()]
  simulator.change(({ inputs, audio: { master } }) => {
    for (const { audio } of inputs) if (audio !== null) audio.meters = meters()
    if (master !== null) master.meters = meters()
  })
}

process.on('message', (order: SimulatorsOrder) => void carryOut(order).then((answer) => process.send?.(answer)))
process.once('disconnect', () => process.exit(0))
