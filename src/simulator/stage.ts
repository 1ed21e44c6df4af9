import type { Layout } from './layout.ts'
import type { Motion } from './motion.ts'
import type { Recorder } from './recorder.ts'
import type { Show } from './show/show.ts'
import type { StreamChannel } from './stream-channel.ts'
import type { Unseen } from './unseen.ts'

export type { Show, ShowInput } from './show/show.ts'

/** Everything that a function of vMix may read and change. */
export interface Stage {
  readonly show: Show
  readonly layout: Layout
  readonly streams: readonly StreamChannel[]
  readonly recorder: Recorder
  /** What vMix knows and no document shows. */
  readonly unseen: Unseen
  /** What takes time: transitions, fades, playing. */
  readonly motion: Motion
}
