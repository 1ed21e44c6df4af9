import { describe, expect, it } from 'vitest'
import { FAULTS, type FaultName } from '../../src/simulator/index.ts'
import { verifyLog } from '../../src/witness/index.ts'
import { eventually } from '../support/show.ts'
import { ask, call, logged, startStage } from './support.ts'

interface Expected {
  /** The fault's value. */
  readonly value?: string
  /** What a client gets for a start, a stop and a cut: vMix's own answer, or that there is none. */
  readonly status: 200 | 500 | 502
  /** What it gets for the state. */
  readonly state: 200 | 502
  /** What the log says of the start's and the stop's effect, where vMix took them: by event type. */
  readonly confirmed?: boolean
}

const passed = { status: 200, state: 200, confirmed: true } as const
const away = { status: 502, state: 502 } as const

const expected: Record<FaultName, Expected> = {
  'ignore-commands': { ...passed, confirmed: false },
  slow: { ...passed, value: '200' },
  'error-500': { status: 500, state: 200 },
  refuse: away,
  drop: away,
  'half-open': away,
  'one-byte': passed,
  'split-xml': passed,
  restart: { ...passed, value: '27.0.0.81' },
  'stream-dies': { ...passed, value: '60' },
  stall: passed,
  thin: { ...passed, value: '5' },
  gaps: { ...passed, value: '50' },
  destination: { ...passed, value: 'Twitch' },
}

/** A client that starts, stops, cuts and reads the state through the proxy, with a vMix that has this fault. */
async function play(fault: FaultName) {
  const { value = '', confirmed } = expected[fault]
  await using stage = await startStage({ proxy: { answerMs: 1000, observe: false } })
  const { proxy, simulator } = stage
  const get = (query: string) => call(proxy.httpPort, query)
  const state = () => ask(proxy.httpPort, '/api/')
  await eventually(state, (answer) => answer.status === 200)
  await simulator.setFault(fault, value === '' ? true : value)
  // One that has just come back is asked again; everything else is as it is at once.
  if (fault === 'restart') await eventually(state, (answer) => answer.status === 200)
  const statuses: number[] = []
  for (const query of ['StartExternal', 'Cut']) statuses.push((await get(query)).status)
  const read = (await state()).status
  if (confirmed === true) {
    await eventually(
      () => logged(proxy, 'stream_observed'),
      (entries) => entries.length > 0,
    )
  }
  const stop = await get('StopExternal')
  statuses.push(stop.status)
  await simulator.setFault(fault, null)
  // It works again, with the same clients' ports, and nothing of before is sent behind.
  const sent = simulator.receivedTotal
  await eventually(state, (answer) => answer.status === 200)
  await eventually(
    () => get('PreviewInput&Input=3'),
    (answer) => answer.status === 200,
  )
  const late = simulator.received
    .slice(sent - simulator.receivedTotal)
    .flatMap(({ function: name }) => (name === null || name === 'PreviewInput' ? [] : [name]))
  const { folder } = proxy
  await proxy.close()
  const entries = await logged(proxy)
  const count = (kind: string) => entries.filter(({ event_type }) => event_type === kind).length
  const [called, failed] = [count('function_called'), count('function_call_failed')]
  const shown = entries.some(({ event_type, params }) => event_type === 'stream_observed' && params?.['on'] === true)
  const { valid } = await verifyLog({ folder })
  return { statuses, stop: stop.text, read, late, called, failed, shown, valid }
}

describe('through the proxy, with each fault of vMix', () => {
  it.each(Object.keys(FAULTS))('%s: who calls is told the truth, and it ends with the fault', async (fault) => {
    const { status, state, confirmed } = expected[fault as FaultName]
    const found = await play(fault as FaultName)
    expect(found.statuses).toEqual([status, status, status])
    expect(found.read).toBe(state)
    expect(found.late).toEqual([])
    expect(found.valid).toBe(true)
    expect(found.called).toBeGreaterThan(0)
    expect(status === 200 || found.failed > 0).toBe(true)
    // An answer that was lost may have been for a call that was carried out: then the state shows it, and the log says so.
    expect(confirmed === undefined || confirmed === found.shown).toBe(true)
    expect(found.stop.includes('Function completed')).toBe(status === 200)
  })
})
