import type { Clock } from '../../clock/index.ts'
import type { Predecessor } from './predecessor.ts'
import { defaultRestartLimits, RestartRule, type RestartLimits } from './restart-rule.ts'
import { Run } from './run.ts'

export interface SuperviseOptions {
  /** The gateway's own program: it calls `supervised()`, and says when it has started. */
  readonly command: string
  readonly args: readonly string[]
  readonly clock: Clock
  readonly limits?: Partial<RestartLimits>
  /**
   * A gateway of which nothing was heard for so long hangs: it is ended, and started again. Ms, default 10,000, 3000 at
   * least; 0: never, for a debugger, at whose breakpoint a gateway says nothing.
   */
  readonly hungAfterMs?: number
  /**
   * A folder in which V8 keeps what it has compiled of the gateway's program, so that the next one starts sooner. It must
   * be this user's alone: what stands in it is run. Default: none.
   */
  readonly compileCache?: string
  /** Told when it hangs, before it is ended. */
  readonly onHang?: (silentMs: number) => void
  /** Told when it died, and what comes now. */
  readonly onDeath?: (death: GatewayDeath) => void
  /** For the jitter; a number in [0, 1). */
  readonly random?: () => number
}

/** What became of a gateway, and what comes now. */
export interface GatewayDeath extends Predecessor {
  /** When it is started again, ms; null: it is given up. */
  readonly againMs: number | null
}

/** How a supervised gateway has ended, and the code to end with. */
export interface SupervisedEnd {
  /** `ended`: as asked, idle, or it could not start; `given_up`: it died too often. */
  readonly why: 'ended' | 'given_up'
  readonly code: number
}

/**
 * Runs a gateway in a process of its own and starts it again when it dies or hangs. It ends when the gateway ends by
 * itself, cannot be started in the first place, is given up, or the signal asks for its end. The gateway has a session of
 * its own, so that Ctrl-C reaches only us, who end it in order; when we are killed, it goes on.
 */
export async function supervise(options: SuperviseOptions, signal: AbortSignal): Promise<SupervisedEnd> {
  const rule = new RestartRule({ ...defaultRestartLimits, ...options.limits }, options.random ?? Math.random)
  let everStarted = false
  let before: Predecessor | null = null
  for (;;) {
    const run = new Run(options, before)
    const end = await run.ended(signal)
    everStarted ||= run.started
    const code = end.code ?? 1
    if (end.code === 0 || signal.aborted || !everStarted) return { why: 'ended', code }
    before = { how: end.signal ?? `code ${code}`, hungMs: run.hungMs }
    const againMs = rule.died(options.clock.monotonic())
    options.onDeath?.({ ...before, againMs })
    if (againMs === null) return { why: 'given_up', code: 1 }
    await options.clock.sleep(againMs, signal).catch(() => undefined)
    if (signal.aborted) return { why: 'ended', code: 0 }
  }
}
