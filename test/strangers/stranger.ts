/** One client that others wrote, in a process of its own: what it leaks or throws does not reach the test. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import type { Asked, Told } from './serving.ts'

export interface StrangerEvent {
  readonly event: string
  readonly data: unknown
}

export interface Stranger extends AsyncDisposable {
  /** All that it told so far. */
  readonly events: readonly StrangerEvent[]
  do(action: string, ...args: readonly unknown[]): Promise<unknown>
  /** Waits for an event that was told at `from` or later; gives its data. */
  told(event: string, holds?: (data: unknown) => boolean, from?: number): Promise<unknown>
}

const limitMs = 40_000

export async function startStranger(program: string): Promise<Stranger> {
  const child = fork(join(import.meta.dirname, program), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const events: StrangerEvent[] = []
  const asked = new Map<number, PromiseWithResolvers<unknown>>()
  let lastId = 0
  child.on('message', (message) => {
    const told = message as Told
    if ('event' in told) events.push(told)
    else if ('error' in told) asked.get(told.id)?.reject(new Error(`${program}: ${told.error}`))
    else asked.get(told.id)?.resolve(told.result)
  })
  const exited = new Promise<void>((done) => child.once('exit', () => done()))
  void exited.then(() => {
    for (const { reject } of asked.values()) reject(new Error(`${program} has ended`))
  })
  const stranger: Stranger = {
    events,
    do(action, ...args) {
      const answer = Promise.withResolvers<unknown>()
      const message: Asked = { id: ++lastId, action, args }
      asked.set(message.id, answer)
      child.send(message)
      return answer.promise.finally(() => asked.delete(message.id))
    },
    async told(event, holds = () => true, from = 0) {
      const deadline = performance.now() + limitMs
      for (;;) {
        const found = events.slice(from).find((told) => told.event === event && holds(told.data))
        if (found !== undefined) return found.data
        if (child.exitCode !== null || performance.now() > deadline) {
          const last = JSON.stringify(events.slice(-10)).slice(0, 2000)
          throw new Error(`${program} never told "${event}"; its last events: ${last}`)
        }
        await systemClock.sleep(20)
      }
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect()
      const timer = setTimeout(() => child.kill('SIGKILL'), 3000)
      await exited
      clearTimeout(timer)
    },
  }
  await stranger.told('ready')
  return stranger
}
