import type { Clock } from '../../clock/index.ts'
import { isHeader, StreamHeaders } from '../headers.ts'
import type { MediaPacket } from '../packet.ts'
import { RecentGroup } from './recent-group.ts'
import { StandbyRules, type StandbyFacts, type StandbyReason, type StandbySource } from './rules.ts'
import { defaultStandbyRules, type StandbyRuleSettings } from './settings.ts'
import { leadIn, type Slate } from './slate.ts'
import { SlatePlayer } from './slate-player.ts'
import { Splice } from './splice.ts'

/** A backup's pictures since its last key frame put the stream so far ahead of the clock at most. */
const MAX_AHEAD_MS = 3000

/** What is sent comes from another source. */
export interface ProgramChange {
  readonly from: StandbySource
  readonly to: StandbySource
  readonly why: StandbyReason
}

export interface ProgramOptions {
  readonly clock: Clock
  /** What goes out. */
  emit(packet: MediaPacket): void
  /** Told before the first packet of the new source. */
  onChange(change: ProgramChange): void
  /** Nothing goes out any more, until the main feed is back. */
  onNothing(kind: 'ended' | 'lost'): void
  /** Whether anybody gets what goes out: for nobody nothing is made up. */
  watched(): boolean
}

/**
 * What goes out of a feed: the main feed's packets, and, where a standby was set, a backup's or a slate's while the main
 * feed is not there. Without a standby every packet passes as it is.
 */
export class Program {
  readonly #options: ProgramOptions
  readonly #rules = new StandbyRules(defaultStandbyRules)
  readonly #splice: Splice
  readonly #player: SlatePlayer
  readonly #group = new RecentGroup()
  readonly #headers = { main: new StreamHeaders(), backup: new StreamHeaders() }
  #slate: Slate | null = null
  #main: StandbyFacts['main'] = { live: false, everLive: false, steadySinceMs: null }
  #backup: StandbyFacts['backup'] = { live: false, steadySinceMs: null }
  #gone: StandbyFacts['gone'] = 'main_lost'
  /** Outputs were told that nothing comes. */
  #silent = true
  /** A publisher has come and has not sent a key frame yet: its headers may be with the outputs already. */
  #beginning = false

  constructor(options: ProgramOptions) {
    this.#options = options
    this.#splice = new Splice((packet) => options.emit(packet))
    this.#player = new SlatePlayer(options.clock, (packet) => this.#splice.packet(packet))
  }

  get on(): StandbySource {
    return this.#rules.on
  }

  get held(): boolean {
    return this.#rules.held
  }

  get hasSlate(): boolean {
    return this.#slate !== null
  }

  /** Of a slate that is on; null while another source is. */
  get slateOn(): Slate | null {
    return this.#rules.on === 'slate' ? this.#slate : null
  }

  /** With a standby (null: without one any more; the main feed is gone back to where it can be). */
  configure(settings: StandbyRuleSettings | null): void {
    this.#splice.armed = settings !== null || this.#rules.on !== 'main'
    this.#rules.settings = settings ?? defaultStandbyRules
    if (settings === null) this.backToShow()
    this.#decide()
  }

  slate(slate: Slate | null): void {
    const playing = this.#rules.on === 'slate'
    this.#slate = slate
    if (playing && slate !== null) {
      this.#leave()
      this.#showSlate(slate)
    }
    this.#decide()
  }

  slateNow(): void {
    this.#rules.slateNow()
    this.#decide()
  }

  backToShow(): void {
    this.#rules.backToShow(this.#facts())
    this.#decide()
  }

