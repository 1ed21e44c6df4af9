import { describe, expect, it } from 'vitest'
import { openShow } from './stage.ts'

describe('transitions', () => {
  it("take the time given, the effect's own, or their button's; until then program stays as it was", async () => {
    const show = openShow()
    const onAir = () => [show.state.preview, show.state.active]
    for (const [name, parameters, ms] of [
      ['Fade', { Duration: 2000 }, 2000],
      ['Wipe', {}, 500],
      ['Transition2', {}, 1000],
      ['Stinger1', {}, 500],
    ] as const) {
      const before = onAir()
      show.call(name, parameters)
      await show.clock.go(ms - 1)
      expect(onAir()).toEqual(before)
      await show.clock.go(1)
      expect(onAir()).toEqual(before.toReversed())
    }
    show.call('SetTransitionEffect3', { Value: 'Cut' })
    show.call('Transition3')
    expect(onAir()).toEqual([1, 2])
  })

  it('a running one is ended by the next, by a cut, and by an input that is put on air', () => {
    const show = openShow()
    show.call('Fade', { Input: 3, Duration: 1000 })
    expect(show.state).toMatchObject({ active: 1, preview: 3 })
    show.call('Cut')
    expect(show.state).toMatchObject({ active: 3, preview: 1 })
    show.call('Fade', { Input: 5, Duration: 1000 })
    show.call('ActiveInput', { Input: 6 })
    expect(show.state).toMatchObject({ active: 6, preview: 3 })
  })

  it('buttons are set; the T-bar changes places at its end', () => {
    const show = openShow()
    show.call('SetTransitionEffect1', { Value: 'Zoom' })
    show.call('SetTransitionDuration1', { Value: 750 })
    expect(show.state.transitions[0]).toEqual({ number: 1, effect: 'Zoom', durationMs: 750 })
    show.call('SetFader', { Value: 128 })
    expect(show.state.active).toBe(1)
    show.call('SetFader', { Value: 255 })
    expect(show.state.active).toBe(2)
    expect(show.refused('SetFader', { Value: 'x' })).toBe(true)
    expect(show.refused('SetTransitionDuration1', { Value: -1 })).toBe(true)
    expect(show.refused('Fade', { Duration: 'long' })).toBe(true)
  })

  it('mixes have program and preview of their own, Mix counting from 0', async () => {
    const show = openShow()
    expect(show.state.mixes).toEqual([{ number: 2, preview: 2, active: 1 }])
    show.call('PreviewInput', { Input: 5, Mix: 1 })
    show.call('Cut', { Mix: 1 })
    expect(show.state.mixes).toEqual([{ number: 2, preview: 1, active: 5 }])
    show.call('Fade', { Mix: 1, Duration: 300 })
    show.call('Fade', { Duration: 300 })
    await show.clock.go(300)
    expect(show.state.mixes).toEqual([{ number: 2, preview: 5, active: 1 }])
    expect(show.state).toMatchObject({ active: 2, preview: 1 })
    expect(show.lines).toContain('ACTS OK InputMix2 5 1')
    expect(show.refused('Cut', { Mix: 2 })).toBe(true)
    expect(openShow({ vmixVersion: '23.0.0.57' }).refused('Cut', { Mix: 1 })).toBe(true)
  })
})

describe('overlays', () => {
  it('come back with what they showed last, and show in preview alone', () => {
    const show = openShow()
    show.call('OverlayInput2In', { Input: 9 })
    show.call('OverlayInput2Out')
    show.call('OverlayInput2Last')
    expect(show.state.overlays[1]).toEqual({ number: 2, input: 9, preview: false })
    show.call('PreviewOverlayInput1', { Input: 4 })
    expect(show.state.overlays[0]).toEqual({ number: 1, input: 4, preview: true })
    show.call('PreviewOverlayInput1', { Input: 4 })
    expect(show.state.overlays[0]).toEqual({ number: 1, input: null, preview: false })
  })

  it.each([
    ['23.0.0.57', 4, 5],
    ['28.0.0.38', 4, 5],
    ['29.0.0.49', 16, 17],
  ])('%s has functions of overlay %i and none of %i', (vmixVersion, last, beyond) => {
    const show = openShow({ vmixVersion })
    expect(show.outcome(`OverlayInput${last}In`, { Input: 3 })).toEqual({ kind: 'done' })
    expect(show.state.overlays[last - 1]?.input).toBe(3)
    expect(show.outcome(`OverlayInput${beyond}In`, { Input: 3 })).toEqual({ kind: 'unknown' })
  })
})

