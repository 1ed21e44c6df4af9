import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startSimulator } from '../../src/simulator/index.ts'
import { start } from '../cli/vmixctl.ts'
import { canFail } from '../support/faulty-process.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { ask, call, LineClient } from './support.ts'

/** Far longer than all that is done meanwhile, so that whoever waits for the disk is found out. */
const hangsMs = 40_000

/** Every thread of the process that writes to its disk is held up, until what this returns is disposed. */
async function hang(pid: number): Promise<AsyncDisposable> {
  const calls = 'pwrite64,fdatasync,fsync,utimensat'
  const options = ['-f', '-o', '/dev/null', '-p', String(pid), '-e', `trace=${calls}`]
  const strace = spawn('strace', [...options, '-e', `inject=${calls}:delay_enter=${hangsMs * 1000}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const closed = once(strace, 'close')
  for await (const text of strace.stderr.setEncoding('utf8')) if (String(text).includes('attached')) break
  strace.stderr.resume()
  return {
    [Symbol.asyncDispose]: async () => {
      strace.kill('SIGKILL')
      await closed
    },
  }
}

describe.runIf(canFail)('a proxy whose disk hangs', () => {
  it('carries stops, starts and cuts to a vMix that is known by its name, and says that nothing is recorded', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0 })
    const vmix = `localhost:${simulator.httpPort}:${simulator.tcpPort}`
    const own = ['--http-port', '0', '--tcp-port', '0', '--data', folder.path, '--json']
    const proxy = start(['proxy', '--vmix', vmix, ...own], { limitMs: 110_000 })
    await proxy.prints('"event":"started"')
    const [line = ''] = proxy.stdout.split('\n')
    const { httpPort, tcpPort } = z.object({ httpPort: z.number(), tcpPort: z.number() }).parse(JSON.parse(line))
    using client = await LineClient.open(tcpPort)
    expect(await client.ask('FUNCTION Cut')).toBe('FUNCTION OK Completed')
    await eventually(
      async () => (await ask(httpPort, '/vmixctl/status.json')).text,
      (text) => text.includes('"waiting":0') && text.includes('"recording":true'),
    )
    const began = performance.now()
    {
      await using hanging = await hang(proxy.child.pid ?? 0)
      void hanging
      const answers: unknown[] = []
      for (const name of ['StopStreaming', 'StopRecording', 'StopStreaming', 'StopExternal', 'StartExternal', 'Cut']) {
        answers.push([name, (await call(httpPort, name)).status], await client.ask('FUNCTION Cut'))
      }
      for (const answer of answers) expect([200, 'FUNCTION OK Completed']).toContain([answer].flat().at(-1))
      await eventually(
        async () => (await ask(httpPort, '/vmixctl/')).text,
        (page) => page.includes('NOTHING IS BEING RECORDED'),
      )
      expect(performance.now() - began).toBeLessThan(hangsMs)
    }
    expect(simulator.received.filter(({ function: name }) => name?.startsWith('Stop')).length).toBe(4)
    proxy.child.kill('SIGTERM')
    await proxy.ended
  })
})
