import { VMixHttpClient, VMixTcpClient } from '../../src/vmix/index.ts'
import { Child } from '../child.ts'
import { NO_PEERS, nodeVmix, peersInstalled } from '../peers.ts'
import type { Row } from '../row.ts'
import { callsPerSecond, contest, type Contestant } from '../rounds.ts'

const PARAMS = { Input: 'Camera 1', Value: 80 }

/** Commands with their answers, one after the other, against bare servers in another process. */
export const commands: Row = {
  name: 'commands',
  title: 'Commands, one after the other, each with its answer',
  async run(options) {
    await using server = new Child(new URL('../programs/answer-commands.ts', import.meta.url))
    const ports = (await server.ask('start')) as { http: number; tcp: number }
    await using tcp = new VMixTcpClient({ host: '127.0.0.1', port: ports.tcp })
    await using http = new VMixHttpClient({ host: '127.0.0.1', port: ports.http })
    await tcp.ready()
    const peers = peersInstalled() ? await peer(ports) : null
    const contestants: Contestant[] = [
      {
        name: 'ours, TCP',
        command: "await new VMixTcpClient(…).call('SetVolume', { Input, Value })",
        turn: (ms) => callsPerSecond(() => tcp.call('SetVolume', PARAMS), ms),
      },
      {
        name: 'ours, HTTP',
        command: "await new VMixHttpClient(…).call('SetVolume', { Input, Value })",
        turn: (ms) => callsPerSecond(() => http.call('SetVolume', PARAMS), ms),
      },
      ...(peers?.contestants ?? []),
    ]
    const result = await contest(contestants, 'commands/s', options)
    peers?.close()
    const ratios =
      peers === null
        ? []
        : ['TCP', 'HTTP'].map((by) => {
            return {
              what: `ours / node-vmix, ${by}`,
              unit: '×',
              value: result.ratio(`ours, ${by}`, `node-vmix, ${by}`),
              rounds: [],
            }
          })
    return {
      commands: contestants.map(({ name, command }) => `${name}: ${command}`),
      measures: [...result.measures, ...ratios],
      goals: [],
      skipped: peers === null ? [NO_PEERS] : [],
    }
  },
}

/** It has no answers to its commands by TCP: the next message counts as one, which is the least that a caller can do. */
async function peer(ports: { http: number; tcp: number }): Promise<{ contestants: Contestant[]; close(): void }> {
  const { ConnectionTCP, ConnectionHTTP, CommandSenderHTTP } = nodeVmix()
  const connection = new ConnectionTCP('127.0.0.1', { port: ports.tcp, autoReconnect: false })
  let answered: (message: string) => void = () => undefined
  const next = () => new Promise<string>((resolve) => (answered = resolve))
  connection.on('data', (message) => answered(message))
  await next()
  const sender = new CommandSenderHTTP(new ConnectionHTTP('127.0.0.1', ports.http))
  return {
    contestants: [
      {
        name: 'node-vmix, TCP',
        command: "connection.send({ Function: 'SetVolume', Input, Value }), then the next 'data'",
        turn: (ms) =>
          callsPerSecond(async () => {
            const answer = next()
            await connection.send({ Function: 'SetVolume', ...PARAMS })
            await answer
          }, ms),
      },
      {
        name: 'node-vmix, HTTP',
        command: "await sender.send({ Function: 'SetVolume', Input, Value })",
        turn: (ms) => callsPerSecond(() => sender.send({ Function: 'SetVolume', ...PARAMS }), ms),
      },
    ],
    close: () => connection.shutdown(),
  }
}
