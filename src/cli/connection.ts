import { type Command, InvalidArgumentError, Option } from 'commander'
import { resolve } from 'node:path'
import type { GatewayControl } from '../gateway/index.ts'
import type { VMixStreamingController } from '../controller/index.ts'
import { port } from './number-arguments.ts'
import { usageError } from './exit-code.ts'

/** Which vMix, where our files are, and how to answer: the options that every command has. */
export interface Connection {
  readonly host: string
  readonly port: number
  /** Absolute. */
  readonly dataFolder: string
  /** Name of the vMix's log; undefined: made of host and port. */
  readonly instance: string | undefined
  readonly json: boolean
  readonly user: string | undefined
  /** Name of the variable that holds the Web Controller's password. */
  readonly passwordEnv: string | undefined
}

interface GivenOptions {
  readonly host?: string
  readonly port?: number
  readonly data?: string
  readonly instance?: string
  readonly json?: boolean
  readonly user?: string
  readonly passwordEnv?: string
}

const variable = (text: string): string => {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text
  throw new InvalidArgumentError('It is the name of a variable, such as TW_KEY, and never the secret itself.')
}
export { variable as variableName }

const options = {
  host: () => new Option('--host <HOST>', "vMix's machine (default: localhost)"),
  port: () => new Option('--port <PORT>', 'port of its Web Controller (default: 8088)').argParser(port),
  data: () => new Option('--data <DIR>', "folder for log and recordings (default: VMIXCTL_DATA, else the system's)"),
  instance: () => new Option('--instance <NAME>', "name of this vMix's log (default: made of host and port)"),
  user: () => new Option('--user <NAME>', 'user of a Web Controller with a password'),
  passwordEnv: () => new Option('--password-env <NAME>', 'variable that holds that password').argParser(variable),
  json: () => new Option('--json', 'print JSON, for programs'),
} as const
type Name = keyof typeof options
const names: readonly Name[] = ['host', 'port', 'data', 'instance', 'user', 'passwordEnv', 'json']

/** What a command uses that reads the show log and asks no vMix. */
export const ofTheLog: readonly Name[] = ['host', 'port', 'data', 'instance', 'json']

/**
 * Adds them. Every command takes all, so that whoever always gives `--host` may; its help shows those that it uses.
 * Defaults are applied in {@link connectionOf}, so that they may stand before the command's name too.
 *
 * @param used those that mean something to this command
 * @param words what one says of itself here, where that is something else than elsewhere
 */
export function withConnection(
  command: Command,
  used: readonly Name[] = names,
  words: Partial<Readonly<Record<Name, string>>> = {},
): Command {
  for (const name of names) {
    const option = options[name]().hideHelp(!used.includes(name))
    option.description = words[name] ?? option.description
    command.addOption(option)
  }
  return command
}

/** The options as given, here or before the command's name. */
export async function connectionOf(command: Command): Promise<Connection> {
  const given: GivenOptions = { ...command.parent?.parent?.opts(), ...command.parent?.opts(), ...command.opts() }
  const { defaultDataFolder } = await import('../controller/index.ts')
  return {
    host: given.host ?? 'localhost',
    port: given.port ?? 8088,
    dataFolder: resolve(given.data ?? defaultDataFolder()),
    instance: given.instance,
    json: given.json === true,
    user: given.user,
    passwordEnv: given.passwordEnv,
  }
}

/**
 * A controller for it. Nothing is connected and nothing changes by making one.
 *
 * @param tcpPort of vMix's TCP API, for those that watch; null: it is not asked
 */
export async function openController(
  connection: Connection,
  gateway: GatewayControl | null = null,
  tcpPort: number | null = 8099,
): Promise<VMixStreamingController> {
  const { VMixStreamingController } = await import('../controller/index.ts')
  try {
    const controller = new VMixStreamingController({
      host: connection.host,
      port: connection.port,
      tcpPort,
      dataFolder: connection.dataFolder,
      gateway,
      ...(connection.instance === undefined ? {} : { instance: connection.instance }),
      ...(await credentials(connection)),
    })
    await heedLock(controller)
    return controller
  } catch (cause) {
    if (cause instanceof TypeError) throw usageError(cause.message, { cause })
    throw cause
  }
}

/** So long the show lock may take to be read, ms: a disk that hangs must not hold up a stop. */
const lockMs = 300

/** Reads the show lock before anything is done. Where that cannot be done in time, it is not heeded. */
async function heedLock(controller: VMixStreamingController): Promise<void> {
  const over = new AbortController()
  const { systemClock } = await import('../clock/index.ts')
  await Promise.race([controller.showLock(), systemClock.sleep(lockMs, over.signal)]).catch(() => undefined)
  over.abort()
}

/** User and password as the client takes them; nothing where none were given. */
export async function credentials(connection: Connection) {
  const { user, passwordEnv } = connection
  const { resolveSecret } = await import('../secrets/index.ts')
  return {
    ...(user === undefined ? {} : { username: user }),
    ...(passwordEnv === undefined ? {} : { password: await resolveSecret({ kind: 'env', name: passwordEnv }) }),
  }
}

/** The options that differ from the defaults, as they are typed: for "and so you come back". */
export function typedAgain(connection: Connection, command: Command): string {
  const given: GivenOptions = { ...command.parent?.opts(), ...command.opts() }
  return [
    given.host === undefined ? '' : ` --host ${quoted(connection.host)}`,
    given.port === undefined ? '' : ` --port ${connection.port}`,
    given.data === undefined ? '' : ` --data ${quoted(connection.dataFolder)}`,
    given.instance === undefined ? '' : ` --instance ${quoted(given.instance)}`,
    given.user === undefined ? '' : ` --user ${quoted(given.user)}`,
    given.passwordEnv === undefined ? '' : ` --password-env ${given.passwordEnv}`,
  ].join('')
}

function quoted(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : `"${text}"`
}
