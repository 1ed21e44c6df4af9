import { describeParts, type FunctionCategory, type FunctionInfo, FUNCTIONS } from '../../src/vmix/catalogue/index.ts'
import { groupName, methodName } from '../../src/vmix/control/method-names.ts'

const LETTERS = { help28: 'h', vmixapi: 'v', v29: 'n', companion: 'c' } as const

const head = `# Functions

All ${FUNCTIONS.length} functions of vMix that are known, by vMix's own groups. This page is made from the catalogue
(\`src/vmix/catalogue/table.ts\`), which says where each fact comes from; nobody has yet tried all of them on a real vMix.
\`vmixctl functions\` searches the same list, \`vmixctl call NAME\` calls them, and [the library](api.md#all-of-vmix) has a method for each.

- **method**: a group is vMix's category, a method the function's name, both with the first word in lower case; a word that all
  names of a group begin with (Replay, PTZ, Browser, …) is left away.
- **parameters**: *(…)* may be left away. What is in brackets behind a parameter is what it holds; commas part a value's parts.
  Left away where it should be given, vMix takes the input in preview, or all streams.
- **since**: the first major version that has it. 21 is the oldest that was looked at and means 21 or before; – is not known.
- **in**: the lists that have it: \`h\` the vendor's help of v28, \`n\` the vendor's list of v29, \`v\` vmixapi.com, \`c\` Companion's
  module. That a list lacks one proves nothing.
- Which edition lets which function do something is not known for sure for any, so nothing is checked against editions.
`

/** docs/functions.md */
export function functionReference(): string {
  const categories = [...new Set(FUNCTIONS.map(({ category }) => category))]
  return [head, ...categories.map(section)].join('\n')
}

function section(category: FunctionCategory): string {
  const members = FUNCTIONS.filter((each) => each.category === category)
  const rows = members.map(
    (each) =>
      `| \`${each.name}\` | \`${groupName(category)}.${methodName(each.name, category)}\` | ${parameters(each)} | ${each.since ?? '–'} | ${from(each)} |`,
  )
  return [
    `## ${category}`,
    '',
    '| function | method | parameters | since | in |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

function parameters({ parameters: known }: FunctionInfo): string {
  if (known === null) return 'not known'
  const each = known.map(({ name, need, parts }) => {
    const what = name === 'Value' ? `Value [${describeParts(parts)}]` : name
    return need === 'optional' ? `*(${what})*` : what
  })
  return each.join(', ').replaceAll('|', '\\|')
}

function from({ lists }: FunctionInfo): string {
  return lists.map((list) => LETTERS[list]).join('')
}
