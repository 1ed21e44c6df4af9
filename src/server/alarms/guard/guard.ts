import type { InstanceDesk } from '../../room/index.ts'
import type { StreamView } from '../../view/index.ts'
import type { StopKind } from '../stream-stops.ts'
import { mostTries, RestartRule } from './restart-rule.ts'

export interface GuardOptions {
  readonly desks: ReadonlyMap<string, Pick<InstanceDesk, 'controller' | 'lookNow'>>
  /** Told of what cannot happen. */
  readonly onDefect: (error: unknown) => void
}

/** So long one try may take, ms. */
const tryMs = 4000

/** Starts streams again that have stopped by themselves. Each try is an operation of its own, in the show log. */
export class Guard {
  readonly #options: GuardOptions
  readonly #rules = new Map<string, RestartRule>()
  readonly #over = new AbortController()
  readonly #trying = new Set<Promise<void>>()

  constructor(options: GuardOptions) {
    this.#options = options
  }

  /** Streams that are not started again any more, by `instance/channel`, with why. */
  get givenUp(): ReadonlyMap<string, string> {
    return new Map(
      [...this.#rules].flatMap(([key, rule]) => (rule.givenUp === null ? [] : [[key, rule.givenUp] as const])),
    )
  }

  /** @param how of one that is off and should be on; null of all else, and of one whose vMix does not answer */
  look(stream: StreamView, how: StopKind | null, atMs: number): void {
    const { instance, channel, live, shouldBeLive } = stream
    const key = `${instance}/${channel}`
    const rule = this.#rules.get(key) ?? new RestartRule()
    this.#rules.set(key, rule)
    const attempt = rule.look({ atMs, live, shouldBeLive, how })
    if (attempt === null || this.#over.signal.aborted) return
    const trying = this.#start(rule, stream, attempt)
      .catch((error: unknown) => {
        rule.tried('of a defect of this program.')
        this.#options.onDefect(error)
      })
      .finally(() => this.#trying.delete(trying))
    this.#trying.add(trying)
  }

  /** Those that are no longer there are forgotten. */
  keep(streams: readonly StreamView[]): void {
    const keys = new Set(streams.map(({ instance, channel }) => `${instance}/${channel}`))
    for (const key of this.#rules.keys()) if (!keys.has(key)) this.#rules.delete(key)
  }

  async close(): Promise<void> {
    this.#over.abort()
    await Promise.all(this.#trying)
  }

  /**
   * Its URL and key are still set in vMix, and its destinations wait at the gateway: it only has to be started. A stop that comes
   * meanwhile, of whatever program of this machine, ends it.
   */
  async #start(rule: RestartRule, { instance, channel }: StreamView, attempt: number): Promise<void> {
    const desk = this.#options.desks.get(instance)
    if (desk === undefined) return rule.tried('its vMix is no longer configured.')
    const result = await desk.controller.callFunction({
      name: 'StartStreaming',
      params: { Value: channel },
      actor: `guard (try ${attempt} of ${mostTries})`,
      signal: AbortSignal.any([this.#over.signal, AbortSignal.timeout(tryMs)]),
    })
    rule.tried(result.success ? null : result.message)
    desk.lookNow()
  }
}
