import type { Clock } from '../clock/index.ts'
import type { FeedStatus, OutputSpec, OutputStatus, StandbySpec } from './control/messages.ts'
import type { FeedListener } from './feed-listener.ts'
import { FeedOutput, type FeedFacts } from './feed-output.ts'
import type { FeedChange, FeedPublish, FeedPublisher } from './feed-types.ts'
import { Feed } from './feed.ts'
import type { NewEvent } from './journal.ts'
import type { FeedTap, Output } from './outputs/output.ts'
import { FeedPreview } from './preview/feed-preview.ts'
import type { SavedOutput } from './state/index.ts'
import { markRecordings, Standby, type BackupFeed, type ProgramChange } from './standby/index.ts'
import { readingStatus } from './status.ts'
import { changeSentence, WatchedHealth } from './verdict.ts'

export interface ChannelOptions {
  /** Which vMix, and which of its streams (0-based). */
  readonly instance: string
  readonly channel: number
  readonly clock: Clock
  record(event: NewEvent): void
  /** Told when an output has become something that has to be remembered: live, given up, taken off. */
  changed?(what: 'addition' | 'removal'): void
  /** An open feed of this gateway, which may be a backup of this one; null: there is none. */
  findFeed?(place: NonNullable<StandbySpec['backup']>): BackupFeed | null
  /** For slates; default: `ffmpeg` on the PATH. */
  readonly ffmpeg?: string
}

const eventKinds = {
  published: 'feed.published',
  live: 'feed.live',
  stalled: 'feed.stalled',
  resumed: 'feed.resumed',
  ended: 'feed.ended',
  lost: 'feed.lost',
} as const

/** One channel of one vMix: its feed, its outputs, the verdict on each, and the events that tell of them. */
export class Channel {
  readonly instance: string
  readonly channel: number
  /** What can be watched of it in a browser. */
  readonly preview: FeedPreview
  /** What goes out when the feed does not come. */
  readonly standby: Standby
  readonly #options: ChannelOptions
  readonly #feed: Feed
  readonly #health: WatchedHealth
  readonly #outputs = new Map<string, FeedOutput>()
  #lateMs = 0
  #usualKbps = 0

