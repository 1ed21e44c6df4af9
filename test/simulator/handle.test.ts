import { describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../src/clock/index.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { until } from '../support/waiting.ts'
import { lineClient } from './line-client.ts'
import { tcpReplies } from './raw-client.ts'

/** Counts what still waits. */
function countingClock(): Clock & { readonly waiting: () => number } {
  let waiting = 0
  return {
    ...systemClock,
    waiting: () => waiting,
    async sleep(ms, signal, options) {
      waiting++
      try {
        await systemClock.sleep(ms, signal, options)
      } finally {
        waiting--
      }
    },
  }
}

describe('closing', () => {
  it('leaves no timer, with streams, transitions, fades and players under way', async () => {
    const clock = countingClock()
    const simulator = await startSimulator({ httpPort: 0, tcpPort: 0, inputs: 16, clock })
    const calls = [
      'StartStreaming Value=0',
      'Fade Duration=60000',
      'SetVolumeFade Input=1&Value=0,60000',
      'Play Input=11',
    ]
    await tcpReplies(simulator.tcpPort, ...calls.map((call) => `FUNCTION ${call}\r\n`))
    expect(clock.waiting()).toBeGreaterThan(0)
    await simulator.close()
    simulator.change((show) => {
      show.fadeToBlack = true
    })
    await systemClock.sleep(20)
    expect(clock.waiting()).toBe(0)
  })
})

describe('change', () => {
  it('that throws tells subscribers what it had changed by then', async () => {
    await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
    using client = await lineClient(simulator.tcpPort)
    client.send('SUBSCRIBE ACTS')
    await until(() => client.text.includes('SUBSCRIBE OK'))
    const act = () =>
      simulator.change((show) => {
        show.fadeToBlack = true
        throw new Error('mine')
      })
    expect(act).toThrow('mine')
    await until(() => client.lines.includes('ACTS OK FadeToBlack 1'), 3000)
  })

  it('takes no function that goes on later, since nobody would be told of the rest', async () => {
    await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
    const later = async () => {
      await systemClock.sleep(1)
      throw new Error('nobody hears')
    }
    // oxlint-disable-next-line typescript/no-misused-promises -- what programs do that are checked less
    expect(() => simulator.change(later)).toThrow(expect.objectContaining({ code: 'bad_option' }))
    await systemClock.sleep(20)
  })
})

describe('a line of blanks', () => {
  it('is read at once, however long it is', async () => {
    await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
    const before = performance.now()
    const line = `PING a${' '.repeat(250_000)}x\r\n`
    expect((await tcpReplies(simulator.tcpPort, line)).at(-1)).toBe('PING OK PONG\r\n')
    expect(performance.now() - before).toBeLessThan(5000)
  })
})
