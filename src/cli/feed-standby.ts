import { type Command, InvalidArgumentError } from 'commander'
import type { SetStandbyRequest } from '../controller/index.ts'
import { connectionOf, openController, withConnection } from './connection.ts'
import { usageError } from './exit-code.ts'
import { type GatewayChoice, namedGateway, withGateway } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { channel } from './number-arguments.ts'
import { sayResult } from './operation-result.ts'
import { ends } from './outcome.ts'
import { standbyLines } from './standby-text.ts'

interface Options {
  readonly channel?: number
  readonly backup?: NonNullable<SetStandbyRequest['backup']>
  readonly slate?: string
  readonly returns?: 'steady' | 'told'
  readonly beforeLive?: boolean
  readonly recordings?: 'mark' | 'split'
  readonly off?: boolean
  readonly gateway?: GatewayChoice
}

export function addFeedStandby(parent: Command): void {
  const command = parent
    .command('standby')
    .description('what a stream goes over to when it does not come: a backup, a slate, or both')
    .option('--channel <N>', 'the stream, from 0 (default: 0)', channel)
    .option('--backup <N>', 'another stream of this vMix, from 0; of another vMix: NAME/N', backupArgument)
    .option('--slate <FILE>', 'a picture or clip; made to the size of the stream where ffmpeg is')
    .option(
      '--returns <WHEN>',
      'steady: back by itself after 5 s; told: only by "feed back" (default: steady)',
      oneOf('steady', 'told'),
    )
    .option('--before-live', 'send the slate before the stream has ever been live')
    .option(
      '--recordings <HOW>',
      'mark: tell where it was; split: begin another file (default: mark)',
      oneOf('mark', 'split'),
    )
    .option('--off', 'no standby any more')
    .action(ends(standby))
  withGateway(command, 'the gateway that runs (default: of the data folder)')
  withConnection(command, ['host', 'port', 'data', 'instance', 'json'])
  withExamples(command, [
    ['feed standby --slate back-soon.png', 'a picture, until the stream is back'],
    ['feed standby --backup 1 --slate back-soon.png', 'stream 2 first, the picture when that is gone too'],
    ['feed standby --off', 'end with the stream again'],
  ])
}

function backupArgument(text: string): NonNullable<SetStandbyRequest['backup']> {
  const groups = /^(?:(?<instance>[A-Za-z0-9][A-Za-z0-9._:-]{0,127})\/)?(?<number>\d{1,2})$/.exec(text)?.groups
  if (groups === undefined)
    throw new InvalidArgumentError('It is a stream from 0, such as 1, or NAME/N of another vMix.')
  const { instance, number } = groups
  return { channel: Number(number), ...(instance === undefined ? {} : { instance }) }
}

function oneOf<T extends string>(...words: readonly T[]): (text: string) => T {
  return (text) => {
    const word = words.find((one) => one === text)
    if (word === undefined) throw new InvalidArgumentError(`It is ${words.join(' or ')}.`)
    return word
  }
}

async function standby(options: Options, command: Command): Promise<number> {
  const { backup, slate, off = false } = options
  const nothing = backup === undefined && slate === undefined
  if (nothing !== off)
    throw usageError(off ? '--off goes alone.' : 'Name --backup, --slate, or both; --off takes them away.')
  const connection = await connectionOf(command)
  await using gateway = await namedGateway(connection, options.gateway ?? true)
  await using controller = await openController(connection, gateway)
  const result = await controller.setStandby({
    ...(options.channel === undefined ? {} : { channel: options.channel }),
    ...(backup === undefined ? {} : { backup }),
    ...(slate === undefined ? {} : { slate }),
    ...(options.returns === undefined ? {} : { returns: options.returns }),
    ...(options.beforeLive === undefined ? {} : { beforeLive: options.beforeLive }),
    ...(options.recordings === undefined ? {} : { onStandby: options.recordings }),
  })
  return sayResult(result, connection.json, result.success ? standbyLines(result.standby) : [])
}