  constructor(options: ChannelOptions) {
    this.#options = options
    this.instance = options.instance
    this.channel = options.channel
    this.#health = new WatchedHealth({ subject: 'feed' }, options.clock.monotonic())
    this.#feed = new Feed({
      clock: options.clock,
      onChange: (change) => this.#feedChanged(change),
      onOutputBroken: (output) => void this.#broken(output),
      onUnfit: (unfit) => this.#record({ kind: 'feed.unfit', outputId: null, name: null, ...unfit }),
      onProgram: (change) => this.#programChanged(change),
      // Whoever only looks at a preview is no audience: a show ends with its last destination.
      watched: () => this.#outputs.size > 0,
    })
    this.standby = new Standby({
      clock: options.clock,
      program: this.#feed.program,
      ffmpeg: options.ffmpeg ?? 'ffmpeg',
      mainFormat: () => (this.#feed.state === 'live' ? this.#feed.wholeFormat : null),
      mainLive: () => this.#feed.state === 'live',
      findFeed: (place) => options.findFeed?.(place) ?? null,
      record: (event) => this.#record({ outputId: null, name: null, ...event }),
    })
    const { instance, channel } = options
    this.preview = new FeedPreview({ instance, channel, bitrateKbps: () => this.bitrateKbps })
    this.#feed.add(this.preview)
  }

  get outputCount(): number {
    return this.#outputs.size
  }

  /** A publisher is sending, and not silent: another one has no place here. */
  get taken(): boolean {
    return this.#feed.taken && this.#feed.state !== 'stalled'
  }

  /** The rate of what goes out, kb/s, for the size of queues: a standby's first packets come all at once. */
  get bitrateKbps(): number | null {
    const kbps = this.#feed.reading(this.#options.clock.monotonic()).bitrateKbps
    if (this.#feed.program.on === 'main') {
      this.#usualKbps = kbps ?? this.#usualKbps
      return kbps
    }
    return 2 * Math.max(this.#usualKbps, this.#feed.program.slateOn?.bitrateKbps ?? 0)
  }

  get expectedFps(): number | null {
    return this.#feed.expectedFps
  }

  /** Hears what arrives from here on: for a channel that has this one as its backup. */
  listen(listener: FeedListener): () => void {
    return this.#feed.listen(listener)
  }

  begin(publisher: FeedPublisher): FeedPublish {
    return this.#feed.begin(publisher)
  }

  output(outputId: string): FeedOutput | null {
    return this.#outputs.get(outputId) ?? null
  }

  statusOf(outputId: string): OutputStatus | null {
    return this.#outputs.get(outputId)?.status(this.#facts(), this.#feed.skipped(outputId)) ?? null
  }

  /** The name of a running output that goes to the same place under another id, or null. */
  goesTo(spec: OutputSpec): string | null {
    const same = [...this.#outputs.values()].find((one) => one.goesTo(spec))
    return same?.spec.name ?? null
  }

  /** What a gateway that takes this channel up again has to know of its outputs. */
  remembered(): SavedOutput[] {
    return [...this.#outputs.values()].map((output) => output.remembered())
  }

  /** How many files its recordings have by now. */
  get partCount(): number {
    let count = 0
    for (const { spec, output } of this.#outputs.values()) {
      if (spec.kind === 'file') count += output.status().file?.parts.length ?? 0
    }
    return count
  }

  /** @param wasLive at a gateway that has ended before this one */
  add(spec: OutputSpec, output: Output, wasLive = false): OutputStatus {
    const added = new FeedOutput(spec, output, this.#options.clock.monotonic(), wasLive)
    this.#outputs.set(spec.outputId, added)
    output.onStateChange = (status) => {
      for (const event of added.events(status)) this.#record(event)
      if (this.#outputs.get(spec.outputId) !== added) return
      this.#judgeOutput(added, this.#facts())
      const lasting = status.state === 'live' || status.state === 'failed' || spec.kind === 'file'
      if (lasting) this.#options.changed?.('addition')
    }
    this.#feed.add(output)
    return added.status(this.#facts(), 0)
  }

  /** Takes an output off and closes it: its last status, or null when there is none of that name. */
  async remove(outputId: string): Promise<OutputStatus | null> {
    const removed = this.#outputs.get(outputId)
    if (removed === undefined) return null
    const facts = this.#facts()
    const skipped = this.#feed.skipped(outputId)
    this.#outputs.delete(outputId)
    this.#feed.remove(outputId)
    await removed.output.close()
    return removed.status(facts, skipped)
  }

  /** When {@link check} is needed at the latest, on the monotonic clock, if nothing happens until then. */
  get checkDueMs(): number {
    const standby = this.standby.spec !== null || this.#feed.program.on !== 'main'
    return standby ? -Infinity : this.#feed.checkDueMs
  }

  /** Looks whether the pictures stand still, and whether it is time for a change to or from a standby. */
  check(nowMs: number, lateMs: number): void {
    this.#lateMs = Math.max(this.#lateMs, lateMs)
    this.standby.check()
    this.#feed.check(nowMs, lateMs)
  }

  /**
   * Judges feed and outputs.
   *
   * @param lateMs the longest delay of our own event loop since the last verdict
   */
  judge(lateMs = 0): void {
    this.#lateMs = Math.max(this.#lateMs, lateMs)
    this.#judgeFeed()
    const facts = this.#facts()
    for (const output of this.#outputs.values()) this.#judgeOutput(output, facts)
    this.#lateMs = 0
  }

  status(): FeedStatus {
    const facts = this.#facts()
    return {
      instance: this.instance,
      channel: this.channel,
      ...this.#feed.describe(),
      reading: readingStatus(this.#feed.reading(this.#options.clock.monotonic()), 0),
      health: this.#health.status(),
      preview: this.preview.status(),
      standby: this.standby.status(),
      outputs: [...this.#outputs].map(([outputId, output]) => output.status(facts, this.#feed.skipped(outputId))),
    }
  }

  /** Closes all outputs and sends the publisher away; the last status. */
  async close(): Promise<FeedStatus> {
    const closed = await Promise.all([...this.#outputs.keys()].map((outputId) => this.remove(outputId)))
    this.standby.close()
    this.#feed.close('The stream was ended at the gateway.')
    return { ...this.status(), outputs: closed.filter((output) => output !== null) }
  }

  #feedChanged(change: FeedChange): void {
    this.preview.feedChanged(change)
    this.#record({ kind: eventKinds[change.kind], outputId: null, name: null, message: change.reason, code: null })
    this.judge()
  }

  /** Told before the first packet of the new source. */
  #programChanged(change: ProgramChange): void {
    this.standby.changed(change)
    this.preview.sourceChanged(change.to)
    const split = this.standby.spec?.onStandby === 'split'
    for (const mark of markRecordings(this.#outputs.values(), change, split)) this.#record(mark)
    this.judge()
  }

  /** Nobody pressed anything here, so pictures that stop are a fault; vMix's own goodbye with nobody listening is none. */
  get #shouldBeLive(): boolean {
    return this.#feed.state !== 'ended' || this.#outputs.size > 0
  }

  #judgeFeed(): void {
    const atMs = this.#options.clock.monotonic()
    const { state } = this.#feed
    const change = this.#health.see({
      atMs,
      reading: this.#feed.reading(atMs),
      live: state === 'live' || state === 'stalled',
      why: this.#feed.unfit,
      shouldBeLive: this.#shouldBeLive,
      eventLoopLateMs: this.#lateMs,
    })
    if (change === null) return
    const message = changeSentence('The stream from vMix', change)
    this.#record({ kind: 'health.changed', outputId: null, name: null, message, code: null, health: change })
  }

  #judgeOutput(output: FeedOutput, facts: FeedFacts): void {
    const { outputId, name } = output.spec
    const change = output.judge(this.#options.clock.monotonic(), facts)
    if (change === null) return
    const message = changeSentence(name, change)
    this.#record({ kind: 'health.changed', outputId, name, message, code: null, health: change })
  }

  #facts(): FeedFacts {
    const { on, held } = this.#feed.program
    return {
      expectedFps: this.standby.expectedFps ?? this.#feed.expectedFps,
      format: this.#feed.format,
      stalled: this.#feed.state === 'stalled' && on === 'main',
      standby: on === 'main' ? null : { source: on, asked: held },
      shouldBeLive: this.#shouldBeLive,
      eventLoopLateMs: this.#lateMs,
    }
  }

  async #broken({ outputId }: FeedTap): Promise<void> {
    const broken = this.#outputs.get(outputId)
    const name = broken?.spec.name ?? null
    this.#outputs.delete(outputId)
    this.#options.changed?.('removal')
    if (broken !== undefined) broken.output.onStateChange = null
    const message = `${name ?? outputId} was taken off because of a defect in this program; please report it.`
    this.#record({ kind: 'output.failed', outputId, name, message, code: 'internal' })
    await broken?.output.close().catch(() => undefined)
  }

  #record(event: Omit<NewEvent, 'instance' | 'channel' | 'health'> & Pick<Partial<NewEvent>, 'health'>): void {
    this.#options.record({ health: null, ...event, instance: this.instance, channel: this.channel })
  }
}
