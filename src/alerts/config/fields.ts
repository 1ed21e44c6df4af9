import { z } from 'zod'
import { createRedactor, parseSecretReference, type SecretReference } from '../../secrets/index.ts'
import type { Target } from '../receivers/receiver.ts'

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `10s`, `500ms`, `5m`, `1h`, `1d`; whole numbers. */
export const duration = z
  .string()
  .regex(/^\d{1,6}(?:ms|s|m|h|d)$/, 'a time with its unit, such as 10s, 500ms, 5m or 1h')
  .meta({ examples: ['10s', '5m'] })

/** Of a text that {@link duration} took. */
export function milliseconds(text: string): number {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(text)
  const unit = match?.[2]
  if (unit === 'ms' || unit === 's' || unit === 'm' || unit === 'h' || unit === 'd') {
    return Number(match?.[1]) * unitMs[unit]
  }
  throw new TypeError('A time has a unit: ms, s, m, h or d.')
}

const byReference = 'env:NAME for a variable of the environment, or file:PATH for a file that holds it'

/** Where a secret stands; never the secret. */
export const reference = z
  .string()
  .max(1000)
  .refine((text) => referenceOf(text) !== null, `a secret is given as ${byReference}`)
  .meta({ examples: ['env:NAME', 'file:/etc/vmixctl/name'] })

/** An address without a secret in it, or a reference to one. */
export const target = z
  .string()
  .max(2000)
  .refine((text) => targetOf(text) !== null, `https://… without a login or a key in it, or ${byReference}`)
  .meta({ examples: ['https://alerts.example.com/hook', 'env:HOOK_URL'] })

export function referenceOf(text: string): SecretReference | null {
  try {
    return parseSecretReference(text)
  } catch {
    return null
  }
}

export function targetOf(text: string): Target | null {
  const named = referenceOf(text)
  if (named !== null) return named
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  // Slack's and Discord's addresses are secrets as a whole, and mostly put here by mistake.
  const isChat = /(?:^|\.)(?:slack|discord(?:app)?)\.com$/i.test(url.hostname)
  return isChat || createRedactor().redactUrl(text) !== text ? null : { kind: 'url', url: text }
}
