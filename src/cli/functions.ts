import type { Command } from 'commander'
import type { FunctionInfo } from '../vmix/index.ts'
import { type Cell, tableLines } from './columns.ts'
import { CommandFailed, exitCodes, usageError } from './exit-code.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { printed } from './printed.ts'
import { terminal } from './terminal.ts'

interface Options {
  readonly category?: string
  readonly json?: boolean
}

export function addFunctions(parent: Command): void {
  const command = parent
    .command('functions')
    .description("vMix's functions: what they are called, what they take, since which version; asks no vMix")
    .argument('[SEARCH...]', 'only those with all these words in name, category or parameters')
    .option('--category <NAME>', 'only of this category, such as Audio or Replay')
    .option('--json', 'print JSON, for programs')
    .action(ends(functions))
  withExamples(command, [
    ['functions volume fade', 'whatever fades a volume'],
    ['functions --category Replay', 'all of the instant replay'],
    ['functions --json', 'all of them with name, category, parameters and since, for a program'],
  ])
  command.addHelpText(
    'after',
    '\nSINCE is the first major version that has it: 21 means 21 or before, – is not known. (…) may be left away.',
  )
}

async function functions(search: readonly string[], _options: Options, command: Command): Promise<number> {
  const options = command.optsWithGlobals<Options>()
  const { FUNCTIONS } = await import('../vmix/index.ts')
  const categories = [...new Set(FUNCTIONS.map(({ category }) => category))]
  const wanted = options.category?.toLowerCase()
  if (wanted !== undefined && !categories.some((category) => category.toLowerCase() === wanted)) {
    throw usageError(`There is no such category. vMix has ${categories.join(', ')}.`)
  }
  const describe = await describer()
  const words = search.flatMap((text) => text.toLowerCase().split(/\s+/)).filter((word) => word !== '')
  const found = FUNCTIONS.filter((each) => {
    if (wanted !== undefined && each.category.toLowerCase() !== wanted) return false
    const text = `${each.name} ${each.category} ${describe(each)}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  if (options.json === true) {
    await printed(`${JSON.stringify(found.map((each) => plain(each, describe(each))))}\n`)
    return exitCodes.done
  }
  if (found.length === 0) throw new CommandFailed(exitCodes.failed, 'not_found', await nothing(search.join(' ')))
  const rows = found.map((each): readonly Cell[] => [
    { text: each.name, paint: (text) => terminal.paint('bold', text) },
    { text: each.category },
    { text: each.since === null ? '–' : String(each.since) },
    { text: describe(each) },
  ])
  const columns = [
    { title: 'NAME' },
    { title: 'CATEGORY' },
    { title: 'SINCE', align: 'right' as const },
    { title: 'PARAMETERS', shrinks: true },
  ]
  const width = terminal.columns ?? Number.MAX_SAFE_INTEGER
  await printed(`${tableLines(columns, rows, width, (text) => terminal.paint('dim', text)).join('\n')}\n`)
  return exitCodes.done
}

/** For programs: what the table says in words, as data. */
function plain({ name, category, parameters, since, editions, lists }: FunctionInfo, takes: string) {
  const names = parameters?.map((parameter) => parameter.name) ?? null
  const optional = parameters?.filter(({ need }) => need === 'optional').map((parameter) => parameter.name) ?? null
  return { name, category, parameters: names, optional, since, editions, takes, lists }
}

/** @returns what a function takes, in words: `Input Value=volume (a number from 0 to 100)` */
async function describer(): Promise<(info: FunctionInfo) => string> {
  const { describeParts } = await import('../vmix/index.ts')
  return ({ parameters }) => {
    if (parameters === null) return 'not known'
    const each = parameters.map(({ name, need, parts }) => {
      const what = name === 'Value' ? `Value=${describeParts(parts)}` : name
      return need === 'optional' ? `(${what})` : what
    })
    return each.join(' ')
  }
}

async function nothing(search: string): Promise<string> {
  const { similarFunctions } = await import('../vmix/index.ts')
  const similar = similarFunctions(search)
  return `No function is like that.${similar.length === 0 ? '' : ` Did you mean ${similar.join(' or ')}?`}`
}
