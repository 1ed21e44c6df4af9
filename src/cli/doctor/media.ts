import { createServer } from 'node:net'
import type { Connection } from '../connection.ts'
import { failureOf } from '../failure.ts'
import { runningGateway } from '../gateway-argument.ts'
import { isThisMachine } from '../this-machine.ts'
import type { Finding } from './finding.ts'
import { reachFinding } from './reach.ts'

const rtmpPort = 1935
const elsewhere =
  "vMix is on another machine: start it with --rtmp-listen 0.0.0.0:1935 --advertise ADDRESS:1935, with this machine's address."

/** Does one run, what does it carry; and if none runs, could one take its port? */
export async function* examineGateway(connection: Connection): AsyncGenerator<Finding, void, undefined> {
  const finding = { check: 'gateway', about: 'Gateway' } as const
  try {
    await using gateway = await runningGateway(connection)
    if (gateway !== null) {
      const { rtmp, feeds, eventLoop } = await gateway.status()
      const late = eventLoop.delayP99Ms > 100
      yield {
        ...finding,
        state: late ? 'warn' : 'ok',
        message: `runs, takes vMix's stream at rtmp://${rtmp.advertise}, carries ${feeds.length} now.`,
        action: late ? 'Its machine is busy: it answers late. End what else runs there.' : null,
      }
      const { advertise, listen } = rtmp
      yield reachFinding({ vmixHost: connection.host, advertise, listen, feeds: feeds.length })
      return
    }
    yield {
      ...finding,
      state: 'ok',
      message: 'none runs for this data folder; "vmixctl live" starts one.',
      action: isThisMachine(connection.host) ? null : elsewhere,
    }
  } catch (error) {
    const action = 'Look at gateway/gateway.log in the data folder.'
    yield { ...finding, state: 'warn', message: failureOf(error).message, action }
  }
  yield await examineRtmpPort()
}

async function examineRtmpPort(): Promise<Finding> {
  const finding = { check: 'rtmp-port', about: 'RTMP port' } as const
  if (await portIsFree(rtmpPort))
    return { ...finding, state: 'ok', message: `${rtmpPort} is free for a gateway.`, action: null }
  const action = 'End it, or give the gateway another port: --rtmp-listen 127.0.0.1:1936.'
  return { ...finding, state: 'warn', message: `${rtmpPort} is taken by another program.`, action }
}

function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
