import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/show.ts'
import { until } from '../support/waiting.ts'
import { webSink } from './sinks.ts'

function start(stateFile: string, url: string): ChildProcess & AsyncDisposable {
  const program = join(import.meta.dirname, 'alarm-program.ts')
  const child = spawn(process.execPath, [program, stateFile, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, HOOK: 'secret' },
  })
  return Object.assign(child, {
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  })
}

const idsOf = (calls: readonly { readonly body: string }[]): readonly string[] =>
  calls.flatMap(({ body }) => (JSON.parse(body) as { notices: { id: string }[] }).notices.map(({ id }) => id))

describe('a program that is killed', () => {
  it('before its alarm was taken gives it again when it is back, with the same id, and then no more', async () => {
    await using folder = await temporaryFolder()
    const stateFile = join(folder.path, 'alerts.json')
    let taken = false
    await using sink = await webSink((response) => {
      if (taken) response.end()
    })
    {
      await using first = start(stateFile, sink.url)
      await until(() => sink.calls.length === 1, 60_000)
      expect(first.exitCode).toBeNull()
    }
    taken = true
    {
      await using second = start(stateFile, sink.url)
      const said = once(second.stdout ?? process.stdin, 'data')
      await until(() => sink.calls.length === 2, 60_000)
      expect(String((await said)[0])).toContain('delivered')
    }
    expect(new Set(idsOf(sink.calls)).size).toBe(1)
  })
})
