import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startShow } from '../support/show.ts'
import { openGate } from './vmix-gate.ts'

const short = { vmixMs: 500 }

describe("vMix's own recorder", () => {
  const recorderSteps = [
    ['before', 'StartRecording'],
    ['after', 'StartRecording'],
  ] as const

  it.each(recorderSteps)('ended by its caller %s %s is off again', async (moment, step) => {
    await using show = await startShow({ controller: { waits: short } })
    await using gate = await openGate(show.simulator)
    const caller = new AbortController()
    gate.hooks = {
      [moment]: ({ what }: { what: string }) => {
        if (what === step) caller.abort()
      },
    }
    const result = await show.another({ port: gate.port }).startRecording({ signal: caller.signal })
    expect(result).toMatchObject({ success: false, error: 'aborted', leftOn: [] })
    expect(await show.controller.getStreamStatus()).toMatchObject({ recording: false })
  })

  it.each(recorderSteps)('stopped by another %s %s is off, and the start says so', async (moment, step) => {
    await using show = await startShow({ controller: { waits: short } })
    await using gate = await openGate(show.simulator)
    let stopped: unknown = null
    gate.hooks = {
      [moment]: async ({ what }: { what: string }) => {
        if (what === step) stopped ??= await show.controller.stopRecording()
      },
    }
    const result = await show.another({ port: gate.port }).startRecording()
    expect(stopped).toMatchObject({ success: true })
    expect(result).toMatchObject({ success: false, error: 'aborted', leftOn: [] })
    expect(await show.controller.getStreamStatus()).toMatchObject({ recording: false })
  })

  it('is not ended by a stop of a stream, which it has nothing to do with', async () => {
    await using show = await startShow()
    await using gate = await openGate(show.simulator)
    gate.hooks = {
      before: async ({ what }) => {
        if (what === 'StartRecording') await show.controller.stopStream()
      },
    }
    expect(await show.another({ port: gate.port }).startRecording()).toMatchObject({ success: true })
  })

  it('told to start over a connection that broke may still come on, and the answer says so', async () => {
    await using show = await startShow({ controller: { waits: short } })
    await using gate = await openGate(show.simulator)
    gate.hooks = {
      before: ({ what }) => {
        if (what === 'StartRecording') throw new Error('the connection breaks')
      },
    }
    const result = await show.another({ port: gate.port }).startRecording()
    expect(result).toMatchObject({ success: false, error: 'connection_error' })
    expect(result.success ? [] : result.leftOn).toHaveLength(1)
  })

  it('stopped while vMix is too slow to say how long it recorded, is not said to have recorded nothing', async () => {
    await using show = await startShow()
    await show.controller.startRecording()
    await show.simulator.setFault('slow', 600)
    const stopped = await show.controller.stopRecording()
    expect(stopped).toMatchObject({ success: true, verification: 'vmix_off', recordings: [] })
    expect(stopped.message).not.toContain('was not recording')
  })

  it('gives its file another name when it is off, and says so where it is not reached', async () => {
    await using show = await startShow()
    await show.controller.startRecording()
    await systemClock.sleep(300)
    const stopped = await show.controller.stopRecording({ rename: 'the show {date}' })
    const [file = ''] = stopped.success ? stopped.recordings.flatMap((recording) => recording.files) : []
    expect(basename(file)).toMatch(/^the show \d{4}-\d\d-\d\d\.\w+$/)
    expect((await stat(file)).isFile()).toBe(true)
    await show.controller.startRecording()
    const elsewhere = await show.controller.stopRecording({ rename: 'other', folder: join(show.dataFolder, 'nowhere') })
    expect(elsewhere).toMatchObject({ success: true, verification: 'vmix_off' })
    expect(elsewhere.message).toContain('cannot be reached from here')
    expect(await show.controller.stopRecording({ rename: '{what}' })).toMatchObject({ error: 'validation_error' })
  })
})
