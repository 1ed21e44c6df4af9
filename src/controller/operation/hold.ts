import type { StartGuard } from './start-guard.ts'

/** What one or several starts hold, each alone with the others of the same hold. */
export interface Hold {
  readonly guard: StartGuard
  /** The operations' names were made just now, so the log need not be searched for them. */
  readonly newNames: boolean
  /** A start that goes on. */
  keep(): void
  /** A start that came to nothing. @returns what of the hold's own may still be on */
  leave(): Promise<readonly string[]>
}