describe('sound', () => {
  it('faders are shown as amplitude, and fade evenly over their time', async () => {
    const show = openShow()
    for (const [fader, amplitude] of [
      [100, 100],
      [88, 59.96953],
      [74, 29.98658],
      [50, 6.25],
      [0, 0],
    ] as const) {
      show.call('SetVolume', { Input: 1, Value: fader })
      expect(show.input(1).audio?.volume).toBe(amplitude)
    }
    show.call('SetVolumeFade', { Input: 1, Value: '100,1000' })
    await show.clock.go(500)
    expect(show.input(1).audio?.volume).toBe(6.25)
    await show.clock.go(500)
    expect(show.input(1).audio?.volume).toBe(100)
    show.call('SetVolume', { Input: 1, Value: '-=50' })
    show.call('SetVolume', { Input: 1, Value: 180 })
    expect(show.input(1).audio?.volume).toBe(100)
    for (const Value of ['', 'loud', '50;1']) expect(show.refused('SetVolume', { Input: 1, Value })).toBe(true)
    for (const Value of ['50', '50,soon']) expect(show.refused('SetVolumeFade', { Input: 1, Value })).toBe(true)
  })

  it('mute, solo, balance, gain and routing of an input', () => {
    const show = openShow()
    for (const name of ['AudioOff', 'SoloOn', 'SoloPFL']) show.call(name, { Input: 2 })
    show.call('SetBalance', { Input: 2, Value: -0.5 })
    show.call('SetGain', { Input: 2, Value: 12 })
    show.call('AudioBusOn', { Input: 2, Value: 'C' })
    show.call('AudioBus', { Input: 2, Value: 'A' })
    show.call('AudioBusOff', { Input: 2, Value: 'M' })
    expect(show.input(2).audio).toMatchObject({
      muted: true,
      solo: true,
      soloPfl: true,
      balance: -0.5,
      gainDb: 12,
      buses: ['A', 'C'],
    })
    show.call('Audio', { Input: 2 })
    show.call('SoloAllOff')
    expect(show.input(2).audio).toMatchObject({ muted: false, solo: false })
    expect(show.refused('AudioBusOn', { Input: 2, Value: 'H' })).toBe(true)
    // An input without sound stays without.
    show.call('AudioOff', { Input: 4 })
    expect(show.input(4).audio).toBeNull()
    const older = openShow({ vmixVersion: '24.0.0.51' })
    older.call('SetVolume', { Input: 1, Value: 50 })
    expect(older.input(1).audio).toMatchObject({ gainDb: null, soloPfl: null, volume: 6.25 })
  })

  it('master and buses', async () => {
    const show = openShow()
    show.call('SetMasterVolume', { Value: 50 })
    show.call('SetHeadphonesVolume', { Value: 74 })
    show.call('MasterAudioOff')
    show.call('SetBusGVolumeFade', { Value: '0,200' })
    show.call('BusXAudioOff', { Value: 'C' })
    show.call('BusXSoloOn', { Value: 'D' })
    show.call('BusXSendToMaster', { Value: 'E' })
    await show.clock.go(200)
    const { master, buses } = show.state.audio
    expect(master).toMatchObject({ volume: 6.25, headphonesVolume: 29.98658, muted: true })
    expect(
      buses.map(({ name, volume, muted, solo, sendToMaster }) => [name, volume, muted, solo, sendToMaster]),
    ).toEqual([
      ['A', 100, false, false, false],
      ['B', 100, false, false, false],
      ['C', 100, true, false, false],
      ['D', 100, false, true, false],
      ['E', 100, false, false, true],
      ['F', 100, false, false, false],
      ['G', 0, false, false, false],
    ])
    expect(show.refused('BusXAudio', { Value: 'Z' })).toBe(true)
    show.call('SetVolumeChannelMixer3', { Input: 1, Value: 40 })
    expect(show.lines.at(-1)).toBe('ACTS OK InputVolumeChannelMixer3 1 0.4')
  })
})

