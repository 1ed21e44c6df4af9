import {
  describeParts,
  type FunctionCategory,
  type FunctionInfo,
  FUNCTIONS,
  type ParameterInfo,
  type ValuePart,
} from '../../src/vmix/catalogue/index.ts'
import { groupName, methodName } from '../../src/vmix/control/method-names.ts'

/** The types of all functions, as TypeScript text; formatted by Biome afterwards. */
export function functionTypes(): string {
  const categories = [...new Set(FUNCTIONS.map(({ category }) => category))]
  return [
    '// Made from the catalogue: `npx vitest run test/vmix/generated.test.ts --update` writes it anew.',
    `import type { AnyParams, Args, BusLetter, CallReply, NoParams, OptionalArgs } from './call-types.ts'`,
    `import type { InputRef } from './input-ref.ts'`,
    '',
    '/** What each function takes, by its name in vMix. */',
    'export interface FunctionArgs {',
    ...FUNCTIONS.map((each) => `${each.name}: ${argsType(each)}`),
    '}',
    '',
    '/** A name in the catalogue. */',
    'export type FunctionName = keyof FunctionArgs',
    '',
    "/** All functions in vMix's own groups. */",
    'export interface FunctionGroups {',
    ...categories.map((category) => `readonly ${groupName(category)}: ${category}Functions`),
    '}',
    ...categories.flatMap(groupType),
    '',
  ].join('\n')
}

function groupType(category: FunctionCategory): readonly string[] {
  const members = FUNCTIONS.filter((each) => each.category === category)
  return [
    '',
    `${category === 'Overlay' ? 'export ' : ''}interface ${category}Functions {`,
    ...members.flatMap((each) => [
      `/** ${comment(each)} */`,
      `${methodName(each.name, category)}(...args: FunctionArgs['${each.name}']): Promise<CallReply>`,
    ]),
    '}',
  ]
}

function comment({ name, parameters, since }: FunctionInfo): string {
  const takes = parameters?.map((each) => `${own(each.name)}: ${describeParts(each.parts)}`).join('; ')
  const what = takes === undefined ? ', parameters not known' : takes === '' ? '' : ` · ${takes}`
  return `\`${name}\`${what}${since === null || since === 21 ? '' : ` · vMix ${since} and up`}`
}

function argsType({ parameters }: FunctionInfo): string {
  if (parameters === null) return 'OptionalArgs<AnyParams>'
  if (parameters.length === 0) return 'OptionalArgs<NoParams>'
  const mayBeAbsent = parameters.every(({ need }) => need === 'optional')
  const members = parameters.map((each) => {
    const optional = each.need === 'optional'
    return `readonly ${own(each.name)}${optional ? '?' : ''}: ${valueType(each)}${optional ? ' | undefined' : ''}`
  })
  return `${mayBeAbsent ? 'OptionalArgs' : 'Args'}<{ ${members.join('; ')} }>`
}

function valueType({ name, parts }: ParameterInfo): string {
  const [only] = parts
  if (name === 'Input') return 'InputRef'
  if (only === undefined || parts.length > 1) {
    const tuple = parts.map((part) => `${part.label}${part.optional ? '?' : ''}: ${partType(part)}`)
    return `string | readonly [${tuple.join(', ')}]`
  }
  // An empty text is vMix's way to say all streams: it has to be said.
  return only.kind.kind === 'stream' ? "number | ''" : partType(only)
}

function partType({ kind }: ValuePart): string {
  switch (kind.kind) {
    case 'number':
    case 'stream':
      return 'number'
    case 'choice':
      return kind.sure ? busType(kind.of) : 'string'
    case 'text':
    case 'input':
      return 'string | number'
    default:
      return 'string'
  }
}

function busType(letters: readonly string[]): string {
  return letters.includes('M') ? 'BusLetter' : "Exclude<BusLetter, 'M'>"
}

/** @example own('SelectedName') // 'selectedName' */
function own(parameter: string): string {
  return parameter.slice(0, 1).toLowerCase() + parameter.slice(1)
}
