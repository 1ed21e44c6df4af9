import type { Clock } from '../../clock/index.ts'
import { createFileOutput } from '../../gateway/index.ts'
import type { FileRecording } from '../media-types.ts'
import { type Clip, loadClip } from './clip.ts'
import { LiveClip } from './live-clip.ts'
import { noFaults, play } from './pace.ts'

/**
 * Records the clip to an MP4 file in real time, as vMix's recorder does. The file is there when it resolves.
 *
 * @throws {Error} when the file cannot be made: it exists already, its folder does not, or the disk is full
 */
export async function startFileRecording(
  options: { readonly path: string; readonly clock: Clock },
  loaded: () => Promise<Clip> = loadClip,
): Promise<FileRecording> {
  const { path, clock } = options
  const clip = await loaded()
  const output = createFileOutput({ outputId: 'vmix', name: 'Recording', path, format: 'MP4', clock })
  const begun = Promise.withResolvers<void>()
  output.onStateChange = ({ state, why }) => {
    if (state === 'live') begun.resolve()
    else if (state === 'failed') begun.reject(new Error(why ?? 'the recording cannot be written'))
  }
  const stopping = new AbortController()
  const playing = play(
    new LiveClip(clip),
    clock,
    () => noFaults,
    stopping.signal,
    (packet) => output.packet(packet),
  )
  const startedAtMs = clock.now()
  const stop = async () => {
    stopping.abort()
    await playing
    const { state, why } = await output.close()
    if (state === 'failed') throw new Error(why ?? 'the recording was not finished')
  }
  try {
    await begun.promise
  } catch (error) {
    await stop().catch(() => undefined)
    throw error
  }
  return { path, startedAtMs, stop }
}
