import { describe, expect, expectTypeOf, it } from 'vitest'
import type { CallReply } from './call-types.ts'
import { createVMix } from './create-vmix.ts'
import type { FunctionName } from './functions.generated.ts'
import type { VMix } from './vmix.ts'

/** Never run: what the compiler says of it is the test. */
export function compiled(vmix: VMix): readonly Promise<unknown>[] {
  return [
    vmix.audio.setVolume({ input: 1, value: 80 }),
    vmix.audio.setVolume({ input: { title: '7' }, value: 80 }, { signal: AbortSignal.timeout(1000) }),
    vmix.audio.setVolumeFade({ input: 'Camera 1', value: [0, 2000] }),
    vmix.audio.audioBusOn({ input: 1, value: 'M' }),
    vmix.replay.playLastEvent(),
    vmix.replay.playLastEvent({ channel: 'A' }),
    vmix.transition.cut(),
    vmix.transition.fade({ duration: 500 }),
    vmix.transition.fadeToBlack(),
    vmix.output.stopStreaming({ value: 0 }),
    vmix.output.stopStreaming({ value: '' }),
    vmix.output.streamingSetKey({ value: [0, 'key'] }),
    vmix.overlay(2).in({ input: 3 }),
    vmix.overlay.overlayInputAllOff(),
    vmix.call('SetText', { input: 1, selectedName: 'Name.Text', value: 'x' }),
    vmix.call('FadeToBlack'),
    // @ts-expect-error a parameter that the function does not take
    vmix.audio.setVolume({ input: 1, value: 80, duration: 5 }),
    // @ts-expect-error a text where a number belongs
    vmix.audio.setVolume({ input: 1, value: 'loud' }),
    // @ts-expect-error no value
    vmix.audio.setVolume({ input: 1 }),
    // @ts-expect-error no input: vMix would take the one in preview
    vmix.audio.setVolume({ value: 80 }),
    // @ts-expect-error nothing at all
    vmix.audio.setVolume(),
    // @ts-expect-error no such bus
    vmix.audio.audioBusOn({ input: 1, value: 'H' }),
    // @ts-expect-error the master cannot be sent to the master
    vmix.audio.busXSendToMaster({ value: 'M' }),
    // @ts-expect-error it takes none
    vmix.transition.fadeToBlack({ input: 1 }),
    // @ts-expect-error all streams have to be said
    vmix.output.stopStreaming(),
    // @ts-expect-error the key's stream
    vmix.output.streamingSetKey({ value: ['key'] }),
    // @ts-expect-error a function that vMix does not have
    vmix.call('SetRecordingFilename', { value: 'x' }),
    // @ts-expect-error by its name too
    vmix.call('SetVolume', { input: 1, value: '80' }),
    // @ts-expect-error by its name too
    vmix.call('SetText', { input: 1, value: 'x', duration: 5 }),
  ]
}

describe('the types of functions', () => {
  it('are those of the catalogue', () => {
    expectTypeOf<'SetVolume'>().toExtend<FunctionName>()
    expectTypeOf<'SetOutput'>().not.toExtend<FunctionName>()
    expectTypeOf<VMix['audio']['setVolume']>().returns.resolves.toEqualTypeOf<CallReply>()
    expectTypeOf<VMix['overlay']>().toBeCallableWith(2)
    expect(createVMix).toBeTypeOf('function')
  })
})
