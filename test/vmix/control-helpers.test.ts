import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { amplitudeToFader, createVMix, type VMix } from '../../src/vmix/control/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'

let simulator: Simulator
let vmix: VMix
const calls = () => simulator.received.flatMap(({ function: name }) => (name === null ? [] : [name]))
const start = async (options: Parameters<typeof startSimulator>[0] = {}) => {
  simulator = await startSimulator({ httpPort: 0, tcpPort: 0, inputs: 16, ...options })
  vmix = createVMix({ host: simulator.host, port: simulator.httpPort })
}

beforeEach(() => start())
afterEach(async () => {
  await vmix.close()
  await simulator.close()
})

describe('cutTo and fadeTo', () => {
  it('bring an input to program and wait until the state has it there', async () => {
    expect((await vmix.cutTo('Camera 3')).active).toBe(3)
    expect((await vmix.fadeTo(2, 200)).active).toBe(2)
    expect(calls()).toEqual(['Cut', 'Fade'])
  })

  it('send nothing where it is there already', async () => {
    expect((await vmix.cutTo(1)).active).toBe(1)
    expect(calls()).toEqual([])
  })

  it('switch another mix', async () => {
    const state = await vmix.cutTo(3, { mix: 1 })
    expect(state.mixes[0]?.active).toBe(3)
    expect(state.active).toBe(1)
    await expect(vmix.cutTo(3, { mix: 7 })).rejects.toThrow(/no mix 7/)
  })

  it('say so when vMix takes it and does nothing', async () => {
    await simulator.setFault('ignore-commands', true)
    await using impatient = createVMix({ host: simulator.host, port: simulator.httpPort, confirmMs: 150 })
    await expect(impatient.cutTo(3)).rejects.toThrow(
      expect.objectContaining({ code: 'not_confirmed', mayHaveBeenSent: true }),
    )
  })

  it('refuse a title that two inputs share', async () => {
    await vmix.close()
    await simulator.close()
    await start({ inputs: ['Camera', 'Camera', '1'] })
    await expect(vmix.cutTo('Camera')).rejects.toThrow(/2 inputs are called "Camera"/)
    expect(calls()).toEqual([])
    expect((await vmix.cutTo('1')).active).toBe(3)
  })
})

describe('overlays', () => {
  it('go in and out, confirmed by the state', async () => {
    const shown = async () => (await vmix.state()).overlays.find(({ number }) => number === 2)?.input
    await vmix.overlay(2).in({ input: 'Title 4' })
    expect(await shown()).toBe(4)
    await vmix.overlay(2).out()
    expect(await shown()).toBeNull()
    await vmix.overlay(2).toggle({ input: 3 })
    expect(await shown()).toBe(3)
    await vmix.overlay(2).off()
    expect(await shown()).toBeNull()
    expect(calls()).toEqual(['OverlayInput2In', 'OverlayInput2Out', 'OverlayInput2', 'OverlayInput2Off'])
  })

  it('that are in preview alone are not in', async () => {
    await vmix.overlay(2).preview({ input: 3 })
    await simulator.setFault('ignore-commands', true)
    await using impatient = createVMix({ host: simulator.host, port: simulator.httpPort, confirmMs: 100 })
    await expect(impatient.overlay(2).in({ input: 3 })).rejects.toMatchObject({ code: 'not_confirmed' })
    await simulator.setFault('ignore-commands', null)
    expect((await vmix.overlay(2).in({ input: 3 })).overlays[1]).toMatchObject({ input: 3, preview: false })
  })

  it('end with 8', async () => {
    expect((await vmix.overlay(8).in({ input: 1 })).overlays[7]?.input).toBe(1)
    await expect(vmix.overlay(9).in({ input: 1 })).rejects.toThrow(/no function "OverlayInput9In"/)
  })
})

