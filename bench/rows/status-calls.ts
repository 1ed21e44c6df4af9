import { Agent, get } from 'node:http'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { Child } from '../child.ts'
import { largeDocument, smallDocument } from '../documents.ts'
import { axios, NO_PEERS, peersInstalled, vmixJsUtils } from '../peers.ts'
import { atLeast, type Goal, type Measure, type Row } from '../row.ts'
import { callsPerSecond, contest, type Contestant } from '../rounds.ts'

const OURS = 'ours'
const PEER = 'axios + vmix-js-utils'
const BARE = 'node:http'

/** Asking for the state and understanding it, one call after the other, against a server in another process. */
export const statusCalls: Row = {
  name: 'status-calls',
  title: 'Status calls, one after the other',
  async run(options) {
    const measures: Measure[] = []
    const goals: Goal[] = []
    const commands = new Set<string>()
    for (const [size, document] of [
      ['2 KB', smallDocument],
      ['28 KB', largeDocument],
    ] as const) {
      await using server = new Child(new URL('../programs/serve-text.ts', import.meta.url))
      const port = Number(await server.ask(document))
      await using ours = new VMixHttpClient({ host: '127.0.0.1', port })
      const agent = new Agent({ keepAlive: true })
      const contestants = contestantsFor(ours, `http://127.0.0.1:${port}/api/`, agent)
      for (const { name, command } of contestants) commands.add(`${name}: ${command}`)
      const result = await contest(contestants, 'calls/s', options)
      agent.destroy()
      measures.push(...result.measures.map((measure) => ({ ...measure, what: `${measure.what}, ${size}` })))
      const small = document === smallDocument
      for (const [other, limit] of [
        [PEER, 4],
        [BARE, 0.4],
      ] as const) {
        if (!contestants.some(({ name }) => name === other)) continue
        const [what, value] = [`ours / ${other}, ${size}`, result.ratio(OURS, other)]
        if (small) goals.push(atLeast(what, value, limit))
        else measures.push({ what, unit: '×', value, rounds: [] })
      }
    }
    return { commands: [...commands], measures, goals, skipped: peersInstalled() ? [] : [NO_PEERS] }
  },
}

function contestantsFor(ours: VMixHttpClient, url: string, agent: Agent): readonly Contestant[] {
  return [
    { name: OURS, command: 'await client.state()', turn: (ms) => callsPerSecond(() => ours.state(), ms) },
    ...(peersInstalled() ? [peer(url)] : []),
    {
      name: BARE,
      command: 'http.get(url, { agent: keepAlive }), body read, not parsed',
      turn: (ms) => callsPerSecond(() => body(url, agent), ms),
    },
  ]
}

/** Does less than ours: it reads four values where ours has the whole state. */
function peer(url: string): Contestant {
  const [http, { XmlApi }] = [axios(), vmixJsUtils()]
  return {
    name: PEER,
    command: 'new GeneralState(DataParser.parse((await axios.get(url)).data)): version, edition, streaming, recording',
    turn: (ms) =>
      callsPerSecond(async () => {
        const reply = await http.get(url, { responseType: 'text' })
        const state = new XmlApi.GeneralState(XmlApi.DataParser.parse(reply.data))
        return [state.softwareVersion(), state.softwareEdition(), state.streaming(), state.recording()]
      }, ms),
  }
}

function body(url: string, agent: Agent): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve(Buffer.concat(chunks)))
    }).on('error', reject)
  })
}