  /** A publisher has come; its headers follow. */
  mainBegins(): void {
    this.#headers.main.forget()
    this.#beginning = true
    if (this.#rules.on === 'main') this.#silent = false
  }

  /** It was live in an earlier process: that it does not come is a loss, and no beginning. */
  mainWasLive(): void {
    this.#main = { ...this.#main, everLive: true }
    this.#decide()
  }

  mainLive(): void {
    this.#beginning = false
    this.#main = { live: true, everLive: true, steadySinceMs: this.#now() }
    this.#silent = false
  }

  mainGone(why: StandbyFacts['gone']): void {
    this.#beginning = false
    this.#main = { ...this.#main, live: false, steadySinceMs: null }
    this.#gone = why
    this.#decide()
  }

  main(packet: MediaPacket): void {
    this.#headers.main.see(packet)
    if (this.#rules.on === 'main') this.#splice.packet(packet)
    else if (packet.role === 'key') this.#offer('main', packet)
  }

  backupLive(): void {
    if (!this.#backup.live) this.#backup = { live: true, steadySinceMs: this.#now() }
    this.#decide()
  }

  backupBegins(): void {
    this.#headers.backup.forget()
    this.#group.forget()
  }

  backupGone(): void {
    if (!this.#backup.live) return
    this.#backup = { live: false, steadySinceMs: null }
    this.#group.forget()
    this.#decide()
  }

  backup(packet: MediaPacket): void {
    this.#headers.backup.see(packet)
    if (!isHeader(packet)) this.#group.keep(packet)
    if (this.#rules.on === 'backup') this.#splice.packet(packet)
    else if (packet.role === 'key') this.#offer('backup', packet)
  }

  /** Looks whether it is time for a change; several times a second. */
  check(): void {
    this.#decide()
  }

  close(): void {
    this.#player.stop()
  }

  /** A key frame of a source that is not on: the moment to go over to it, if it is wanted. */
  #offer(source: 'main' | 'backup', key: MediaPacket): void {
    const wish = this.#rules.wish(this.#facts(), this.#now())
    if (wish?.source !== source) return
    this.#leave()
    this.#became(source, wish.why)
    this.#splice.begin(this.#headers[source].all(), key, 'live')
  }

  #decide(): void {
    const wish = this.#rules.wish(this.#facts(), this.#now())
    if (wish !== null) this.#change(wish.source, wish.why)
    if (this.#rules.on === 'main' && !this.#main.live && !this.#awaitsBackup(wish?.source)) this.#nothing()
  }

  #change(source: StandbySource, why: StandbyReason): void {
    if (source === 'slate' && this.#slate !== null) {
      this.#leave()
      this.#became('slate', why)
      this.#showSlate(this.#slate)
    } else if (source === 'backup') this.#toBackup(why)
    // To one that is live it is gone over at its next key frame.
    else if (source === 'main' && !this.#main.live) {
      this.#leave()
      this.#became('main', why)
    }
  }

  /**
   * Where nothing goes out: with what it sent since its last key frame, at once; where there is none, at its next, with the
   * slate until then. From a slate that is on there is no hurry.
   */
  #toBackup(why: StandbyReason): void {
    const { key, packets } = this.#group
    if (this.#rules.on === 'slate') return
    if (key !== null && this.#splice.aheadWith(key) <= MAX_AHEAD_MS) {
      const [, ...rest] = packets
      this.#leave()
      this.#became('backup', why)
      this.#splice.begin(this.#headers.backup.all(), key, 'live')
      for (const packet of rest) this.#splice.packet(packet)
    } else if (this.#slate !== null && this.#options.watched()) {
      this.#change('slate', why)
    }
  }

  #showSlate(slate: Slate): void {
    const [first] = slate.packets
    if (first === undefined) return
    const now = this.#now()
    const startMs = this.#splice.begin(slate.headers, { ...first, arrivedMs: now }, 'by our clock')
    for (const sound of leadIn(slate)) this.#splice.packet({ ...sound, arrivedMs: now })
    this.#player.play(slate, this.#splice.dueAt(startMs))
  }

  /** The source that is on gives all that is due, and nothing more. */
  #leave(): void {
    this.#splice.armed = true
    this.#player.give(this.#now())
    this.#player.stop()
  }

  #became(source: StandbySource, why: StandbyReason): void {
    const from = this.#rules.on
    this.#rules.became(source)
    if (source !== 'main' || this.#main.live) this.#silent = false
    this.#options.onChange({ from, to: source, why })
  }

  #nothing(): void {
    if (this.#silent || this.#beginning || this.#gone === 'main_stalled') return
    this.#silent = true
    this.#options.onNothing(this.#gone === 'main_ended' ? 'ended' : 'lost')
  }

  #awaitsBackup(wanted: StandbySource | undefined): boolean {
    return wanted === 'backup' && this.#backup.live
  }

  #facts(): StandbyFacts {
    const watched = this.#options.watched()
    return {
      main: this.#main,
      backup: watched ? this.#backup : { live: false, steadySinceMs: null },
      slate: watched && this.#slate !== null,
      gone: this.#gone,
    }
  }

  #now(): number {
    return this.#options.clock.monotonic()
  }
}
