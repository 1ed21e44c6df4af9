import type { RecordingView } from '../view/index.ts'

/** How long a recording may show the same figures, ms: vMix is asked every 2 s at most. */
const stalledMs = 3000

/** Which recordings go on. Pure: views, and times of the monotonic clock, come in. */
export class RecordingProgress {
  #seen = new Map<string, { readonly figure: number | null; readonly sinceMs: number }>()

  /** @returns of those that are under way, the ones that do not go on */
  look(recordings: readonly RecordingView[], atMs: number): ReadonlySet<RecordingView> {
    const seen = new Map<string, { readonly figure: number | null; readonly sinceMs: number }>()
    const stalled = new Set<RecordingView>()
    for (const recording of recordings) {
      if (recording.state !== 'recording') continue
      const key = `${recording.instance}/${recording.recordingId}`
      const figure = recording.frames ?? recording.durationSeconds
      const before = this.#seen.get(key)
      const sinceMs = before?.figure === figure ? before.sinceMs : atMs
      seen.set(key, { figure, sinceMs })
      // Without a figure nobody knows.
      if (figure !== null && atMs - sinceMs >= stalledMs) stalled.add(recording)
    }
    this.#seen = seen
    return stalled
  }
}
