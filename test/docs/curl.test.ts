import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { webSink } from '../alerts/sinks.ts'
import { simulated } from '../server/open.ts'
import { gatewayEnds, ServerProcess } from '../server/server-process.ts'
import { needs } from '../support/programs.ts'
import { receiver } from '../support/receiver.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { readPage } from './markdown.ts'

/** Guides whose calls stand for themselves. Those that name a vMix elsewhere would be sent there. */
const guides = ['docs/http-api.md', 'docs/schedules.md', 'docs/alerts.md']

/** Each call of a guide, a line that goes on behind a backslash as one. */
function callsOf(path: string): readonly string[] {
  return readPage(path)
    .blocks.flatMap(({ text }) => text.replaceAll(/\\\n\s*/g, '').split('\n'))
    .filter((line) => /^curl\b/.test(line) && line.includes('127.0.0.1:8480'))
}

/** A server with everything that the guides name. */
async function guidedServer() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const simulator = stack.use(await simulated(join(folder.path, 'vmix')))
  const sink = stack.use(await webSink())
  const to = stack.use(await receiver())
  const preset = (id: string): object => ({
    id,
    platform: 'custom',
    url: `rtmp://127.0.0.1:${to.port}/${id}`,
    key: 'env:KEY',
  })
  const { httpPort: port, tcpPort } = simulator
  const config = {
    instances: [{ id: 'studio', host: '127.0.0.1', port, tcpPort, simulated: true }],
    gateway: { rtmpListen: '127.0.0.1:0' },
    destinations: [preset('twitch'), preset('youtube')],
    alerts: { receivers: { crew: { type: 'slack', url: 'env:CHAT' } } },
  }
  const file = join(folder.path, 'vmixctl.yaml')
  const dataFolder = join(folder.path, 'data')
  // JSON is YAML too.
  await writeFile(file, JSON.stringify(config))
  stack.use(gatewayEnds(dataFolder))
  const server = stack.use(
    await ServerProcess.start(['--config', file, '--data', dataFolder], { env: { KEY: 'PLANTED-1', CHAT: sink.url } }),
  )
  await eventually(
    () => server.shown('gateway'),
    (gateway) => gateway?.state === 'running',
    60_000,
  )
  const owned = stack.move()
  return { server, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** What a call takes from the answer to one before it, because it is new each time. */
interface Told {
  readonly id: string
  readonly next: string
}

/** Runs a call as it stands in the guide, at the server's own address. @returns what came back, its status on the last line */
async function run(call: string, url: string, { id, next }: Told): Promise<string> {
  const here = call
    .replace('http://127.0.0.1:8480', url)
    .replace(/\/ID$/, `/${id}`)
    .replace(/"at":"[^"]+"/, `"at":"${next}"`)
  // What never ends by itself is ended; curl says so by 28.
  const command = `${here.replace(/^curl/, 'curl --max-time 20')} -w '\\n%{http_code}'`
  const limited = call.includes('-sN') ? command.replace('--max-time 20', '--max-time 2') : command
  const { stdout } = await promisify(execFile)('bash', ['-c', limited]).catch(
    (error: { code: number; stdout: string }) => {
      if (error.code === 28 && call.includes('-sN')) return error
      throw error
    },
  )
  return stdout
}

describe.runIf(needs('curl', 'bash'))('the calls in the guides', () => {
  it.each(guides)('%s: each is taken as it stands', async (path) => {
    const calls = callsOf(path)
    expect(calls.length).toBeGreaterThanOrEqual(3)
    await using at = await guidedServer()
    let told: Told = { id: 'none', next: 'none' }
    for (const call of calls) {
      const said = await run(call, at.server.url, told)
      expect([call, said]).toEqual([call, expect.stringMatching(/\n2\d\d$/)])
      expect(said).not.toContain('PLANTED')
      told = {
        id: /"id":"([^"]+)"/.exec(said)?.[1] ?? told.id,
        next: /"next(?:At)?":"([^"]+)"/.exec(said)?.[1] ?? told.next,
      }
    }
  })
})
