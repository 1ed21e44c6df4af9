import { z } from 'zod'
import { ProxyError } from '../error.ts'
import { AddressList } from './address.ts'

/** One rule: whether these clients may call these functions. The first that fits a call decides. */
export interface ProxyRule {
  readonly action: 'allow' | 'deny'
  /** Names of functions, `*` for any letters; all where absent. Upper and lower case are the same. */
  readonly functions?: readonly string[] | undefined
  /** Addresses and networks; everybody where absent. */
  readonly clients?: readonly string[] | undefined
}

export interface RuleDecision {
  /** The rule's number, from 1; 0 where none fits, which allows. */
  readonly rule: number
  readonly allowed: boolean
  /** An `allow` that names this very function, without `*`. */
  readonly named: boolean
}

const rulesFile = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        action: z.enum(['allow', 'deny']),
        functions: z
          .array(z.string().regex(/^[\w*]{1,100}$/))
          .min(1)
          .max(1000)
          .optional(),
        clients: z.array(z.string().max(64)).min(1).max(1000).optional(),
      }),
    )
    .max(1000),
})

/**
 * Reads the text of a rules file.
 *
 * @throws {ProxyError} `bad_rules`, saying where
 * @example readRules('{"rules":[{"action":"deny","functions":["Script*"],"clients":["192.168.1.0/24"]}]}')
 */
export function readRules(text: string): readonly ProxyRule[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new ProxyError('bad_rules', 'The rules are not JSON. See docs/proxy.md for how they are written.', { cause })
  }
  const parsed = rulesFile.safeParse(json)
  if (parsed.success) return parsed.data.rules
  const [issue] = parsed.error.issues
  const where = issue === undefined || issue.path.length === 0 ? 'The rules' : issue.path.join('.')
  throw new ProxyError('bad_rules', `${where}: ${issue?.message ?? 'not as they should be'}. See docs/proxy.md.`)
}

/** Rules in order, ready to be asked. */
export class Rules {
  readonly #rules: readonly {
    readonly allowed: boolean
    readonly names: readonly string[] | null
    readonly patterns: readonly (readonly string[])[]
    readonly clients: AddressList | null
  }[]

  /** @throws {ProxyError} `bad_rules` for a client that is no address */
  constructor(rules: readonly ProxyRule[]) {
    this.#rules = rules.map(({ action, functions, clients }, index) => ({
      allowed: action === 'allow',
      names: functions?.filter((name) => !name.includes('*')).map((name) => name.toLowerCase()) ?? null,
      patterns: functions?.filter((name) => name.includes('*')).map((name) => name.toLowerCase().split('*')) ?? [],
      clients: clients === undefined ? null : addresses(clients, index + 1),
    }))
  }

  get count(): number {
    return this.#rules.length
  }

  decide(name: string, client: string): RuleDecision {
    const wanted = name.toLowerCase()
    for (const [index, { allowed, names, patterns, clients }] of this.#rules.entries()) {
      if (clients !== null && !clients.has(client)) continue
      const named = names?.includes(wanted) ?? false
      if (names !== null && !named && !patterns.some((pieces) => fits(pieces, wanted))) continue
      return { rule: index + 1, allowed, named: allowed && named }
    }
    return { rule: 0, allowed: true, named: false }
  }
}

/** Whether a name has the pieces between the stars, in order. No expression of the engine's, which could take long. */
function fits(pieces: readonly string[], name: string): boolean {
  const first = pieces[0] ?? ''
  const last = pieces.at(-1) ?? ''
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return at <= name.length - last.length
}

function addresses(texts: readonly string[], rule: number): AddressList {
  try {
    return new AddressList(texts)
  } catch (cause) {
    throw new ProxyError('bad_rules', `Rule ${rule}: ${cause instanceof Error ? cause.message : ''}`, { cause })
  }
}
