import type { Clock } from '../../clock/index.ts'
import type { StandbySpec, StandbyStatus } from '../control/standby-messages.ts'
import { GatewayError } from '../errors.ts'
import type { FeedListener } from '../feed-listener.ts'
import type { NewEvent } from '../journal.ts'
import { FeedSlate } from './feed-slate.ts'
import type { Program, ProgramChange } from './program.ts'
import { defaultStandbyRules } from './settings.ts'
import type { SlateFormat } from './slate.ts'
import { changeSentence } from './words.ts'

/** So long whoever sets a slate waits to hear that it cannot be used. */
const PATIENCE_MS = 3000

/** An encoder whose connection is gone is back within seconds, or something is wrong with it. */
const COMES_BACK_MS = 5000

/** A feed that may be a backup. */
export interface BackupFeed {
  /** What it promises; null: not known. */
  readonly expectedFps: number | null
  /** @returns ends it */
  listen(listener: FeedListener): () => void
}

export interface StandbyOptions {
  readonly clock: Clock
  readonly program: Program
  readonly ffmpeg: string
  /** What the main feed is like, where it is live and has told. */
  mainFormat(): Partial<SlateFormat> | null
  mainLive(): boolean
  /** An open feed of this gateway; null: there is none. */
  findFeed(place: NonNullable<StandbySpec['backup']>): BackupFeed | null
  record(event: Pick<NewEvent, 'kind' | 'message' | 'code'>): void
}

/** The standby of one feed: what was set, what there is of it, and what is said of its changes. */
export class Standby {
  readonly #options: StandbyOptions
  #spec: StandbySpec | null = null
  #slate: FeedSlate | null = null
  #listening: { readonly feed: BackupFeed; readonly end: () => void } | null = null
  #backupLive = false
  #last: { readonly since: string; readonly why: string; readonly code: string } | null = null
  #times = 0
  /** After a restart in the middle of a show: so long the feed has to come back by itself. */
  #awaitedUntilMs = Infinity

  constructor(options: StandbyOptions) {
    this.#options = options
  }

  /** What was set; null: nothing. */
  get spec(): StandbySpec | null {
    return this.#spec
  }