describe('titles', () => {
  it('fields by name, with and without its ending, and by index', () => {
    const show = openShow()
    const fields = () => {
      const { texts, images, colors } = show.input(9)
      return [...texts, ...images, ...colors].map(({ value }) => value)
    }
    show.call('SetText', { Input: 9, SelectedName: 'Headline.Text', Value: 'Tor & "Tür" <1>' })
    show.call('SetText', { Input: 9, SelectedIndex: 1, Value: 'second' })
    show.call('SetImage', { Input: 9, SelectedName: 'Logo', Value: 'C:\\logo.png' })
    show.call('SetColor', { Input: 9, Value: '#FF000000' })
    expect(fields()).toEqual(['Tor & "Tür" <1>', 'second', 'C:\\logo.png', '#FF000000'])
    show.call('SetText', { Input: 9, SelectedName: 'Nothing.Text', Value: 'lost' })
    show.call('SetText', { Input: 9, Value: '' })
    expect(fields()).toEqual(['', 'second', 'C:\\logo.png', '#FF000000'])
    show.call('SetCountdown', { Input: 9, Value: '00:10:00' })
    expect(fields()[0]).toBe('00:10:00')
    expect(show.refused('SetCountdown', { Input: 9, Value: '10' })).toBe(true)
  })
})

describe('lists', () => {
  it('items come, go and are chosen; the title follows', () => {
    const show = openShow()
    const list = () => [show.input(10).selectedIndex, show.input(10).title, show.input(10).list?.length]
    show.call('NextItem', { Input: 10 })
    expect(list()).toEqual([2, 'Clips - interview.mp4', 3])
    show.call('ListAdd', { Input: 10, Value: 'D:\\more.mov' })
    show.call('SelectIndex', { Input: 10, Value: 4 })
    show.call('NextItem', { Input: 10 })
    expect(list()).toEqual([4, 'Clips - more.mov', 4])
    show.call('ListRemove', { Input: 10, Value: 1 })
    expect(list()).toEqual([3, 'Clips - more.mov', 3])
    expect(show.input(10).list?.map(({ selected }) => selected)).toEqual([false, false, true])
    show.call('ListRemove', { Input: 10, Value: 3 })
    show.call('PreviousItem', { Input: 10 })
    expect(list()).toEqual([1, 'Clips - interview.mp4', 2])
    show.call('ListShuffle', { Input: 10 })
    expect(show.input(10).list?.map(({ file }) => file)).toEqual(['C:\\Media\\credits.mp4', 'C:\\Media\\interview.mp4'])
    expect(list()).toEqual([2, 'Clips - interview.mp4', 2])
    show.call('ListRemoveAll', { Input: 10 })
    expect(list()).toEqual([1, 'Clips', 0])
    expect(show.refused('ListRemove', { Input: 10, Value: 1 })).toBe(true)
    expect(show.refused('ListAdd', { Input: 10, Value: '' })).toBe(true)
  })
})

