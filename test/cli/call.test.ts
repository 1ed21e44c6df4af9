import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { temporaryFolder } from '../support/show.ts'
import { object, run } from './vmixctl.ts'

async function stage(vmixVersion = '29.0.0.49') {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const simulator = stack.use(await startSimulator({ httpPort: 0, tcpPort: 0, vmixVersion }))
  const owned = stack.move()
  return {
    simulator,
    connection: ['--host', '127.0.0.1', '--port', String(simulator.httpPort), '--data', folder.path],
    calls: () =>
      simulator.received.flatMap(({ function: name, parameters }) => (name === null ? [] : [{ name, ...parameters }])),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

describe('vmixctl functions', () => {
  it('lists all for a program, and finds some for a person', async () => {
    const all = JSON.parse((await run(['functions', '--json'])).stdout) as { name: string; since: number | null }[]
    expect(all).toHaveLength(797)
    expect(all.find(({ name }) => name === 'SetVolume')).toMatchObject({
      category: 'Audio',
      parameters: ['Input', 'Value'],
      since: 21,
      editions: null,
    })
    const found = await run(['functions', 'master', 'fade'])
    expect(found.stdout).toMatch(/^NAME .*\nSetMasterVolumeFade +Audio +28 /)
    expect(await run(['functions', 'recordingfilename'])).toMatchObject({ code: 1 })
    expect(await run(['functions', '--category', 'Sound'])).toMatchObject({ code: 2 })
  })
})

describe('vmixctl call', () => {
  it('calls a function and records it', async () => {
    await using staged = await stage()
    const { connection, calls } = staged
    const called = await run(['call', 'Fade', 'INPUT=3', 'duration=10', '--json', ...connection])
    expect(object(called)).toMatchObject({ success: true, function: 'Fade', witnessed: true, warnings: [] })
    expect(calls()).toEqual([{ name: 'Fade', Input: '3', Duration: '10' }])
    const log = await run(['witness', 'list', '--type', 'function_called', '--json', ...connection])
    expect(log.stdout).toContain('Fade Input=3 Duration=10')
  })

  it('sends nothing that is known to be wrong, and says what may be meant', async () => {
    await using staged = await stage('26.0.0.44')
    const { connection, calls } = staged
    const misspelt = await run(['call', 'setvolume', 'input=1', 'value=5', ...connection])
    expect(misspelt).toMatchObject({ code: 2 })
    expect(misspelt.stderr).toContain('Did you mean SetVolume?')
    const newer = await run(['call', 'SetMasterVolumeFade', 'value=0,500', ...connection])
    expect(newer.stderr).toContain('came with vMix 28; this is vMix 26.0.0.44')
    const dry = await run(['call', 'SetVolume', 'input=1', 'value=80', '--dry-run', ...connection])
    expect(dry.stdout).toBe('Would be sent: SetVolume Input=1 Value=80\n')
    expect(calls()).toEqual([])
    const unchecked = await run(['call', 'SetVolum', 'input=1', '--unchecked', ...connection])
    expect(unchecked).toMatchObject({ code: 1 })
    expect(calls()).toEqual([{ name: 'SetVolum', Input: '1' }])
  })

  it('takes keys by reference alone, and never shows them', async () => {
    await using staged = await stage()
    const { connection, simulator } = staged
    const typed = await run(['call', 'StreamingSetKey', 'value=0,live_SECRET', ...connection])
    expect(typed).toMatchObject({ code: 2 })
    expect(typed.stderr + typed.stdout).not.toContain('SECRET')
    const named = await run(['call', 'StreamingSetKey', 'value=0,env:KEY', ...connection], {
      env: { KEY: 'live_SECRET' },
    })
    expect(named).toMatchObject({ code: 0 })
    expect(named.stdout).toContain('StreamingSetKey Value=0,[secret]')
    expect(simulator.received.some((each) => each.function === 'StreamingSetKey')).toBe(true)
  })

  it('takes a URL or a user by reference too, and shows neither', async () => {
    await using staged = await stage()
    const { connection, simulator } = staged
    const env = { URL: 'rtmp://u:pw@127.0.0.1:9/app/KEY', USER: 'token_SECRET' }
    const url = await run(['call', 'StreamingSetURL', 'value=0,env:URL', ...connection], { env })
    expect(url).toMatchObject({ code: 0 })
    expect(url.stdout).toContain('Value=0,rtmp://[secret]@127.0.0.1:9/app/[secret]')
    expect(await run(['call', 'StreamingSetUsername', 'value=0,env:USER', ...connection], { env })).toMatchObject({
      code: 0,
    })
    expect(simulator.stream(0)).toMatchObject({ url: env.URL, username: env.USER })
  })

  it('stops every stream only where that was said', async () => {
    await using staged = await stage()
    const { connection, calls } = staged
    const bare = await run(['call', 'StopStreaming', ...connection])
    expect(bare).toMatchObject({ code: 2 })
    expect(bare.stderr).toMatch(/all streams.*value=/s)
    expect(calls()).toEqual([])
    expect(await run(['call', 'StopStreaming', 'value=', ...connection])).toMatchObject({ code: 0 })
    expect(calls()).toEqual([{ name: 'StopStreaming', Value: '' }])
  })

  it('goes by TCP too', async () => {
    await using staged = await stage()
    const { connection, simulator, calls } = staged
    const tcp = ['--transport', 'tcp', '--tcp-port', String(simulator.tcpPort)]
    expect(await run(['call', 'Cut', 'input=2', ...tcp, ...connection])).toMatchObject({ code: 0 })
    expect(calls()).toEqual([{ name: 'Cut', Input: '2' }])
    expect(simulator.received.at(-1)?.protocol).toBe('tcp')
  })
})
