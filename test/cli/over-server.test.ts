import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startShowApi, type ShowApi } from '../server/show-api.ts'
import { eventually } from '../support/show.ts'
import { object, run } from './vmixctl.ts'

describe('vmixctl --server', () => {
  let over: ShowApi
  let server: readonly string[]
  let env: Readonly<Record<string, string>>

  beforeAll(async () => {
    over = await startShowApi()
    over.api.board.put({
      kind: 'instance',
      id: 'studio',
      name: 'Studio',
      host: '127.0.0.1',
      port: over.show.simulator.httpPort,
      simulated: true,
      connection: { state: 'connected', since: '2026-11-22T12:00:00.000Z', watching: null, problem: null },
      vmix: null,
      gatewayProblem: null,
      logProblem: null,
      locked: false,
    })
    const { token } = await over.api.tokens.add({ name: 'Anna', role: 'operator', expiresInDays: 1 })
    server = ['--server', over.api.url]
    env = { VMIXCTL_TOKEN: token.reveal() }
  })
  afterAll(async () => await over[Symbol.asyncDispose]())

  it('does over the server what the commands do here, under the name of the token', async () => {
    const status = await run(['status', ...server], { env })
    expect(status).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^vMix \S+ \(\w+\) at 127\.0\.0\.1:\d+\nStreaming {2}off/),
    })
    const health = await run(['health', ...server, '--json'], { env })
    expect(object(health)).toMatchObject({ healthStatus: 'unknown', source: 'none' })
    const started = await run(['stream', 'start', 'twitch', '--channel', '0', ...server], { env })
    expect(started).toMatchObject({ code: 0, stdout: expect.stringMatching(/^✓ .*Stream 1/) })
    await eventually(
      () => over.receiver.framesReceived,
      (frames) => frames > 5,
    )
    expect(await run(['record', 'start', ...server], { env })).toMatchObject({ code: 0 })
    expect(await run(['record', 'stop', ...server], { env })).toMatchObject({ code: 0 })
    expect(await run(['stream', 'stop', '--channel', '0', ...server], { env })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^✓ /),
    })
    const list = await run(['witness', 'list', '--type', 'stream_*', '--actor', 'Anna', ...server], { env })
    expect(list.stdout.match(/stream_\w+|Stream 1/g)?.length).toBeGreaterThanOrEqual(2)
    const last = await run(['witness', 'list', '--last', '1', '--json', ...server], { env })
    expect(object(last)).toMatchObject({ event: { event_type: 'stream_stopped', actor: 'Anna' } })
    expect(await run(['witness', 'verify', ...server], { env })).toMatchObject({ code: 2 })
  })

  it('says what is wrong, and never the token', async () => {
    const failed = await run(['stream', 'start', 'nobody', '--channel', '0', ...server], { env })
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('no destination of this name') })
    const two = await run(['stream', 'start', 'twitch:env:KEY', '--channel', '0', ...server], { env })
    expect(two).toMatchObject({ code: 2, stderr: expect.stringContaining('as the server knows it') })
    const wrong = await run(['status', ...server], { env: { VMIXCTL_TOKEN: 'vmixctl_PLANTED' } })
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('VMIXCTL_TOKEN') })
    expect(wrong.stderr + wrong.stdout).not.toContain('PLANTED')
    const away = await run(['status', '--server', 'http://127.0.0.1:1'], { env })
    expect(away).toMatchObject({ code: 3, stderr: expect.stringContaining('cannot be reached') })
    expect(away.stderr).not.toContain(env['VMIXCTL_TOKEN'])
    expect(await run(['status', '--gateway', ...server], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--gateway is not for --server'),
    })
    expect(await run(['status', '--server', 'nonsense'], { env })).toMatchObject({ code: 2 })
  })
})
