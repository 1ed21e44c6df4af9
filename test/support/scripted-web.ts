import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type VMixEvent, type VMixWatcher, type VMixWatchOptions, watchVMix } from '../../src/vmix/index.ts'
import type { ScriptedTcp } from './scripted-tcp.ts'

/** A state document in which an input is in program; `more` stands at its end. */
export const documentOf = (active: number, more = '') =>
  `<vmix><version>29.0.0.49</version><edition>Pro</edition><inputs><input key="a" number="1" title="A"/><input key="b" number="2" title="B"/></inputs><overlays><overlay number="1"/></overlays><preview>2</preview><active>${active}</active><streaming>False</streaming>${more}</vmix>`

/** A Web Controller that answers each request when and as the test says. */
export interface ScriptedWeb extends AsyncDisposable {
  readonly port: number
  /** Requests that came so far. */
  readonly asked: number
  /** The most that were under way at the same moment. */
  readonly mostAtOnce: number
  answer: (response: ServerResponse, request: number) => void
  /** As when the process is killed: every connection and the port are gone. */
  kill(): Promise<void>
}

export async function scriptedWeb(answer: ScriptedWeb['answer']): Promise<ScriptedWeb> {
  let [underWay, mostAtOnce, asked] = [0, 0, 0]
  const server: Server = createServer((_request, response) => {
    mostAtOnce = Math.max(mostAtOnce, ++underWay)
    response.on('close', () => underWay--)
    made.answer(response, ++asked)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const made = {
    port: (server.address() as AddressInfo).port,
    answer,
    get asked() {
      return asked
    },
    get mostAtOnce() {
      return mostAtOnce
    },
    async kill() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
    [Symbol.asyncDispose]() {
      return made.kill()
    },
  }
  return made
}

/** A watcher of both ports, which the caller closes, and all that it tells. */
export function watched(
  at: ScriptedWeb,
  tcp: ScriptedTcp | null,
  options: Partial<VMixWatchOptions> = {},
): { watcher: VMixWatcher; seen: VMixEvent[] } {
  const watcher = watchVMix({ host: '127.0.0.1', port: at.port, tcpPort: tcp?.port ?? null, ...options })
  const seen: VMixEvent[] = []
  watcher.onAny((event) => seen.push(event))
  return { watcher, seen }
}
