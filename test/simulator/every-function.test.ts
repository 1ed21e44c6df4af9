import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { callFunction, isActing } from '../../src/simulator/functions/index.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { type FunctionInfo, FUNCTIONS, functionInfo } from '../../src/vmix/index.ts'
import { lineClient } from './line-client.ts'
import { get } from './raw-client.ts'
import { openShow } from './stage.ts'

/** A value that the function takes, as the catalogue describes it. */
function valueFor({ name, parameters }: FunctionInfo): string {
  const parts = parameters?.find((parameter) => parameter.name === 'Value')?.parts ?? []
  const known: Readonly<Record<string, string>> = {
    AddInput: 'Colour|#FF0000',
    MoveInput: '2',
    ReplaySetTimecode: '2026-01-25T09:59:53.000',
    SelectPlayList: 'Evening',
  }
  if (known[name] !== undefined) return known[name]
  const samples = { stream: '0', input: '2', time: '00:00:10', colour: '#FFFFFFFF', transition: 'Fade', text: 'x' }
  return parts
    .map(({ kind }) => {
      if (kind.kind === 'number') return String(Math.max(kind.min ?? 1, Math.min(1, kind.max ?? 1)))
      return kind.kind === 'choice' ? (kind.of[0] ?? '') : samples[kind.kind]
    })
    .join(',')
}

function query(info: FunctionInfo): string {
  // A list stands there, so that what takes an item finds one.
  const pairs: [string, string][] = []
  for (const { name } of info.parameters ?? []) {
    if (name === 'Input')
      pairs.push(['Input', info.name.startsWith('List') || info.name === 'SelectIndex' ? '10' : '3'])
    else if (name === 'Value') pairs.push(['Value', valueFor(info)])
    else if (name === 'Mix') pairs.push(['Mix', '0'])
  }
  return pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
}

/** Off over the API since 24.0.0.60. */
const refused = new Set(['ScriptStartDynamic'])
const anyPorts = { httpPort: 0, tcpPort: 0, inputs: 16, retryForMs: 100 }

describe('every function of the catalogue', () => {
  it('is accepted on HTTP with the reply of vMix', async () => {
    await using simulator = await startSimulator({ ...anyPorts, faults: ['destination=Twitch'] })
    const others: string[] = []
    for (const info of FUNCTIONS) {
      if (info.name === 'StartRecording' || info.name === 'StartStopRecording') continue
      const { status, body } = await get(simulator.httpPort, `/api/?Function=${info.name}&${query(info)}`)
      if (status !== 200 || body !== 'Function completed successfully.') others.push(`${info.name} ${query(info)}`)
    }
    expect(others.map((line) => line.split(' ')[0])).toEqual([...refused])
  })

  it('is accepted on TCP, and so is what is no function', async () => {
    await using simulator = await startSimulator({ ...anyPorts, faults: ['destination=Twitch'] })
    using client = await lineClient(simulator.tcpPort)
    const asked = FUNCTIONS.filter(({ name }) => !/^Start(?:Stop)?Recording$/.test(name))
    for (const info of asked) client.send(`FUNCTION ${info.name} ${query(info)}`)
    client.send('FUNCTION NoSuchFunction Value=1')
    await expect.poll(() => client.lines.length, { timeout: 20_000 }).toBe(asked.length + 2)
    const [, ...replies] = client.lines
    const others = asked.filter((_, index) => replies[index] !== 'FUNCTION OK Completed')
    expect(others.map(({ name }) => name)).toEqual([...refused])
    expect(replies.at(-1)).toBe('FUNCTION OK Completed')
  })

  it.each(['23.0.0.57', '26.0.0.44', '28.0.0.38'])('%s does not know what came after it', (vmixVersion) => {
    const show = openShow({ vmixVersion })
    const major = Number(vmixVersion.slice(0, 2))
    const unknown = FUNCTIONS.filter(({ name }) => show.outcome(name).kind === 'unknown').map(({ name }) => name)
    const overlays = show.state.overlays.length
    const beyond = ({ name }: FunctionInfo) => Number(/OverlayInput(\d+)/.exec(name)?.[1] ?? 0) > overlays
    const later = FUNCTIONS.filter((info) => (info.since ?? 0) > major || beyond(info)).map(({ name }) => name)
    expect(unknown).toEqual(later)
    expect(later.length).toBeGreaterThan(0)
  })

  it('whatever values are given, none breaks the show or takes another way out than vMix has', () => {
    const show = openShow()
    const values = [
      '',
      'x',
      '-1',
      '1e9',
      ',',
      ',,,,',
      '1,',
      ',1',
      '1,2,3,4',
      '%',
      '\u0000',
      'Dynamic1',
      '9'.repeat(400),
    ]
    for (const { name } of FUNCTIONS) {
      if (/Streaming|Recording/.test(name)) continue
      for (const Value of values)
        for (const Input of ['', '10', 'Nobody']) {
          const parameters = { Value, Input, Channel: Value, SelectedIndex: Value, Duration: Value }
          callFunction(show.stage, name, Object.entries(parameters))
        }
    }
    const { inputs } = show.state
    expect(inputs.length).toBeGreaterThan(0)
    expect(inputs.map(({ number }) => number)).toEqual(inputs.map((_, index) => index + 1))
  })
})

it('what acts is of the catalogue, overlays 9 to 16 aside', () => {
  const acting = FUNCTIONS.filter(({ name }) => isActing(name))
  const guide = readFileSync(new URL('../../docs/simulator.md', import.meta.url), 'utf8')
  expect(guide).toContain(`${acting.length} of the ${FUNCTIONS.length} change something`)
  expect(isActing('OverlayInput16In')).toBe(true)
  expect(functionInfo('OverlayInput16In')).toBeNull()
})