describe('playing', () => {
  it('goes on with the clock, stops at the end, goes round in a loop, and through a list', async () => {
    const show = openShow()
    show.call('Play', { Input: 11 })
    await show.clock.go(1234)
    expect(show.input(11)).toMatchObject({ state: 'Running', positionMs: 1234 })
    show.call('Pause', { Input: 11 })
    await show.clock.go(1000)
    expect(show.input(11)).toMatchObject({ state: 'Paused', positionMs: 1234 })
    show.call('SetPosition', { Input: 11, Value: '+=58000' })
    show.call('PlayPause', { Input: 11 })
    await show.clock.go(1000)
    expect(show.input(11)).toMatchObject({ state: 'Completed', positionMs: 60_000 })
    expect(show.lines).toContain('ACTS OK InputPlaying 11 0')
    show.call('Play', { Input: 11 })
    expect(show.input(11)).toMatchObject({ state: 'Running', positionMs: 0 })
    show.call('LoopOn', { Input: 11 })
    await show.clock.go(61_000)
    expect(show.input(11)).toMatchObject({ state: 'Running', positionMs: 1000, loop: true })
    show.call('Restart', { Input: 11 })
    show.call('SetRate', { Input: 11, Value: 0.5 })
    for (let step = 0; step < 7; step++) await show.clock.go(143)
    expect(show.input(11).positionMs).toBe(500)
    show.call('Play', { Input: 10 })
    await show.clock.go(31_000)
    expect(show.input(10)).toMatchObject({ selectedIndex: 2, state: 'Running' })
  })

  it('begins on air and pauses off air, as the input is set', () => {
    const show = openShow()
    show.call('ActiveInput', { Input: 11 })
    expect(show.input(11).state).toBe('Running')
    show.call('ActiveInput', { Input: 1 })
    expect([show.input(11).state, show.input(1).state]).toEqual(['Paused', 'Running'])
    show.call('AutoPlayOff', { Input: 11 })
    show.call('ActiveInput', { Input: 11 })
    expect(show.input(11).state).toBe('Paused')
    show.call('Play', { Input: 11 })
    show.call('AutoPauseOff', { Input: 11 })
    show.call('ActiveInput', { Input: 1 })
    expect(show.input(11).state).toBe('Running')
  })
})

