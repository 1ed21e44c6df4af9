import { words } from '../words.ts'
import { isRecord } from './entities.ts'
import { countText } from './figure-text.ts'

/** What reading the whole log has shown. */
export interface Verdict {
  readonly valid: boolean
  readonly sentence: string
  readonly proved: readonly string[]
  readonly notProved: readonly string[]
}

/** Unbroken only where the server says so in so many words. */
export function readVerdict(body: unknown): Verdict {
  if (!isRecord(body)) return { valid: false, sentence: '', proved: [], notProved: [] }
  const { valid, totalEvents, brokenAt, reason } = body
  const parts = [
    typeof totalEvents === 'number' ? words.timeline.entries(countText(totalEvents)) : '',
    typeof brokenAt === 'number' ? words.timeline.brokenAt(countText(brokenAt)) : '',
    typeof reason === 'string' ? reason : '',
  ]
  return {
    valid: valid === true,
    sentence: parts.filter((part) => part !== '').join(' '),
    proved: texts(body['proved']),
    notProved: texts(body['notProved']),
  }
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
