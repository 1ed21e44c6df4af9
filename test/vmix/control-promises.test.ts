import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { FUNCTIONS, type ParameterInfo } from '../../src/vmix/catalogue/index.ts'
import { createVMix, type VMix } from '../../src/vmix/control/index.ts'
import { groupName, methodName } from '../../src/vmix/control/method-names.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { until } from '../support/waiting.ts'

let simulator: Simulator
let vmix: VMix
const open = (options: Parameters<typeof createVMix>[0] = {}) =>
  createVMix({ host: simulator.host, port: simulator.httpPort, tcpPort: simulator.tcpPort, ...options })
const calls = () =>
  simulator.received.flatMap(({ function: name, parameters }) => (name === null ? [] : [{ name, ...parameters }]))
/** As programs without types call it. */
const untyped = (of: { call(name: 'Cut'): Promise<unknown> }) => ({
  call: (name: string, params?: object): Promise<unknown> => Reflect.apply(of.call, of, [name, params]),
})

beforeEach(async () => {
  simulator = await startSimulator({ httpPort: 0, tcpPort: 0, inputs: 16 })
  vmix = open()
})
afterEach(async () => {
  await vmix.close()
  await simulator.close()
})

/** Something that this parameter may hold, and as what it arrives. */
function sample({ name, parts }: ParameterInfo): { given: unknown; sent: string } {
  const values = parts.map(({ kind }) => {
    if (kind.kind === 'number') return kind.max ?? kind.min ?? 0
    if (kind.kind === 'choice') return kind.of[0] ?? ''
    if (kind.kind === 'stream') return 0
    if (kind.kind === 'input') return 1
    return kind.kind === 'time' ? '00:01:00' : name === 'SelectedIndex' ? 0 : 'ü & + # = % 🎬 ,'
  })
  return values.length === 1 ? { given: values[0], sent: String(values[0]) } : { given: values, sent: values.join(',') }
}

describe('every function', () => {
  it('sends exactly its name and its parameters, each value as it was given', async () => {
    await using tcp = open({ transport: 'tcp' })
    const groups = new Map<string, unknown>(Object.entries(tcp))
    const wrong: string[] = []
    for (const info of FUNCTIONS) {
      const params: Record<string, unknown> = {}
      const expected: Record<string, string> = { name: info.name }
      for (const each of info.parameters ?? []) {
        const { given, sent } = sample(each)
        params[`${each.name.slice(0, 1).toLowerCase()}${each.name.slice(1)}`] = given
        expected[each.name] = info.name.startsWith('StreamingSet')
          ? '0,[secret]'
          : /^(?:VideoCallConnect|ZoomJoinMeeting)$/.test(info.name)
            ? sent.replace(/,.*$/, ',[secret]')
            : sent
      }
      const method = Reflect.get(
        Object(groups.get(groupName(info.category))),
        methodName(info.name, info.category),
      ) as unknown
      if (typeof method !== 'function') throw new Error(`${info.name} has no method`)
      await Promise.resolve(Reflect.apply(method, undefined, [params])).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'function_refused')) throw error
      })
      const last = simulator.received.findLast((request) => request.function !== null)
      const arrived = { name: last?.function, ...last?.parameters }
      if (JSON.stringify(arrived) !== JSON.stringify(expected)) wrong.push(JSON.stringify([arrived, expected]))
    }
    expect(wrong).toEqual([])
  })
})

describe('a program without types', () => {
  it('never stops every stream, or changes the input in preview, by a variable that holds nothing', async () => {
    const streams: Record<string, number> = {}
    for (const [name, params] of [
      ['StopStreaming', { value: streams['program'] }],
      ['StopStreaming', {}],
      ['StartStreaming', undefined],
      ['SetVolume', { input: undefined, value: 80 }],
      ['OpenPreset', {}],
    ] as const) {
      await expect(untyped(vmix).call(name, params)).rejects.toMatchObject({
        code: 'invalid_parameter',
        mayHaveBeenSent: false,
      })
    }
    expect(calls()).toEqual([])
    await expect(untyped(vmix).call('StopStreaming', {})).rejects.toThrow(/all streams.*value: ''/)
    await vmix.output.stopStreaming({ value: '' })
    expect(calls()).toEqual([{ name: 'StopStreaming', Value: '' }])
  })

  it('is told what vMix cannot be sent', async () => {
    for (const value of [null, true, Number.NaN, Number.POSITIVE_INFINITY, Symbol('x'), [null], [undefined, 'x'], {}]) {
      await expect(untyped(vmix).call('SetText', { input: 9, value })).rejects.toMatchObject({
        code: 'invalid_parameter',
        mayHaveBeenSent: false,
      })
    }
    await untyped(vmix).call('SetText', { input: 9, value: 12n })
    expect(calls()).toEqual([{ name: 'SetText', Input: '9', Value: '12' }])
  })

  it('cannot lose a parameter that is misspelt, even unchecked', async () => {
    const params = { Input: 1, value: 0 }
    await expect(vmix.callUnchecked('StopStreaming', params)).rejects.toThrow(/no parameter "value"/)
    expect(calls()).toEqual([])
  })
})