describe('inputs', () => {
  it('come, go, come back, move and change their names; what shows them still does', () => {
    const show = openShow({ inputs: 5 })
    show.call('OverlayInput1In', { Input: 5 })
    show.call('AddInput', { Value: 'Video|C:\\Media\\new, clip.mp4' })
    expect(show.input(6)).toMatchObject({ type: 'Video', title: 'new, clip.mp4', durationMs: 60_000 })
    show.call('MoveInput', { Input: 6, Value: 1 })
    expect(show.state).toMatchObject({ active: 2, preview: 3 })
    expect(show.state.overlays[0]?.input).toBe(6)
    show.call('SetInputName', { Input: 1, Value: 'Opener' })
    expect(show.input(1)).toMatchObject({ title: 'Opener', shortTitle: 'Opener', text: 'Opener' })
    show.call('RemoveInput', { Input: 'Opener' })
    expect(show.state.inputs.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
    expect(show.state).toMatchObject({ active: 1, preview: 2 })
    show.call('Undo')
    expect(show.input(1).title).toBe('Opener')
    show.call('Undo')
    expect(show.state.inputs).toHaveLength(6)
    for (const Value of ['', '|x', '9|x']) expect(show.refused('AddInput', { Value })).toBe(true)
    expect(show.refused('MoveInput', { Input: 1, Value: 99 })).toBe(true)
    const alone = openShow({ inputs: 1 })
    expect(alone.refused('RemoveInput', { Input: 1 })).toBe(true)
  })

  it('without Input the one in preview is meant; an input that is not there is refused, by every function', () => {
    const show = openShow()
    show.call('AudioOff')
    expect(show.input(2).audio?.muted).toBe(true)
    for (const name of ['AudioOff', 'SetText', 'Effect1On', 'PTZHome', 'ListAdd', 'RemoveInput', 'OverlayInput1In'])
      expect(show.refused(name, { Input: 'Nobody', Value: 'x' })).toBe(true)
  })

  it('dynamic inputs and values stand in for others', () => {
    const show = openShow()
    show.call('SetDynamicInput1', { Value: 'Camera 7' })
    show.call('SetDynamicValue2', { Value: '50' })
    expect(show.state.dynamic).toEqual({ inputs: ['Camera 7', '', '', ''], values: ['', '50', '', ''] })
    show.call('SetVolume', { Input: 'Dynamic1', Value: 'Dynamic2' })
    expect(show.input(7).audio?.volume).toBe(6.25)
    expect(show.lines).toContain('ACTS OK InputDynamic1 7 1')
    expect(show.refused('AudioOff', { Input: 'Dynamic2' })).toBe(true)
  })
})

describe('layers', () => {
  it('are set, turned off and on, moved and placed', () => {
    const show = openShow()
    show.call('SetLayer', { Input: 14, Value: '3,Camera 5' })
    show.call('SetMultiViewOverlay', { Input: 14, Value: '1,3' })
    const keys = () => show.input(14).layers.map(({ index, key }) => [index, Number(key.slice(-3))])
    expect(keys()).toEqual([
      [0, 3],
      [1, 2],
      [2, 5],
    ])
    show.call('LayerOff', { Input: 14, Value: 2 })
    show.call('MoveLayer', { Input: 14, Value: '1,3' })
    expect(keys()).toEqual([
      [0, 5],
      [2, 3],
    ])
    show.call('MultiViewOverlay', { Input: 14, Value: 2 })
    expect(keys()).toHaveLength(3)
    show.call('SetLayer', { Input: 14, Value: '3,None' })
    expect(keys()).toHaveLength(2)
    for (const Value of ['11,1', '0,1', '1', '1,Nobody'])
      expect(show.refused('SetLayer', { Input: 14, Value })).toBe(true)
  })

  it('a layer is where the captured one is, by pan and zoom or by pixels', () => {
    const show = openShow()
    show.call('SetLayer1PanX', { Input: 14, Value: -0.562 })
    show.call('SetLayer1PanY', { Input: 14, Value: -0.8 })
    show.call('SetLayer1Zoom', { Input: 14, Value: 0.2 })
    const captured = { panX: -0.562, panY: -0.8, zoomX: 0.2, zoomY: 0.2, x: 228.5, y: 864, width: 384, height: 216 }
    expect(show.input(14).layers[0]?.position).toEqual(captured)
    show.call('SetLayer2Rectangle', { Input: 14, Value: '228.48,864,384,216' })
    expect(show.input(14).layers[1]?.position).toEqual(captured)
    show.call('SetLayer2Crop', { Input: 14, Value: '0.1,0,0.9,1' })
    show.call('SetLayer2CropY2', { Input: 14, Value: 0.5 })
    expect(show.input(14).layers[1]?.crop).toEqual({ x1: 0.1, y1: 0, x2: 0.9, y2: 0.5 })
    expect(show.refused('SetLayer2Crop', { Input: 14, Value: '0.1,0' })).toBe(true)
    show.call('SetPanX', { Input: 9, Value: 0.01 })
    const bare = { panY: null, zoomX: null, zoomY: null, x: null, y: null, width: null, height: null }
    expect(show.input(9).position).toEqual({ panX: 0.01, ...bare })
    show.call('ResetInput', { Input: 9 })
    expect(show.input(9).position).toBeNull()
  })
})

describe('outputs', () => {
  it('sources and SRT flags, from 28 on; fullscreen, external, MultiCorder, playlist', () => {
    const show = openShow()
    show.call('SetOutput2', { Value: 'MultiView' })
    show.call('SetOutputFullscreen2', { Value: 'Replay' })
    show.call('SetOutput4', { Value: 'Input', Input: 3 })
    show.call('StartSRTOutput')
    show.call('StartStopSRTOutput', { Value: 2 })
    expect(show.state.outputs.map(({ type, number, source, srt }) => [type, number, source, srt])).toEqual([
      ['fullscreen', 1, 'Output', false],
      ['fullscreen', 2, 'Replay', false],
      ['output', 1, 'Output', true],
      ['output', 2, 'MultiView', false],
      ['output', 3, 'Output', true],
      ['output', 4, 'Input', false],
    ])
    show.call('StopSRTOutput', { Value: 0 })
    expect(show.state.outputs[2]?.srt).toBe(false)
    expect(show.refused('StartSRTOutput', { Value: 4 })).toBe(true)
    expect(show.refused('SetOutput2', { Value: 'Nothing' })).toBe(true)
    for (const name of ['Fullscreen', 'StartPlayList', 'StartExternal', 'StartStopMultiCorder']) show.call(name)
    expect(show.state).toMatchObject({ fullscreen: true, playList: true, external: true, multiCorder: true })
    for (const name of ['FullscreenOff', 'StopPlayList', 'StopExternal', 'StopMultiCorder']) show.call(name)
    expect(show.state).toMatchObject({ fullscreen: false, playList: false, external: false, multiCorder: false })
    const older = openShow({ vmixVersion: '27.0.0.81' })
    older.call('StartSRTOutput')
    expect(older.state.outputs).toEqual([])
  })
})

describe('replay', () => {
  const replay = (show: ReturnType<typeof openShow>) => show.input(15).replay

  it('records, and its channels, cameras, speeds and lists are shown', () => {
    const show = openShow()
    show.call('ReplayStartRecording')
    show.call('ReplayACamera3')
    show.call('ReplayBCamera2')
    show.call('ReplaySetSpeed', { Value: 0.9, Channel: 'A' })
    show.call('ReplaySelectEvents7', { Channel: 'B' })
    show.call('ReplayRecorded')
    expect(replay(show)).toMatchObject({
      recording: true,
      live: false,
      cameraA: 3,
      cameraB: 2,
      speed: 0.899999976158142,
      speedA: 0.899999976158142,
      speedB: 1,
      events: 1,
      eventsA: 1,
      eventsB: 7,
    })
    show.call('ReplaySwapChannels')
    show.call('ReplaySelectChannelB')
    expect(replay(show)).toMatchObject({
      channelMode: 'B',
      cameraA: 2,
      cameraB: 3,
      eventsA: 7,
      speed: 0.899999976158142,
    })
    show.call('ReplayStartStopRecording')
    expect(replay(show)?.recording).toBe(false)
    expect(show.lines).toContain('ACTS OK ReplayRecording 1')
    expect(show.lines).toContain('ACTS OK ReplayACamera3 1')
    expect(show.refused('ReplaySetSpeed', { Value: 1, Channel: 'X' })).toBe(true)
    expect(openShow({ inputs: 2 }).outcome('ReplayStartRecording')).toEqual({ kind: 'done' })
  })

  it('marks make events, which are played from their beginning to their end at their speed', async () => {
    const show = openShow()
    const events = () => show.stage.unseen.replay.lists[0] ?? []
    show.call('ReplayStartRecording')
    await show.clock.go(10_000)
    show.call('ReplayMarkIn')
    await show.clock.go(2000)
    show.call('ReplayMarkOut')
    show.call('ReplayMarkInOutLive', { Value: 5 })
    const nowMs = show.clock.now()
    expect(events()).toMatchObject([
      { inMs: nowMs - 2000, outMs: nowMs },
      { inMs: nowMs - 5000, outMs: nowMs },
    ])
    show.call('ReplaySetLastEventText', { Value: 'Goal, 1:0' })
    show.call('ReplaySelectFirstEvent')
    show.call('ReplayCopySelectedEvent', { Value: 3 })
    expect(events().map(({ text }) => text)).toEqual(['', 'Goal, 1:0'])
    expect(show.stage.unseen.replay.lists[3]).toHaveLength(1)
    show.call('ReplaySetSpeed', { Value: 0.5 })
    show.call('ReplayPlaySelectedEvent', { Channel: 'A' })
    await show.clock.go(2000)
    const local = (ms: number) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 23)
    expect(replay(show)).toMatchObject({ live: false, timecodeA: local(nowMs - 1000) })
    await show.clock.go(3000)
    expect(replay(show)?.timecodeA).toBe(local(nowMs))
    expect(show.lines.filter((line) => line.startsWith('ACTS OK ReplayPlaying'))).toEqual([
      'ACTS OK ReplayPlaying 1',
      'ACTS OK ReplayPlaying 0',
    ])
    show.call('ReplayDeleteLastEvent')
    expect(events()).toHaveLength(1)
    show.call('ReplayLive')
    expect(replay(show)?.live).toBe(true)
  })
})
