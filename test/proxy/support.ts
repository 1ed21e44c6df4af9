import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { systemClock } from '../../src/clock/index.ts'
import { startProxy, type ProxyOptions, type RunningProxy } from '../../src/proxy/index.ts'
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts'
import { readEntries, verifyLog, WitnessError, type RecordedEvent } from '../../src/witness/index.ts'
import { temporaryFolder } from '../support/show.ts'

/** A simulated vMix with a proxy before it. */
export interface Stage extends AsyncDisposable {
  readonly simulator: Simulator
  readonly proxy: RunningProxy
  readonly dataFolder: string
}

export async function startStage(
  options: { readonly simulator?: SimulatorOptions; readonly proxy?: Partial<ProxyOptions> } = {},
): Promise<Stage> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const simulator = stack.use(
    await startSimulator({
      httpPort: 0,
      tcpPort: 0,
      recordingFolder: `${folder.path}/recordings`,
      ...options.simulator,
    }),
  )
  const proxy = stack.use(
    await startProxy({
      vmixHost: '127.0.0.1',
      vmixHttpPort: simulator.httpPort,
      vmixTcpPort: simulator.tcpPort,
      httpPort: 0,
      tcpPort: 0,
      instance: 'test',
      dataFolder: folder.path,
      ...options.proxy,
    }),
  )
  const owned = stack.move()
  return {
    simulator,
    proxy,
    dataFolder: folder.path,
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  }
}

export interface Answer {
  readonly status: number
  readonly message: string
  readonly headers: readonly string[]
  readonly body: Buffer
  readonly text: string
}

/** One request, its path as it is given here. */
export async function ask(
  port: number,
  path: string,
  options: { readonly headers?: Record<string, string>; readonly method?: string; readonly agent?: Agent } = {},
): Promise<Answer> {
  const { headers = {}, method = 'GET', agent = new Agent({ keepAlive: false }) } = options
  const outgoing = request({ host: '127.0.0.1', port, path, method, agent, headers })
  outgoing.end()
  const [response] = await once(outgoing, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  return {
    status: response.statusCode ?? 0,
    message: response.statusMessage ?? '',
    headers: response.rawHeaders,
    body,
    text: body.toString('utf8'),
  }
}

export const call = (port: number, query: string) => ask(port, `/api/?Function=${query}`)

/** A client of the TCP port, line by line. */
export class LineClient implements Disposable {
  readonly socket: Socket
  readonly lines: string[] = []
  received = Buffer.alloc(0)
  #rest = ''

  private constructor(port: number) {
    this.socket = connect({ host: '127.0.0.1', port, noDelay: true })
    this.socket.on('error', () => undefined)
    this.socket.on('data', (piece) => {
      this.received = Buffer.concat([this.received, piece])
      const parts = (this.#rest + piece.toString('utf8')).split('\r\n')
      this.#rest = parts.pop() ?? ''
      this.lines.push(...parts)
    })
  }

  static async open(port: number, greeted = true): Promise<LineClient> {
    const client = new LineClient(port)
    await once(client.socket, 'connect')
    if (greeted) await client.next((line) => line.startsWith('VERSION OK'))
    return client
  }

  /** Sends a line and waits for the next one that begins with `word`. */
  async ask(line: string, word = line.split(' ', 1)[0] ?? ''): Promise<string> {
    const before = this.lines.length
    this.socket.write(`${line}\r\n`)
    return await this.next((answer) => answer.startsWith(word), before)
  }

  async next(fits: (line: string) => boolean, from = 0, limitMs = 15_000): Promise<string> {
    const end = performance.now() + limitMs
    for (;;) {
      const found = this.lines.slice(from).find(fits)
      if (found !== undefined) return found
      if (performance.now() > end) throw new Error(`No such line; there were ${JSON.stringify(this.lines.slice(from))}`)
      await systemClock.sleep(3)
    }
  }

  [Symbol.dispose](): void {
    this.socket.destroy()
  }
}

export async function logged(proxy: RunningProxy, eventType?: string): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = []
  try {
    for await (const { event } of readEntries(proxy.folder)) {
      if (eventType === undefined || event.event_type === eventType) events.push(event)
    }
  } catch (error) {
    // Nothing is written yet.
    if (!(error instanceof WitnessError) || error.code !== 'not_found') throw error
  }
  return events
}

/** The log is whole. */
export async function isWhole(proxy: RunningProxy): Promise<boolean> {
  const result = await verifyLog({ folder: proxy.folder })
  return result.valid
}
