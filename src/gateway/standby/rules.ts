/** Where the pictures that go out come from. */
export type StandbySource = 'main' | 'backup' | 'slate'

/** Why there was a change. `before_live`: by setting, before the show has begun. */
export type StandbyReason =
  | 'asked'
  | 'before_live'
  | 'main_ended'
  | 'main_lost'
  | 'main_stalled'
  | 'main_steady'
  | 'backup_lost'
  | 'backup_steady'
  | 'nothing_left'

/** What there is at this moment. */
export interface StandbyFacts {
  readonly main: { readonly live: boolean; readonly everLive: boolean; readonly steadySinceMs: number | null }
  readonly backup: { readonly live: boolean; readonly steadySinceMs: number | null }
  /** Ready to be shown. */
  readonly slate: boolean
  /** Why the main feed is not live. */
  readonly gone: 'main_ended' | 'main_lost' | 'main_stalled'
}

export interface StandbyRuleSettings {
  /** `steady`: back to the main feed by itself; `told`: only when told. */
  readonly returns: 'steady' | 'told'
  /** How long a source has to be live without a break before it is gone over to unasked, ms. */
  readonly steadyMs: number
  /** Shown before the main feed has ever been live, without being asked. */
  readonly beforeLive: boolean
}

export interface StandbyWish {
  readonly source: StandbySource
  readonly why: StandbyReason
}

/**
 * Which source should be on. Away from the main feed at once, back only to one that holds; what an operator asks for goes
 * before all of it. `main` is also what is on when there is nothing: then nothing goes out.
 */
export class StandbyRules {
  settings: StandbyRuleSettings
  #on: StandbySource = 'main'
  #held = false
  /** Told to go back: at once when the main feed is live, else when it is steady. */
  #told: 'now' | 'when steady' | null = null

  constructor(settings: StandbyRuleSettings) {
    this.settings = settings
  }

  get on(): StandbySource {
    return this.#on
  }

  /** The slate is on because somebody asked for it, and stays until told. */
  get held(): boolean {
    return this.#held
  }

  slateNow(): void {
    this.#held = true
    this.#told = null
  }

  backToShow(facts: StandbyFacts): void {
    this.#held = false
    this.#told = this.#on === 'main' ? null : facts.main.live ? 'now' : 'when steady'
  }

  /** The change has been made. */
  became(source: StandbySource): void {
    this.#on = source
    if (source === 'main') this.#told = null
  }

  /** The source that should be on; null: the one that is. */
  wish(facts: StandbyFacts, nowMs: number): StandbyWish | null {
    const wish = this.#best(facts, nowMs)
    return wish.source === this.#on ? null : wish
  }

  #best(facts: StandbyFacts, nowMs: number): StandbyWish {
    const { main, backup, slate, gone } = facts
    if (this.#held && slate) return { source: 'slate', why: 'asked' }
    if (main.live) {
      if (this.#on === 'main') return { source: 'main', why: 'asked' }
      const back = this.#back(main.steadySinceMs, nowMs)
      if (back !== null) return { source: 'main', why: back }
    } else if (this.#on === 'main' && !main.everLive && !this.settings.beforeLive) {
      return { source: 'main', why: 'nothing_left' }
    }
    const why = main.everLive ? gone : 'before_live'
    const backupSteady = this.#steady(backup.steadySinceMs, nowMs)
    if (backup.live && (this.#on !== 'slate' || backupSteady || !slate)) {
      return { source: 'backup', why: this.#on === 'slate' ? 'backup_steady' : why }
    }
    if (slate) return { source: 'slate', why: this.#on === 'backup' ? 'backup_lost' : why }
    return { source: 'main', why: 'nothing_left' }
  }

  #back(steadySinceMs: number | null, nowMs: number): StandbyReason | null {
    if (this.#told === 'now') return 'asked'
    if (this.settings.returns === 'told' && this.#told === null) return null
    return this.#steady(steadySinceMs, nowMs) ? 'main_steady' : null
  }

  #steady(sinceMs: number | null, nowMs: number): boolean {
    return sinceMs !== null && nowMs - sinceMs >= this.settings.steadyMs
  }
}
