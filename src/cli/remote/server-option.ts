import type { Command } from 'commander'
import type { Connection } from '../connection.ts'
import { CommandFailed, exitCodes, usageError } from '../exit-code.ts'
import type { ServerClient } from './server-client.ts'

/** What `--server` was given. */
export interface ServerChoice {
  readonly server?: string
}

/** Adds `--server`: the command is carried out by a server that runs, here or elsewhere. */
export function withServer(command: Command): Command {
  return command.option(
    '--server <URL>',
    'have "vmixctl serve" do it: http://HOST:8480; its token in VMIXCTL_TOKEN, the vMix by --instance',
  )
}

/** A vMix as a server knows it. */
export interface RemoteVMix {
  readonly client: ServerClient
  /** Below `/api/v1`. */
  readonly path: string
  /** `HOST:PORT`, as the server reaches it. */
  readonly address: string
}

/** The vMix that is meant: the named one, or the only one. @throws CommandFailed */
export async function remoteVMix(server: string, { instance }: Connection): Promise<RemoteVMix> {
  const [{ ServerClient }, { resolveSecret }, { instanceList }] = await Promise.all([
    import('./server-client.ts'),
    import('../../secrets/index.ts'),
    import('./answers.ts'),
  ])
  const isSet = process.env['VMIXCTL_TOKEN'] !== undefined
  const token = isSet ? await resolveSecret({ kind: 'env', name: 'VMIXCTL_TOKEN' }) : null
  const client = new ServerClient(server, token)
  const { instances } = await client.read('/instances', instanceList)
  const named = instances.map(({ id }) => id).join(', ')
  if (instance === undefined && instances.length > 1) throw usageError(`Say which vMix with --instance: ${named}.`)
  const found = instance === undefined ? instances[0] : instances.find(({ id }) => id === instance)
  if (found === undefined) {
    const there = instances.length === 0 ? 'It has none.' : `It has ${named}.`
    throw new CommandFailed(exitCodes.failed, 'unknown_instance', `The server has no such vMix. ${there}`)
  }
  return { client, path: `/instances/${encodeURIComponent(found.id)}`, address: `${found.host}:${found.port}` }
}

/** What no server does: said, rather than left away unsaid. @throws CommandFailed (usage) */
export function refuseLocal(options: Readonly<Record<string, unknown>>, allowed: readonly string[]): void {
  const not = Object.entries(options).find(
    ([name, value]) => value !== undefined && !['server', 'instance', 'json', ...allowed].includes(name),
  )
  if (not === undefined) return
  const flag = not[0].replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw usageError(`--${flag} is not for --server: the server has settings of its own.`)
}