describe('a look before a command', () => {
  it('that fails says that no command was sent', async () => {
    await simulator.setFault('drop', true)
    const attempts = [
      vmix.cutTo(2),
      vmix.overlay(1).in({ input: 2 }),
      vmix.setTitle(9, { Headline: 'x' }),
      vmix.sound(1).setFader(50),
      vmix.sound(1).routeTo('A'),
      vmix.instantReplay.startRecording(),
      vmix.audio.audioOff({ input: { title: 'Camera 1' } }),
      vmix.output.startStreaming({ value: 0 }),
    ]
    for (const attempt of await Promise.allSettled(attempts)) {
      expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'reset', mayHaveBeenSent: false } })
    }
    expect(calls()).toEqual([])
  })
})

describe('a helper whose command went out', () => {
  it('never says that nothing was sent, whatever happens to the look after it', async () => {
    await using impatient = open({ confirmMs: 300 })
    await simulator.setFault('ignore-commands', true)
    const cutting = impatient.cutTo(3)
    await until(() => simulator.received.length >= 3)
    await simulator.setFault('refuse', true)
    await expect(cutting).rejects.toMatchObject({ mayHaveBeenSent: true })
    expect(calls()).toEqual([{ name: 'Cut', Input: expect.any(String) }])
  })

  it('bears a look that fails, and confirms by the next one', async () => {
    const fading = vmix.fadeTo(2, 400)
    await until(() => simulator.received.length >= 3)
    await simulator.setFault('drop', true)
    const before = simulator.received.length
    await until(() => simulator.received.length >= before + 2)
    await simulator.setFault('drop', null)
    expect((await fading).active).toBe(2)
    expect(calls()).toHaveLength(1)
  })

  it('says so too when it is aborted while it looks', async () => {
    await simulator.setFault('ignore-commands', true)
    const aborting = new AbortController()
    const cutting = vmix.cutTo(3, { signal: aborting.signal })
    await until(() => simulator.received.length >= 4)
    aborting.abort(new Error('enough'))
    await expect(cutting).rejects.toMatchObject({ name: 'VMixConnectionError', code: 'aborted', mayHaveBeenSent: true })
    expect(calls()).toHaveLength(1)
  })

  it('has a time for its looks, or none is made', () => {
    expect(() => open({ confirmMs: Number.NaN })).toThrow(RangeError)
  })

  it('says so when a part of a title went out', async () => {
    const filling = vmix.setTitle(9, { Headline: 'x', Description: 'lost\uD800' })
    await expect(filling).rejects.toMatchObject({ mayHaveBeenSent: true })
    expect(calls()).toHaveLength(1)
  })
})

describe('a listener for warnings', () => {
  it('that throws does not make a call that was sent look like one that failed', async () => {
    await using warned = open({
      onWarning: () => {
        throw new Error('mine')
      },
    })
    const told: Error[] = []
    const hear = (warning: Error) => told.push(warning)
    process.on('warning', hear)
    try {
      expect((await warned.input.setZoom({ input: 1, value: 6 })).warnings).toHaveLength(1)
      await until(() => told.length === 1)
    } finally {
      process.off('warning', hear)
    }
  })
})

describe('by TCP', () => {
  it('the first of several requests that is aborted ends itself alone', async () => {
    await simulator.setFault('refuse', true)
    await using tcp = open({ transport: 'tcp', timeoutMs: 5000 })
    const aborting = new AbortController()
    const first = tcp.transition.cut({}, { signal: aborting.signal })
    const second = tcp.transition.fadeToBlack()
    const outcomes = Promise.allSettled([first, second])
    aborting.abort()
    await expect(first).rejects.toMatchObject({ code: 'aborted', mayHaveBeenSent: false })
    await simulator.setFault('refuse', null)
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    expect(calls()).toEqual([{ name: 'FadeToBlack' }])
  })

  it('a request waits for the first connection as long as its own signal and time allow', async () => {
    await simulator.setFault('refuse', true)
    await using tcp = open({ transport: 'tcp', timeoutMs: 300 })
    const first = tcp.transition.cut()
    await expect(tcp.transition.cut({}, { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ code: 'aborted' })
    await expect(first).rejects.toMatchObject({ mayHaveBeenSent: false })
  })

  it('a vMix that came back as an older one is not sent what it does not know', async () => {
    await using tcp = open({ transport: 'tcp' })
    await tcp.audio.setMasterVolumeFade({ value: [80, 0] })
    await simulator.restart('26.0.0.44')
    for (let back = false; !back; await systemClock.sleep(5)) {
      back = await tcp.state().then(
        () => true,
        () => false,
      )
    }
    const before = calls().length
    await expect(tcp.audio.setMasterVolumeFade({ value: [90, 0] })).rejects.toThrow(/this is vMix 26/)
    expect(calls()).toHaveLength(before)
  })
})
