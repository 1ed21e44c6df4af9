import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FUNCTIONS } from '../../src/vmix/catalogue/index.ts'
import { createVMix, type VMix } from '../../src/vmix/control/index.ts'
import { groupName, methodName } from '../../src/vmix/control/method-names.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'

let simulator: Simulator
let vmix: VMix
const warnings: string[] = []
const calls = () =>
  simulator.received.flatMap(({ function: name, parameters }) => (name === null ? [] : [{ name, ...parameters }]))

beforeEach(async () => {
  simulator = await startSimulator({ httpPort: 0, tcpPort: 0, inputs: 16 })
  warnings.length = 0
  vmix = createVMix({ host: simulator.host, port: simulator.httpPort, onWarning: (warning) => warnings.push(warning) })
})
afterEach(async () => {
  await vmix.close()
  await simulator.close()
})

describe('calls', () => {
  it('send nothing before the first one', () => {
    expect(simulator.receivedTotal).toBe(0)
  })

  it('carry parameters by vMix’s names, every value as it was given', async () => {
    await vmix.audio.setVolume({ input: 'Camera 1', value: 80 })
    await vmix.call('SetText', { input: 9, selectedName: 'Headline.Text', value: 'a & b + c #1 ü,x' })
    await vmix.audio.setVolumeFade({ input: 1, value: [50, 200] })
    await vmix.transition.fadeToBlack()
    expect(calls()).toEqual([
      { name: 'SetVolume', Input: 'Camera 1', Value: '80' },
      { name: 'SetText', Input: '9', SelectedName: 'Headline.Text', Value: 'a & b + c #1 ü,x' },
      { name: 'SetVolumeFade', Input: '1', Value: '50,200' },
      { name: 'FadeToBlack' },
    ])
    expect(warnings).toEqual([])
  })

  it('look up inputs that are given as a title or key, and send the key', async () => {
    const { inputs } = await vmix.state()
    await vmix.audio.audioOff({ input: { title: 'Camera 2' } })
    expect(calls()).toEqual([{ name: 'AudioOff', Input: inputs[1]?.key }])
    await expect(vmix.audio.audioOff({ input: { title: 'Camera 99' } })).rejects.toThrow(/No input is called/)
  })

  it('are refused before they are sent where they are known to be wrong', async () => {
    const wrong = expect.objectContaining({ code: 'invalid_parameter', mayHaveBeenSent: false })
    await expect(vmix.audio.setVolume({ input: 1, value: 101 })).rejects.toThrow(wrong)
    await expect(vmix.audio.setVolume({ input: 1, value: Number.NaN })).rejects.toThrow(wrong)
    await expect(vmix.output.startStreaming({ value: 5 })).rejects.toThrow(wrong)
    const untyped: { call(name: string, params: object): Promise<unknown> } = vmix
    await expect(untyped.call('SetVolum', {})).rejects.toThrow(/Did you mean SetVolume/)
    await expect(untyped.call('SetVolume', { input: 1, value: 5, colour: 'red' })).rejects.toThrow(
      /takes no parameter colour/,
    )
    expect(calls()).toEqual([])
  })

  it('are sent, and warned of, where they may be right', async () => {
    const { warnings: told } = await vmix.input.setZoom({ input: 1, value: 6 })
    expect(told).toEqual(['SetZoom: Value must be a number from 0 to 5.'])
    expect(warnings).toEqual(told)
    expect(calls()).toEqual([{ name: 'SetZoom', Input: '1', Value: '6' }])
  })

  it('never show a key, whatever goes wrong', async () => {
    const attempt = vmix.output.streamingSetKey({ value: [9, 'live_SECRET'] })
    await expect(attempt).rejects.toThrow(/Value must be/)
    await expect(attempt).rejects.not.toThrow(/SECRET/)
    await vmix.output.streamingSetKey({ value: [0, 'live_SECRET'] })
    expect(simulator.stream(0)).toBeDefined()
  })

  it('go out unchecked where that is asked for', async () => {
    await expect(vmix.callUnchecked('SetVolum', { Input: 1 })).rejects.toThrow(
      expect.objectContaining({ code: 'function_refused' }),
    )
    expect(calls()).toEqual([{ name: 'SetVolum', Input: '1' }])
  })

  it('have a method for every function of the catalogue', async () => {
    const groups = new Map<string, unknown>(Object.entries(vmix))
    for (const { name, category } of FUNCTIONS) {
      const group = groups.get(groupName(category))
      expect(group).toSatisfy((found: object) => Object.hasOwn(found, methodName(name, category)))
    }
  })
})

