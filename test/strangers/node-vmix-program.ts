/** node-vmix, unchanged. */
import { createRequire } from 'node:module'
import { serve, tell } from './serving.ts'

type Command = string | Readonly<Record<string, string | number>>

interface ConnectionTCP {
  on(type: string, listener: (...data: unknown[]) => void): void
  send(command: Command | readonly Command[]): Promise<void>
  connected(): boolean
  shutdown(): void
}
interface Response {
  readonly status: number
  readonly data: string
}
interface NodeVMix {
  readonly ConnectionTCP: new (host: string, options: { port: number }) => ConnectionTCP
  readonly ConnectionHTTP: new (host: string, port: number) => object
  readonly CommandSenderHTTP: new (
    connection: object,
  ) => {
    send(commands: Command | readonly Command[], onSuccess?: (response: Response) => void): Promise<Response>
  }
}

const { ConnectionTCP, ConnectionHTTP, CommandSenderHTTP } = createRequire(import.meta.url)('node-vmix') as NodeVMix

let connection: ConnectionTCP | null = null

serve({
  connect(port: number) {
    const made = new ConnectionTCP('127.0.0.1', { port })
    connection = made
    for (const type of ['connect', 'close', 'tally', 'activators', 'version', 'xml', 'data']) {
      made.on(type, (data) => tell(type, typeof data === 'string' ? data : null))
    }
    made.on('error', (error) => tell('error', String(error)))
  },
  send: (command: Command | readonly Command[]) => connection?.send(command),
  connected: () => connection?.connected() ?? false,
  shutdown: () => connection?.shutdown(),
  async http(port: number, command: Command | readonly Command[]) {
    const sender = new CommandSenderHTTP(new ConnectionHTTP('127.0.0.1', port))
    try {
      const { status, data } = await sender.send(command)
      return { status, data }
    } catch (error) {
      const { response } = error as { response?: Response }
      if (response === undefined) throw error
      return { status: response.status, data: response.data }
    }
  },
})
