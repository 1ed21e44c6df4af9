import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { ProxyError, startProxy } from '../../src/proxy/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { eventually } from '../support/show.ts'
import { ask, call, LineClient, logged, startStage, type Stage } from './support.ts'

const reached = ({ simulator }: Stage, name: string) =>
  simulator.received.filter((each) => each.function === name).length
const refusedOf = (stage: Stage, count: number) =>
  eventually(
    () => logged(stage.proxy, 'call_refused'),
    (events) => events.length === count,
  )

describe('rules', () => {
  it('keep functions from clients, and the refusal is recorded', async () => {
    await using stage = await startStage({
      proxy: {
        rules: [
          { action: 'allow', functions: ['ScriptStop'] },
          { action: 'deny', functions: ['Script*', 'OpenPreset'], clients: ['127.0.0.0/8'] },
          { action: 'deny', functions: ['Cut'], clients: ['192.168.7.0/24'] },
        ],
      },
    })
    const answer = await call(stage.proxy.httpPort, 'ScriptStart&Value=x')
    expect(answer.status).toBe(500)
    expect(answer.text).toContain('Rule 2 of the proxy does not let 127.0.0.1 call ScriptStart')
    using client = await LineClient.open(stage.proxy.tcpPort)
    expect(await client.ask('FUNCTION openpreset Value=a')).toMatch(/^FUNCTION ER Rule 2 /)
    expect(await client.ask('FUNCTION ScriptStop Value=x')).toBe('FUNCTION OK Completed')
    expect(await client.ask('FUNCTION Cut')).toBe('FUNCTION OK Completed')
    const events = await refusedOf(stage, 2)
    expect(events.map(({ params, result }) => [params?.['function'], (result as { rule: number }).rule])).toEqual([
      ['ScriptStart', 2],
      ['OpenPreset', 2],
    ])
    expect([reached(stage, 'ScriptStart'), reached(stage, 'openpreset'), reached(stage, 'Cut')]).toEqual([0, 0, 1])
  })

  it('coalesces what one client is refused again and again', async () => {
    await using stage = await startStage({ proxy: { burstMs: 300, rules: [{ action: 'deny', functions: ['Cut'] }] } })
    for (let index = 0; index < 50; index++) await call(stage.proxy.httpPort, 'Cut')
    const counted = (events: Awaited<ReturnType<typeof logged>>) =>
      events.reduce((sum, { params }) => sum + ((params?.['burst'] as { count?: number } | undefined)?.count ?? 1), 0)
    const events = await eventually(
      () => logged(stage.proxy, 'call_refused'),
      (found) => counted(found) === 50,
    )
    expect(events.length).toBeLessThan(25)
  })
})

describe('the show lock', () => {
  it('lets nobody stop all streams at once, and only who is listed stop one', async () => {
    await using stage = await startStage({ proxy: { lock: true } })
    await call(stage.proxy.httpPort, 'StartStreaming&Value=0')
    const stops = [
      '/api/?Function=StopStreaming',
      '/api/?Function=StopStreaming&Value=',
      '/api/?Function=StopStreaming&Value=0',
      '/api/?Function=stopstreaming&Value=0',
      '/api/?function=%53topStreaming&Value=0',
      '/api/?Value=0&Function=StopStreaming%20',
      '/api/?Function=Cut&Function=StopStreaming',
      '/API//?Function=StopStreaming&Value=0',
      '/%61pi/?Function=StopStreaming&Value=0',
      '/api/?Function=StartStopStreaming&Value=0',
      '/api/?Function=StopRecording',
      '/api/?Function=StartStopExternal',
    ]
    for (const path of stops) {
      const answer = await ask(stage.proxy.httpPort, path)
      expect([path, answer.status]).toEqual([path, 500])
    }
    expect((await ask(stage.proxy.httpPort, '/somewhere?do=something')).status).toBe(403)
    using client = await LineClient.open(stage.proxy.tcpPort)
    expect(await client.ask('FUNCTION StopStreaming')).toMatch(
      /^FUNCTION ER Show lock: StopStreaming without the number/,
    )
    expect(await client.ask('FUNCTION StopStreaming Value=0')).toMatch(/^FUNCTION ER Show lock: 127.0.0.1 may not call/)
    expect(stage.simulator.stream(0).live).toBe(true)
    expect(stage.simulator.received.filter(({ function: name }) => name !== null).map((each) => each.function)).toEqual(
      ['StartStreaming'],
    )
    expect(await client.ask('FUNCTION Cut')).toBe('FUNCTION OK Completed')
  })

  it('lets who is listed stop one stream, and still nobody all', async () => {
    await using stage = await startStage({ proxy: { lock: true, allowStop: ['127.0.0.1'] } })
    await call(stage.proxy.httpPort, 'StartStreaming&Value=0')
    expect((await call(stage.proxy.httpPort, 'StopStreaming')).status).toBe(500)
    expect((await call(stage.proxy.httpPort, 'StopStreaming&Value=0&Value=1')).status).toBe(500)
    expect(stage.simulator.stream(0).live).toBe(true)
    expect((await call(stage.proxy.httpPort, 'StopStreaming&Value=0')).status).toBe(200)
    expect(stage.simulator.stream(0).live).toBe(false)
    const refused = await refusedOf(stage, 2)
    expect(refused.map(({ result }) => (result as { error: string }).error)).toEqual(['lock', 'doubled'])
  })
})