describe('calls to an older vMix', () => {
  beforeEach(async () => {
    await vmix.close()
    await simulator.close()
    simulator = await startSimulator({ httpPort: 0, tcpPort: 0, vmixVersion: '26.0.0.44' })
    vmix = createVMix({ host: simulator.host, port: simulator.httpPort })
  })

  it('are refused where the function is newer, and both versions are named', async () => {
    await expect(vmix.audio.setMasterVolumeFade({ value: [0, 500] })).rejects.toThrow(
      'SetMasterVolumeFade came with vMix 28; this is vMix 26.0.0.44. Nothing was sent.',
    )
    await expect(vmix.overlay(5).in({ input: 1 })).rejects.toThrow(/came with vMix 29; this is vMix 26/)
    await expect(vmix.output.startStreaming({ value: 3 })).rejects.toThrow(/from 0 to 2/)
    expect(calls()).toEqual([])
  })

  it('cost a look at the version only where it matters', async () => {
    await vmix.audio.setVolume({ input: 1, value: 50 })
    await vmix.output.stopStreaming({ value: 0 })
    expect(simulator.received.map((each) => each.outcome)).not.toContain('state')
    await vmix.output.startMultiCorder()
    await vmix.input.setDynamicInput1({ value: 2 })
    await vmix.input.setDynamicInput1({ value: 3 })
    expect(simulator.received.filter((each) => each.outcome === 'state')).toHaveLength(1)
  })

  it('are looked at anew after vMix was exchanged for a newer one', async () => {
    await expect(vmix.audio.setMasterVolumeFade({ value: [0, 500] })).rejects.toThrow(/this is vMix 26/)
    const port = simulator.httpPort
    await simulator.close()
    simulator = await startSimulator({ httpPort: port, tcpPort: 0, vmixVersion: '29.0.0.49' })
    await vmix.audio.setMasterVolumeFade({ value: [100, 0] })
    expect(calls()).toEqual([{ name: 'SetMasterVolumeFade', Value: '100,0' }])
  })
})

describe('calls by TCP', () => {
  it('arrive in order, and are checked by the catalogue alone', async () => {
    await using tcp = createVMix({ host: simulator.host, tcpPort: simulator.tcpPort, transport: 'tcp' })
    expect(tcp.port).toBe(simulator.tcpPort)
    await Promise.all([10, 20, 30].map((value) => tcp.audio.setVolume({ input: 1, value })))
    await expect(tcp.audio.setVolume({ input: 1, value: 101 })).rejects.toThrow(/from 0 to 100/)
    const untyped: { call(name: string, params: object): Promise<unknown> } = tcp
    await expect(untyped.call('SetVolum', {})).rejects.toThrow(/Did you mean/)
    expect(calls()).toEqual(['10', '20', '30'].map((Value) => ({ name: 'SetVolume', Input: '1', Value })))
    expect(simulator.received[0]?.protocol).toBe('tcp')
    expect((await tcp.cutTo('Camera 2')).active).toBe(2)
    await tcp.callUnchecked('SetVolum', { Value: 'a&b' })
    expect(calls().at(-1)).toEqual({ name: 'SetVolum', Value: 'a&b' })
  })

  it('fail where nothing listens, and go on when it does again', async () => {
    const port = simulator.tcpPort
    await simulator.setFault('refuse', true)
    await using tcp = createVMix({ host: simulator.host, tcpPort: port, transport: 'tcp', timeoutMs: 2000 })
    await expect(tcp.transition.cut()).rejects.toThrow(expect.objectContaining({ mayHaveBeenSent: false }))
    await simulator.setFault('refuse', null)
    await tcp.transition.cut()
    expect(calls()).toEqual([{ name: 'Cut' }])
  })

  it('fail after the vMix was closed', async () => {
    const tcp = createVMix({ host: simulator.host, tcpPort: simulator.tcpPort, transport: 'tcp' })
    await tcp.close()
    await expect(tcp.transition.cut()).rejects.toThrow(
      expect.objectContaining({ code: 'closed', mayHaveBeenSent: false }),
    )
  })
})