describe('sound', () => {
  it('of an input: the fader as in the mixer, mute, buses', async () => {
    const sound = vmix.sound('Camera 1')
    const state = await sound.setFader(50)
    expect(state.inputs[0]?.audio?.volume).toBeCloseTo(6.25, 1)
    expect(await sound.fader()).toBeCloseTo(50, 0)
    expect((await sound.mute()).inputs[0]?.audio?.muted).toBe(true)
    expect((await sound.unmute()).inputs[0]?.audio?.muted).toBe(false)
    expect((await sound.routeTo('A')).inputs[0]?.audio?.buses).toContain('A')
    expect((await sound.unroute('A')).inputs[0]?.audio?.buses).not.toContain('A')
    // Seen on its last half step counts as there: vMix's state rounds.
    const faded = (await sound.fade(100, 150)).inputs[0]?.audio?.volume ?? 0
    expect(amplitudeToFader(faded)).toBeGreaterThanOrEqual(99.5)
  })

  it('of the master', async () => {
    expect((await vmix.bus('M').setFader(80)).audio.master?.volume).toBeCloseTo(40.96, 0)
    expect((await vmix.bus('M').mute()).audio.master?.muted).toBe(true)
  })

  it('refuses an input without sound', async () => {
    await expect(vmix.sound('Title 4').setFader(50)).rejects.toThrow(/has no sound/)
    expect(calls()).toEqual([])
  })
})

describe('setTitle', () => {
  it('fills fields by name and reads them back', async () => {
    const state = await vmix.setTitle('Lower Third.gtzip', {
      Headline: 'Ada & Grace, "1+1"',
      'Description.Text': 42,
      Background: '#FF0000',
    })
    const title = state.inputs.find(({ type }) => type === 'GT')
    expect(title?.texts.map(({ value }) => value)).toEqual(['Ada & Grace, "1+1"', '42'])
    expect(title?.colors[0]?.value).toMatch(/FF0000$/)
    expect(calls()).toEqual(['SetText', 'SetText', 'SetColor'])
  })

  it('sends nothing where a field is not there, and names those that are', async () => {
    await expect(vmix.setTitle(9, { Headline: 'x', Nmae: 'y' })).rejects.toThrow(
      /no field "Nmae". It has Headline.Text, Description.Text, Logo.Source, Background.Fill.Color/,
    )
    await expect(vmix.setTitle(1, { Headline: 'x' })).rejects.toThrow(/it is no title/)
    expect(calls()).toEqual([])
  })
})

describe('playlists, replay and scripts', () => {
  it('start and stop a playlist', async () => {
    expect((await vmix.playlists.start('Show')).playList).toBe(true)
    await vmix.playlists.next()
    expect((await vmix.playlists.stop()).playList).toBe(false)
    expect(calls()).toEqual(['SelectPlayList', 'StartPlayList', 'NextPlayListEntry', 'StopPlayList'])
  })

  it('record, mark and play the replay', async () => {
    const replayOf = (state: Awaited<ReturnType<VMix['state']>>) =>
      state.inputs.find(({ type }) => type === 'Replay')?.replay
    expect(replayOf(await vmix.instantReplay.startRecording())?.recording).toBe(true)
    await vmix.instantReplay.markLast(5)
    await vmix.instantReplay.playLast({ channel: 'A', toOutput: true })
    expect(replayOf(await vmix.instantReplay.setSpeed(0.5, { channel: 'B' }))?.speedB).toBe(0.5)
    expect(replayOf(await vmix.instantReplay.recorded())?.live).toBe(false)
    expect(replayOf(await vmix.instantReplay.live())?.live).toBe(true)
    expect(replayOf(await vmix.instantReplay.stopRecording())?.recording).toBe(false)
    expect(calls()).toContain('ReplayPlayLastEventToOutput')
  })

  it('say that a show without replay has none', async () => {
    await vmix.close()
    await simulator.close()
    await start({ inputs: 4 })
    await expect(vmix.instantReplay.startRecording()).rejects.toThrow(/no replay input/)
    expect(calls()).toEqual([])
  })

  it('start and stop scripts', async () => {
    await vmix.scripts.start('Opener')
    await vmix.scripts.stop('Opener')
    await vmix.scripts.stopAll()
    expect(calls()).toEqual(['ScriptStart', 'ScriptStop', 'ScriptStopAll'])
  })
})