  /**
   * Sets it, or takes it away. A slate that cannot be used is refused and changes nothing.
   *
   * @throws {GatewayError} `bad_target` why the slate cannot be used, and what to do
   */
  async set(spec: StandbySpec | null): Promise<void> {
    const path = spec?.slate?.path
    // One of the same name anew as well: the file may be another by now.
    const slate = path === undefined ? null : this.#newSlate(path)
    if (slate !== null) {
      const enough = new AbortController()
      // What takes longer is being prepared, and is said by its status and, if it fails, by an event.
      const soon = this.#options.clock.sleep(PATIENCE_MS, enough.signal).then(
        () => null,
        () => null,
      )
      const why = await Promise.race([slate.load(this.#options.mainFormat() ?? {}), soon])
      enough.abort()
      if (why !== null) throw new GatewayError('bad_target', why)
    }
    this.#use(spec, slate)
  }

  /**
   * Takes up what an earlier process had; a slate that cannot be loaded is said, and the rest goes on.
   *
   * @param wasLive something was on air: when the feed is not back soon, the standby goes out
   */
  takeUp(spec: StandbySpec, wasLive: boolean): void {
    if (wasLive) this.#awaitedUntilMs = this.#options.clock.monotonic() + COMES_BACK_MS
    const slate = spec.slate === null ? null : this.#newSlate(spec.slate.path)
    this.#use(spec, slate)
    void slate?.load({})
  }

  #use(spec: StandbySpec | null, slate: FeedSlate | null): void {
    if (this.#slate !== slate) this.#slate?.close()
    this.#spec = spec
    this.#slate = slate
    this.#listening?.end()
    this.#listening = null
    const { program } = this.#options
    program.backupGone()
    this.#backupLive = false
    if (slate === null) program.slate(null)
    const { returns, beforeLive } = spec ?? defaultStandbyRules
    program.configure(spec === null ? null : { ...defaultStandbyRules, returns, beforeLive })
    this.#attach()
  }

  #newSlate(path: string): FeedSlate {
    const slate: FeedSlate = new FeedSlate({
      path,
      ffmpeg: this.#options.ffmpeg,
      onReady: (ready) => this.#options.program.slate(ready),
      onFailed: (why) => {
        // Refused while it is being set: the answer says so.
        if (this.#slate === slate) this.#options.record({ kind: 'standby.failed', message: why, code: 'bad_slate' })
      },
    })
    return slate
  }

  /**
   * Slate now, or back to the show.
   *
   * @throws {GatewayError} `conflict` when there is no slate, or no standby
   */
  switchTo(to: 'slate' | 'show'): void {
    const { program } = this.#options
    if (this.#spec === null) {
      throw new GatewayError('conflict', 'This stream has no standby. Set a backup or a slate first.')
    }
    if (to === 'show') {
      program.backToShow()
      return
    }
    if (!program.hasSlate) {
      const state = this.#slate?.status().state
      const why = state === 'preparing' ? 'It is being prepared: try again in a moment.' : 'Set one first.'
      throw new GatewayError('conflict', `There is no slate to show. ${why}`)
    }
    program.slateNow()
  }

  /** Of what goes out instead of the main feed, where that is known. */
  get expectedFps(): number | null {
    const { on, slateOn } = this.#options.program
    return on === 'backup' ? (this.#listening?.feed.expectedFps ?? null) : (slateOn?.format.fps ?? null)
  }

  /** Several times a second. */
  check(): void {
    if (this.#spec === null) return
    this.#attach()
    if (this.#options.clock.monotonic() > this.#awaitedUntilMs) {
      this.#awaitedUntilMs = Infinity
      this.#options.program.mainWasLive()
    }
    const format = this.#options.mainFormat()
    if (format !== null) this.#slate?.feedIs(format)
  }

  /** The backup's feed may be opened, closed and opened again while it is the backup. */
  #attach(): void {
    const place = this.#spec?.backup ?? null
    const feed = place === null ? null : this.#options.findFeed(place)
    if (feed === (this.#listening?.feed ?? null)) return
    const { program } = this.#options
    this.#listening?.end()
    this.#listening = null
    this.#backupLive = false
    program.backupGone()
    if (feed === null) return
    const end = feed.listen({
      begins: () => program.backupBegins(),
      packet: (packet) => program.backup(packet),
      live: () => {
        this.#backupLive = true
        program.backupLive()
      },
      gone: () => {
        this.#backupLive = false
        program.backupGone()
      },
    })
    this.#listening = { feed, end }
  }

  /** The program has changed its source: an event with its reason. */
  changed(change: ProgramChange): void {
    const options = this.#options
    const message = changeSentence(change, options.mainLive())
    if (change.from === 'main') this.#times += 1
    this.#last = { since: new Date(options.clock.now()).toISOString(), why: message, code: change.why }
    const kind = change.from === 'main' ? 'standby.started' : change.to === 'main' ? 'standby.ended' : 'standby.changed'
    options.record({ kind, message, code: change.why })
  }

  status(): StandbyStatus | null {
    const spec = this.#spec
    const { program } = this.#options
    if (spec === null && program.on === 'main') return null
    const { returns, beforeLive, onStandby } = spec ?? { ...defaultStandbyRules, onStandby: 'mark' as const }
    return {
      returns,
      beforeLive,
      onStandby,
      on: program.on,
      since: this.#last?.since ?? null,
      why: this.#last?.why ?? null,
      code: this.#last?.code ?? null,
      held: program.held,
      times: this.#times,
      backup: spec?.backup == null ? null : { ...spec.backup, live: this.#backupLive },
      slate: this.#slate?.status() ?? null,
    }
  }

  close(): void {
    this.#listening?.end()
    this.#slate?.close()
  }
}
