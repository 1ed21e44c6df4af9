import { type Command, InvalidArgumentError, Option } from 'commander'
import type { TokenBook } from '../server/index.ts'
import { type Cell, tableLines } from './columns.ts'
import { connectionOf, withConnection } from './connection.ts'
import { CommandFailed, exitCodes, usageError } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { printed } from './printed.ts'
import { terminal } from './terminal.ts'

/** As the server has them; said here so that every other command starts without it. */
const roles = ['viewer', 'operator', 'admin', 'metrics', 'log'] as const
type Role = (typeof roles)[number]

interface AddOptions {
  readonly role: Role
  readonly expires: number | null
}

/** Works on the data folder; a server that runs on it sees the change within two seconds. */
export function addToken(parent: Command): void {
  const token = parent.command('token').description('who may come in at "vmixctl serve"')
  addAdd(token)
  addList(token)
  addRevoke(token)
}

function addAdd(parent: Command): void {
  const command = parent
    .command('add')
    .description('make a token, and show it this one time')
    .argument('<NAME>', 'whose it is: the show log names it for what is done with it')
    .addOption(
      new Option(
        '--role <ROLE>',
        'viewer sees; operator starts and stops too; admin changes settings too; metrics and log see that alone',
      )
        .choices(roles)
        .default('operator'),
    )
    .option('--expires <DAYS>', 'good for so many days, or "never"', days, 365)
    .action(ends(add))
  withConnection(command, ['data', 'json'])
  withExamples(command, [
    ['token add Anna', 'an operator, for a year'],
    ['token add prometheus --role metrics --expires never', 'for Prometheus, which sees the figures alone'],
  ])
  command.addHelpText('after', '\nFrom the first token on everybody needs one, on this machine too.')
}

function addList(parent: Command): void {
  const command = parent.command('list').description('all tokens, without what makes them tokens').action(ends(list))
  withConnection(command, ['data', 'json'])
  withExamples(command, [['token list', 'who has one, and how long it is good']])
}

function addRevoke(parent: Command): void {
  const command = parent
    .command('revoke')
    .description('take a token away, and everybody who came in by it')
    .argument('<NAME>', 'its name, or its id')
    .action(ends(revoke))
  withConnection(command, ['data', 'json'])
  withExamples(command, [['token revoke Anna', 'at once, also for the pages that she has open']])
  command.addHelpText('after', '\nWhere the last one is revoked, this machine needs none any more.')
}

async function add(name: string, options: AddOptions, command: Command): Promise<number> {
  const { book, json } = await opened(command)
  const { TokenError } = await import('../server/index.ts')
  const made = await book.add({ name, role: options.role, expiresInDays: options.expires }).catch((error: unknown) => {
    if (!(error instanceof TokenError)) throw error
    throw error.code === 'bad_name'
      ? usageError(error.message)
      : new CommandFailed(exitCodes.failed, error.code, error.message)
  })
  const { token, view } = made
  // Its only way out: whoever asked for it, once.
  if (json) terminal.json({ success: true, ...view, token: token.reveal() })
  else {
    await printed(`${token.reveal()}\n`)
    terminal.remark(`${view.role}, ${until(view.expiresAt)}. It is shown this one time: only its hash is kept.`)
  }
  return exitCodes.done
}

async function list(_options: unknown, command: Command): Promise<number> {
  const { book, json } = await opened(command)
  const tokens = book.list()
  if (json) terminal.json({ success: true, tokens })
  else if (tokens.length === 0) terminal.say('There is no token: this machine alone comes in, and needs none.')
  else {
    const rows = tokens.map(({ name, role, expiresAt, id }): readonly Cell[] => [
      { text: name },
      { text: role },
      { text: until(expiresAt) },
      { text: id },
    ])
    const columns = [{ title: 'NAME', shrinks: true }, { title: 'ROLE' }, { title: 'GOOD' }, { title: 'ID' }]
    const width = terminal.columns ?? Number.MAX_SAFE_INTEGER
    await printed(`${tableLines(columns, rows, width, (text) => terminal.paint('dim', text)).join('\n')}\n`)
  }
  return exitCodes.done
}

async function revoke(name: string, _options: unknown, command: Command): Promise<number> {
  const { book, json } = await opened(command)
  const revoked = await book.revoke(name)
  if (revoked === null) {
    throw new CommandFailed(
      exitCodes.failed,
      'unknown_token',
      'There is no token of this name. See vmixctl token list.',
    )
  }
  if (json) terminal.json({ success: true, ...revoked })
  else terminal.say(`${revoked.name} does not come in any more.`)
  return exitCodes.done
}

async function opened(command: Command): Promise<{ readonly book: TokenBook; readonly json: boolean }> {
  const { dataFolder, json } = await connectionOf(command)
  const { TokenBook } = await import('../server/index.ts')
  const { systemClock } = await import('../clock/index.ts')
  return { book: await TokenBook.open(dataFolder, systemClock), json }
}

function until(expiresAt: string | null): string {
  if (expiresAt === null) return 'for ever'
  return Date.parse(expiresAt) <= Date.now() ? 'no more' : `until ${expiresAt.slice(0, 10)}`
}

function days(text: string): number | null {
  if (text === 'never') return null
  const given = Number(text)
  if (Number.isInteger(given) && given >= 1 && given <= 3650) return given
  throw new InvalidArgumentError('It is a number of days, 1 to 3650, or "never".')
}
