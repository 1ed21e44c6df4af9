import type { z } from 'zod'

/** What came from outside and is right, or where and by which rule it is not. */
export type Checked<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } }

interface Issue {
  readonly code?: string | undefined
  readonly path: readonly PropertyKey[]
}

/**
 * `schema.safeParse`, for what comes from outside: it never throws. Zod's own does, at a value whose `length` cannot be
 * compared, such as `{ "length": { "toString": 1, "valueOf": 1 } }` where a text of some length belongs (seen with 4.6.7).
 */
export function checked<T>(schema: z.ZodType<T>, untrusted: unknown): Checked<T> {
  try {
    return schema.safeParse(untrusted)
  } catch {
    return { success: false, error: { issues: [] } }
  }
}
