import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { type FaultName, startSimulator } from '../../src/simulator/index.ts'
import { type VMixEvent, VMixHttpClient, type VMixState, watchVMix } from '../../src/vmix/index.ts'
import { randomFrom } from '../support/mutation.ts'
import { openHandles, until } from '../support/waiting.ts'

/** What an event is about: events of one thing must follow each other without a gap. */
function about(event: VMixEvent): string | null {
  switch (event.type) {
    case 'program':
    case 'preview':
      return `${event.type} ${event.mix}`
    case 'overlay':
      return `overlay ${event.overlay}`
    case 'streaming':
      return `streaming ${event.channel}`
    case 'audio':
      return event.of === 'bus' ? `bus ${event.bus}` : `sound ${event.key}`
    case 'fadeToBlack':
    case 'external':
    case 'multiCorder':
    case 'connection':
    case 'tally':
    case 'version':
      return event.type
    default:
      return null
  }
}

/** Whether each event begins where the one before it of the same thing ended. */
class Chain {
  readonly gaps: string[] = []
  readonly #last = new Map<string, string>()
  count = 0

  see(event: VMixEvent): void {
    const name = about(event)
    if (name === null || !('before' in event)) return
    this.count++
    const [before, after] = [text(event, event.before), text(event, event.after)]
    const known = this.#last.get(name)
    if (known !== undefined && known !== before) this.gaps.push(`${name}: ${known} and then before ${before}`)
    this.#last.set(name, after)
  }

  forget(): void {
    this.#last.clear()
  }
}

/** Who tells the tally is no news by itself. */
function text({ type }: VMixEvent, value: unknown): string {
  const shown =
    type === 'tally' && typeof value === 'object' && value !== null && 'inputs' in value ? value.inputs : value
  return JSON.stringify(shown)
}

/** What is told of, of a state. */
const told = ({
  version,
  active,
  preview,
  overlays,
  fadeToBlack,
  external,
  multiCorder,
  audio,
  inputs,
}: VMixState) => ({
  version,
  active,
  preview,
  overlays,
  fadeToBlack,
  external,
  multiCorder,
  master: audio.master?.volume,
  sound: inputs.map((input) => input.audio?.volume),
})

const FAULTS: readonly (readonly [FaultName, string | number | true])[] = [
  ['slow', 40],
  ['drop', true],
  ['refuse', true],
  ['half-open', true],
  ['error-500', true],
  ['split-xml', true],
]

describe('a show in which everything happens at once', () => {
  it.each([1, 2, 3])('is told without a gap, and in the end as it is (%i)', async (seed) => {
    const random = randomFrom(seed)
    const pick = (below: number) => Math.floor(random() * below)
    await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0, requestLogSize: 10 })
    await using vmix = new VMixHttpClient({ host: '127.0.0.1', port: simulator.httpPort, timeoutMs: 300 })
    const before = openHandles()
    {
      await using watcher = watchVMix({
        host: '127.0.0.1',
        port: simulator.httpPort,
        tcpPort: simulator.tcpPort,
        timeoutMs: 300,
        pollMs: 60,
        slowPollMs: 120,
        queueLimit: 20,
      })
      const all = new Chain()
      watcher.onAny((event) => all.see(event))
      const slow = new Chain()
      const loop = (async () => {
        for await (const event of watcher) {
          if (event.type === 'dropped') slow.forget()
          else slow.see(event)
          await systemClock.sleep(10)
        }
      })()
      // Never looked at: it may cost nothing but its own queue.
      watcher[Symbol.asyncIterator]()
      for (let step = 0; step < 120; step++) {
        const what = pick(12)
        const input = 1 + pick(7)
        if (what === 0) await simulator.setFault(...(FAULTS[pick(FAULTS.length)] ?? ['slow', 1]))
        else if (what < 3) for (const [name] of FAULTS) await simulator.setFault(name, null)
        else if (what === 3 && step % 10 === 0) await simulator.restart(['27.0.0.81', '29.0.0.49'][pick(2)])
        else {
          const [name, params] = [
            ['Cut', {}] as const,
            ['PreviewInput', { Input: input }] as const,
            ['OverlayInput1', { Input: input }] as const,
            ['PreviewOverlayInput1', { Input: input }] as const,
            ['FadeToBlack', {}] as const,
            ['StartStopExternal', {}] as const,
            ['SetVolume', { Input: 1, Value: pick(101) }] as const,
            ['SetMasterVolume', { Value: pick(101) }] as const,
          ][pick(8)] ?? ['Cut', {}]
          await vmix.call(name, params).catch(() => undefined)
        }
        if (pick(3) === 0) await systemClock.sleep(pick(40))
      }
      for (const [name] of FAULTS) await simulator.setFault(name, null)
      await until(() => {
        const { current, connection } = watcher
        if (current === null || !connection.connected || !connection.pushed) return false
        return JSON.stringify(told(current.state)) === JSON.stringify(told(simulator.state))
      })
      const tally = watcher.tally?.inputs.map((one) => (one === 'program' ? 1 : one === 'preview' ? 2 : 0))
      expect(watcher.tally?.source).toBe('vmix')
      expect(tally?.[(simulator.state.active ?? 0) - 1]).toBe(1)
      await watcher.close()
      await loop
      expect([all.gaps, slow.gaps]).toEqual([[], []])
      expect(all.count).toBeGreaterThan(20)
    }
    await until(() => openHandles() <= before + 2)
  })
})
