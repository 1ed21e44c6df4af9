import { spawn, type ChildProcess } from 'node:child_process'
import type { Clock } from '../../clock/index.ts'
import { compileCacheIn } from './compile-cache.ts'
import { fromGateway } from './messages.ts'
import { tellSuccessor, type Predecessor } from './predecessor.ts'
import { LOOK_MS, SilenceRule } from './silence-rule.ts'
import type { SuperviseOptions } from './supervise.ts'

/** How a process ended: its code, or the signal that ended it. */
interface ProcessEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** Closing its outputs is bounded by itself; one that does not come to an end is ended. */
const STOP_MS = 45_000
const HUNG_AFTER_MS = 10_000
/** It speaks each second; a busy machine may well cost it one or two of them. */
const LEAST_HUNG_AFTER_MS = 3000

/** One run of the gateway, from its start to its end. */
export class Run {
  readonly #clock: Clock
  readonly #child: ChildProcess
  readonly #over: Promise<ProcessEnd>
  readonly #rule: SilenceRule
  readonly #options: SuperviseOptions
  started = false
  /** For how long nothing had been heard of it when it was ended for that, ms. */
  hungMs: number | null = null

  constructor(options: SuperviseOptions, before: Predecessor | null) {
    this.#clock = options.clock
    this.#options = options
    const { hungAfterMs = HUNG_AFTER_MS } = options
    const least = hungAfterMs === 0 ? Infinity : Math.max(hungAfterMs, LEAST_HUNG_AFTER_MS)
    this.#rule = new SilenceRule(least, this.#clock.monotonic())
    this.#child = spawn(options.command, options.args, {
      // What it prints goes where ours goes, and still does when we are gone.
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...compileCacheIn(options.compileCache), ...tellSuccessor(before) },
      detached: true,
      windowsHide: true,
    })
    this.#child.on('message', (message) => this.#heard(message))
    this.#over = new Promise((resolve) => {
      this.#child.once('error', () => resolve({ code: 1, signal: null }))
      this.#child.once('exit', (code, signal) => resolve({ code, signal }))
    })
  }

  #heard(untrusted: unknown): void {
    const message = fromGateway.safeParse(untrusted)
    if (!message.success) return
    this.#rule.heard(this.#clock.monotonic())
    if (message.data.gateway === 'started') this.started = true
  }

  /** Resolves when its process is gone; asks it to end when the signal does. */
  async ended(signal: AbortSignal): Promise<ProcessEnd> {
    const stop = (): void => void this.#stop()
    // A second Ctrl-C ends us at once: then it must not stay behind.
    const cut = (): void => {
      if (signal.aborted) this.#kill()
    }
    signal.addEventListener('abort', stop)
    process.on('exit', cut)
    const gone = new AbortController()
    // One that ends lets go of the channel first, and says nothing more.
    this.#child.once('disconnect', () => gone.abort())
    void this.#watch(AbortSignal.any([signal, gone.signal]))
    try {
      if (signal.aborted) stop()
      return await this.#over
    } finally {
      gone.abort()
      signal.removeEventListener('abort', stop)
      process.off('exit', cut)
      this.#sweep()
    }
  }

  /** Ends it when it hangs: its event loop does not turn, so that nothing else would. */
  async #watch(over: AbortSignal): Promise<void> {
    for (;;) {
      await this.#clock.sleep(LOOK_MS, over).catch(() => undefined)
      if (over.aborted) return
      const silentMs = this.#rule.look(this.#clock.monotonic())
      if (silentMs === null) continue
      this.hungMs = Math.round(silentMs)
      this.#options.onHang?.(this.hungMs)
      this.#kill()
      return
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
