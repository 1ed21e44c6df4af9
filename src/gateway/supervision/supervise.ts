import { spawn, type ChildProcess } from 'node:child_process'
import type { Clock } from '../../clock/index.ts'
import { fromGateway } from './messages.ts'
import { defaultRestartLimits, RestartRule, type RestartLimits } from './restart-rule.ts'

export interface SuperviseOptions {
  /** The gateway's own program: it calls `supervised()`, and says when it has started. */
  readonly command: string
  readonly args: readonly string[]
  readonly clock: Clock
  readonly limits?: Partial<RestartLimits>
  /** Told when it died, and what comes now. */
  readonly onDeath?: (death: GatewayDeath) => void
  /** For the jitter; a number in [0, 1). */
  readonly random?: () => number
}

export interface GatewayDeath {
  /** How: `SIGKILL`, or `code 134`. */
  readonly how: string
  /** When it is started again, ms; null: it is given up. */
  readonly againMs: number | null
}

/** How a supervised gateway has ended, and the code to end with. */
export interface SupervisedEnd {
  /** `ended`: as asked, idle, or it could not start; `given_up`: it died too often. */
  readonly why: 'ended' | 'given_up'
  readonly code: number
}

/** Closing its outputs is bounded by itself; one that does not come to an end is ended. */
const STOP_MS = 45_000

/**
 * Runs a gateway in a process of its own and starts it again when it dies. It ends when the gateway ends by itself, cannot
 * be started in the first place, is given up, or the signal asks for its end. The gateway has a session of its own, so
 * that Ctrl-C reaches only us, who end it in order; when we are killed, it goes on.
 */
export async function supervise(options: SuperviseOptions, signal: AbortSignal): Promise<SupervisedEnd> {
  const rule = new RestartRule({ ...defaultRestartLimits, ...options.limits }, options.random ?? Math.random)
  let everStarted = false
  for (;;) {
    const run = new Run(options)
    const end = await run.ended(signal)
    everStarted ||= run.started
    const code = end.code ?? 1
    if (end.code === 0 || signal.aborted || !everStarted) return { why: 'ended', code }
    const againMs = rule.died(options.clock.monotonic())
    options.onDeath?.({ how: end.signal ?? `code ${code}`, againMs })
    if (againMs === null) return { why: 'given_up', code: 1 }
    await options.clock.sleep(againMs, signal).catch(() => undefined)
    if (signal.aborted) return { why: 'ended', code: 0 }
  }
}

/** One run of the gateway. */
class Run {
  readonly #clock: Clock
  readonly #child: ChildProcess
  readonly #over: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
  started = false

  constructor({ command, args, clock }: SuperviseOptions) {
    this.#clock = clock
    this.#child = spawn(command, args, {
      // What it prints goes where ours goes, and still does when we are gone.
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
      windowsHide: true,
    })
    this.#child.on('message', (message) => {
      if (fromGateway.safeParse(message).success) this.started = true
    })
    this.#over = new Promise((resolve) => {
      this.#child.once('error', () => resolve({ code: 1, signal: null }))
      this.#child.once('exit', (code, signal) => resolve({ code, signal }))
    })
  }

  async ended(signal: AbortSignal): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }> {
    const stop = (): void => void this.#stop()
    // A second Ctrl-C ends us at once: then it must not stay behind.
    const cut = (): void => {
      if (signal.aborted) this.#kill()
    }
    signal.addEventListener('abort', stop)
    process.on('exit', cut)
    try {
      if (signal.aborted) stop()
      return await this.#over
    } finally {
      signal.removeEventListener('abort', stop)
      process.off('exit', cut)
      this.#sweep()
    }
  }

  async #stop(): Promise<void> {
    if (this.#child.connected) this.#child.send({ supervisor: 'stop' }, () => undefined)
    const ended = new AbortController()
    void this.#over.then(() => ended.abort())
    await this.#clock.sleep(STOP_MS, ended.signal).catch(() => undefined)
    if (!ended.signal.aborted) this.#kill()
  }

  #kill(): void {
    this.#sweep()
    this.#child.kill('SIGKILL')
  }

  /**
   * Ends what it has started and left behind: its children are in its process group. On Windows the system does so, and
   * there are no groups.
   */
  #sweep(): void {
    const { pid } = this.#child
    if (pid === undefined || process.platform === 'win32') return
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // Nobody is left.
    }
  }
}
