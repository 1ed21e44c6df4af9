import { Child } from '../child.ts'
import { atMost, type Row } from '../row.ts'
import { measure } from '../rounds.ts'

interface Heard {
  readonly health: string
  readonly atMs: number
}
const START_LIMIT_MS = 20_000

/** From the last frame that was sent to the verdict `critical`: frames that stop on an open connection, and one that is cut. */
export const framesStop: Row = {
  name: 'frames-stop',
  title: 'Frames stop: until health is critical',
  async run(options) {
    const [stalls, cuts]: [number[], number[]] = [[], []]
    for (let round = 0; round < options.rounds; round++) {
      stalls.push(await untilCritical('stall'))
      cuts.push(await untilCritical('drop'))
    }
    return {
      commands: ['node bench/programs/relay.ts (startGateway), health.changed events; one stream of 1 Mb/s'],
      measures: [measure('connection open', 'ms', stalls), measure('connection cut', 'ms', cuts)],
      goals: [
        atMost('connection open, slowest, ms', Math.max(...stalls), 1500),
        atMost('connection cut, slowest, ms', Math.max(...cuts), 1500),
      ],
      skipped: [],
    }
  },
}

async function untilCritical(how: 'stall' | 'drop'): Promise<number> {
  await using gateway = new Child(new URL('../programs/relay.ts', import.meta.url))
  await using source = new Child(new URL('../programs/source.ts', import.meta.url), ['1000'])
  const heard: Heard[] = []
  const publish = await gateway.ask({ sink: '', outputs: 0 })
  gateway.process.on('message', (message) => heard.push(message as Heard))
  await source.ask({ publish: [publish] })
  await until(() => heard.some(({ health }) => health === 'healthy'))
  const stoppedMs = Number(await source.ask(how))
  const critical = () => heard.find(({ health, atMs }) => health === 'critical' && atMs > stoppedMs)
  await until(() => critical() !== undefined)
  return (critical()?.atMs ?? Number.NaN) - stoppedMs
}

async function until(there: () => boolean): Promise<void> {
  const limit = performance.now() + START_LIMIT_MS
  while (!there()) {
    if (performance.now() > limit) throw new Error('the gateway did not say how the stream is within 20 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
