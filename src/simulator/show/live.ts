import type { Recorder } from '../recorder.ts'
import type { StreamChannel } from '../stream-channel.ts'
import type { Show } from './show.ts'

/**
 * Writes what streams and recorder are doing into the show, so that it tells the truth of this moment. What a captured
 * document shows of them stands until a function, or the stream itself, changes it.
 */
export function writeLive(
  show: Show,
  streams: readonly Pick<StreamChannel, 'shown'>[],
  recorder: Pick<Recorder, 'view'>,
): void {
  const shown = streams.map((stream) => stream.shown)
  const anyOn = shown.includes(true)
  // A captured document without a word of streaming has none until something streams.
  if (show.streaming !== null || anyOn) {
    show.streams = shown.map((live, channel) => ({ channel, live }))
    show.streaming = anyOn || (show.streaming === true && shown.includes(null))
  }
  const { active, seconds, shown: files } = recorder.view()
  if (active || show.recording.active === true) show.recording = { active, seconds, files: [...files] }
}
