/** What the log says of whether a stream should be on. */
export type Wanted =
  /** Started by an operation, and nobody has stopped it by one: also when it is off by now. */
  | 'started'
  /** Seen on, switched by somebody else. */
  | 'seen'
  /** Stopped, or seen off where nobody here had started it. */
  | 'no'

/** An entry of the log that is about a channel, as far as it matters here. */
export interface ChannelEvent {
  readonly type: string
  /** Of `stream_observed`: what it was seen to be. */
  readonly on?: boolean | undefined
  /** Of a stop: not of one destination alone. */
  readonly wholeChannel: boolean
  /** Of a function that was called by its name. */
  readonly called?: string | undefined
}

/**
 * Whether a stream should be on, after one more entry. That vMix shows it off is no stop: vMix does not tell whether somebody
 * pressed its button or it ended by an error, and for one that was started here somebody has to know.
 *
 * @param before undefined: nothing is known
 */
export function wantedAfter(before: Wanted | undefined, event: ChannelEvent): Wanted | undefined {
  switch (event.type) {
    case 'stream_started':
    case 'srt_stream_started':
    case 'stream_resumed':
      return 'started'
    case 'stream_stopped':
      return event.wholeChannel ? 'no' : before
    case 'stream_observed':
      if (event.on === undefined || before === 'started') return before
      return event.on ? 'seen' : 'no'
    case 'function_called':
      return afterCall(event.called ?? '', before)
    default:
      return before
  }
}

function afterCall(name: string, before: Wanted | undefined): Wanted | undefined {
  const plain = name.toLowerCase()
  if (plain === 'stopstreaming') return 'no'
  if (plain === 'startstreaming') return 'started'
  // It switched on what was off, or off what was on: which one is not known.
  return plain === 'startstopstreaming' ? undefined : before
}
