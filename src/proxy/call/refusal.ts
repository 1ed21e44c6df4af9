import type { AskedCall } from './call.ts'
import type { Rules } from './rules.ts'
import { lockRefusal, type ShowLock } from './show-lock.ts'

export interface Refusal {
  /** For programs and the log. */
  readonly reason: 'doubled' | 'lock' | 'rule' | 'unknown_function' | 'not_recorded' | 'stopped' | 'password'
  /** For people; holds nothing that the client sent but a name. */
  readonly message: string
  /** Number of the rule; absent where it was none. */
  readonly rule?: number
}

/** Whether a call goes on to vMix. Pure. */
export function refusalOf(
  call: AskedCall,
  from: { readonly client: string; readonly protocol: 'http' | 'tcp' },
  { rules, lock }: { readonly rules: Rules; readonly lock: ShowLock },
): Refusal | null {
  if (call.doubled === 'function') {
    return { reason: 'doubled', message: 'The function is given twice. Nothing was sent: give it once.' }
  }
  if (call.doubled === 'parameter' && call.effect !== 'none') {
    return { reason: 'doubled', message: `${call.name}: a parameter is given twice. Nothing was sent: give it once.` }
  }
  const locked = lockRefusal(lock, call, from.client)
  if (locked !== null) return { reason: 'lock', message: locked }
  const { rule, allowed, named } = rules.decide(call.name, from.client)
  if (!allowed) {
    const message = `Rule ${rule} of the proxy does not let ${from.client} call ${shown(call.name)}. Nothing was sent.`
    return { reason: 'rule', rule, message }
  }
  // On HTTP vMix itself refuses what it does not know; on TCP it says OK to anything.
  if (from.protocol === 'tcp' && !call.known && !named) {
    return {
      reason: 'unknown_function',
      message: `No suitable Function could be found: ${shown(call.name)}. Nothing was sent.`,
    }
  }
  return null
}

/** A name as it may stand in an answer and on a page: of one line, and short. */
function shown(name: string): string {
  return name.slice(0, 60).replaceAll(/[^\w*-]/g, '?')
}