describe('names', () => {
  it('that are unknown are refused on TCP, where vMix takes anything', async () => {
    await using stage = await startStage({ proxy: { rules: [{ action: 'allow', functions: ['BrandNewOne'] }] } })
    using client = await LineClient.open(stage.proxy.tcpPort)
    expect(await client.ask('FUNCTION NoSuchThing Input=1')).toMatch(/^FUNCTION ER No suitable Function could be found/)
    expect(await client.ask('FUNCTION OverlayInput12In Input=1')).toBe('FUNCTION OK Completed')
    // A rule that names it lets a function through that came after this program.
    expect(await client.ask('FUNCTION BrandNewOne')).toBe('FUNCTION OK Completed')
    expect([reached(stage, 'NoSuchThing'), reached(stage, 'OverlayInput12In'), reached(stage, 'BrandNewOne')]).toEqual([
      0, 1, 1,
    ])
  })
})

describe('a password in front', () => {
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })

  it('is asked for everywhere on HTTP, and does not go on to vMix', async () => {
    const webPassword = new Secret('behind-pass')
    await using stage = await startStage({
      simulator: { webPassword },
      proxy: { password: webPassword, frontPassword: new Secret('front-pass') },
    })
    const { httpPort } = stage.proxy
    for (const path of ['/api/', '/api/?Function=Cut', '/other', '/vmixctl/', '/vmixctl/status.json']) {
      const without = await ask(httpPort, path)
      expect([path, without.status, without.headers.includes('WWW-Authenticate')]).toEqual([path, 401, true])
      expect((await ask(httpPort, path, { headers: basic('x:wrong') })).status).toBe(401)
      expect((await ask(httpPort, path, { headers: basic('x:behind-pass') })).status).toBe(401)
    }
    expect(reached(stage, 'Cut')).toBe(0)
    expect((await ask(httpPort, '/api/?Function=Cut', { headers: basic('anyone:front-pass') })).status).toBe(200)
    expect((await ask(httpPort, '/api/', { headers: basic(':front-pass') })).text).toContain('<vmix>')
    const log = JSON.stringify(await logged(stage.proxy))
    expect(log).not.toContain('front-pass')
    expect(log).not.toContain('behind-pass')
  })

  it("without one the clients' own passwords go to vMix, and what one may read no other gets", async () => {
    await using stage = await startStage({
      simulator: { webPassword: new Secret('vmix-pass') },
      proxy: { observe: false },
    })
    const { httpPort } = stage.proxy
    expect((await ask(httpPort, '/api/', { headers: basic('a:vmix-pass') })).status).toBe(200)
    expect((await ask(httpPort, '/api/')).status).toBe(401)
    expect((await ask(httpPort, '/api/', { headers: basic('a:other') })).status).toBe(401)
    expect((await ask(httpPort, '/api/?Function=Cut', { headers: basic('a:vmix-pass') })).status).toBe(200)
    expect((await call(httpPort, 'Cut')).status).toBe(401)
  })
})

describe('a circle', () => {
  it('is refused before anything is sent', async () => {
    const itself = startProxy({
      vmixHost: 'localhost',
      vmixHttpPort: 18_088,
      vmixTcpPort: 18_099,
      httpPort: 18_088,
      tcpPort: 18_099,
    })
    await expect(itself).rejects.toThrow(ProxyError)
    await expect(itself).rejects.toMatchObject({ code: 'loop' })
  })

  it('by way of another proxy is seen, and answered', async () => {
    await using stage = await startStage()
    const answer = await ask(stage.proxy.httpPort, '/api/?Function=Cut', { headers: { via: await viaOf(stage) } })
    expect(answer.status).toBe(508)
    expect(reached(stage, 'Cut')).toBe(0)
  })
})

/** The mark that this proxy's requests carry, as a vMix sees it. */
async function viaOf(stage: Stage): Promise<string> {
  const seen = Promise.withResolvers<string>()
  const server = createServer((request, response) => {
    seen.resolve(request.headers.via ?? '')
    response.end()
  })
  const port = stage.simulator.httpPort
  await stage.simulator.setFault('refuse', true)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  void ask(stage.proxy.httpPort, '/api/').catch(() => undefined)
  const via = await seen.promise
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  await stage.simulator.setFault('refuse', null)
  return via
}
