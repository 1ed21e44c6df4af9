import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { runGatewayProcess, findGateway } from '../../src/gateway/index.ts'
import { temporaryFolder } from '../support/show.ts'
import { run } from './vmixctl.ts'

describe('vmixctl preview', () => {
  it('prints a link with a ticket that opens the stream once, and no token', async () => {
    await using folder = await temporaryFolder()
    const end = new AbortController()
    const options = {
      dataFolder: folder.path,
      rtmpListen: '127.0.0.1:0',
      controlListen: '127.0.0.1:0',
      clock: systemClock,
    }
    const running = await runGatewayProcess(options, end.signal)
    try {
      await using gateway = await findGateway({ dataFolder: folder.path })
      const deadline = new Date(Date.now() + 60_000).toISOString()
      const envelope = {
        version: 1,
        operationId: 'op-1',
        instance: 'a',
        actor: 'test',
        channel: 0,
        deadline,
        epoch: null,
      } as const
      await gateway?.send({ ...envelope, kind: 'feed.open', params: {} })
      const common = ['preview', '--data', folder.path, '--instance', 'a']
      const there = await run([...common, '--channel', '0', '--json'])
      expect(there.code).toBe(0)
      expect(JSON.parse(there.stdout)).toEqual({
        success: true,
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/preview\/a\/0\/page#ticket=[\w-]{43}$/),
        expires_in_s: 60,
      })
      const absent = await run([...common, '--channel', '3'])
      expect(absent).toMatchObject({ code: 1, stderr: expect.stringContaining('Stream 4 of a is not open') })
    } finally {
      end.abort()
      await running.done
    }
  })

  it('says so where no gateway runs', async () => {
    await using folder = await temporaryFolder()
    const ended = await run(['preview', '--data', folder.path])
    expect(ended).toMatchObject({ code: 3, stderr: expect.stringContaining('No gateway is running') })
  })
})
