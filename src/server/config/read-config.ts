import { readFile, stat } from 'node:fs/promises'
import { isAlias, isNode, LineCounter, parseAllDocuments, visit, type Document, type YAMLError } from 'yaml'
import { ConfigError, type ConfigProblem } from './error.ts'
import { serverConfig, type ServerConfig } from './schema.ts'
import { schemaProblems } from './schema-problems.ts'
import { yamlProblem } from './yaml-problems.ts'

/** A hundred vMix and two hundred destinations with long comments fit. */
const mostBytes = 256 * 1024

/**
 * Reads a configuration file.
 *
 * @throws ConfigError `missing`, `unreadable`, or `wrong` with every problem and where it stands
 */
export async function readConfigFile(file: string): Promise<ServerConfig> {
  let text: string
  try {
    const { size } = await stat(file)
    if (size > mostBytes) throw ConfigError.wrong(file, [tooLong])
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause
    if (cause instanceof TypeError) throw ConfigError.wrong(file, [notText])
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    throw isMissing
      ? new ConfigError('missing', `There is no ${file}. "vmixctl config init" writes one to begin with.`, { cause })
      : new ConfigError('unreadable', `${file} cannot be read. Check that it is a file that this user may read.`, {
          cause,
        })
  }
  return parseConfig(text, file)
}

/** The same for its text. @throws ConfigError `wrong` */
export function parseConfig(text: string, file = 'vmixctl.yaml'): ServerConfig {
  if (text.length > mostBytes) throw ConfigError.wrong(file, [tooLong])
  const lines = new LineCounter()
  const document = documentOf(text, lines, file)
  const parsed = serverConfig.safeParse(document.toJS({ maxAliasCount: 0 }))
  if (parsed.success) return parsed.data
  const problems = schemaProblems(parsed.error.issues, { document, lines })
  throw ConfigError.wrong(file, problems.toSorted((a, b) => a.line - b.line || a.column - b.column).slice(0, 50))
}

function documentOf(text: string, lines: LineCounter, file: string): Document {
  let documents: Document[]
  try {
    const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
    documents = Array.isArray(parsed) ? parsed : []
  } catch (cause) {
    // Brackets within brackets, as no configuration has them, are more than the parser's stack.
    if (cause instanceof RangeError) throw ConfigError.wrong(file, [tooDeep])
    throw cause
  }
  const [document, second] = documents
  if (document === undefined || (document.contents === null && document.errors.length === 0)) {
    throw ConfigError.wrong(file, [empty])
  }
  const errors: Pick<YAMLError, 'code' | 'pos'>[] = documents.flatMap((one) => [...one.errors, ...one.warnings])
  const begin = second?.range?.[0] ?? 0
  if (second !== undefined && errors.length === 0) errors.push({ code: 'MULTIPLE_DOCS', pos: [begin, begin] })
  const problems = [...errors.map((error) => yamlProblem(error, lines)), ...aliases(document, lines)]
  if (problems.length > 0) throw ConfigError.wrong(file, problems.slice(0, 20))
  return document
}

/** They could make a small file a huge one, and nobody needs them here. */
function aliases(document: Document, lines: LineCounter): readonly ConfigProblem[] {
  const found: ConfigProblem[] = []
  visit(document, {
    Node: (_key, node) => {
      const isAnchor = 'anchor' in node && node.anchor !== undefined
      if (!isAlias(node) && !isAnchor) return undefined
      const pos = isNode(node) ? (node.range?.[0] ?? 0) : 0
      found.push(yamlProblem({ code: 'BAD_ALIAS', pos: [pos, pos] }, lines))
      return visit.BREAK
    },
  })
  return found
}

const atTheTop = { line: 1, column: 1, path: '' }
const empty = { ...atTheTop, message: 'The file is empty. "vmixctl config init" writes one to begin with.' }
const tooLong = { ...atTheTop, message: 'The file is longer than 256 KiB, which no configuration needs.' }
const tooDeep = { ...atTheTop, message: 'It is nested too deeply to be a configuration.' }
const notText = { ...atTheTop, message: 'The file is no UTF-8 text. Save it as UTF-8.' }
