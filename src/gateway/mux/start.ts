import type { AppendFile, MediaFormats, Muxer } from './media.ts'
import { Mp4Muxer } from './mp4.ts'

/** File formats that can be written. */
export type MuxFormat = 'MP4' | 'M4A' | 'MOV' | 'MKV'

/**
 * Writes the head of an empty file and gives the muxer that writes the rest.
 *
 * @example
 * const muxer = await startMuxer('MP4', file, { video, audio, startMs: 0 })
 * await muxer.add({ kind: 'video', key: true, dtsMs: 0, ctsMs: 0, data })
 * await muxer.finish()
 */
export async function startMuxer(format: MuxFormat, file: AppendFile, formats: MediaFormats): Promise<Muxer> {
  if (format !== 'MKV') return Mp4Muxer.start(file, formats, format)
  // Loaded when the first MKV begins: the library behind it is large, and most who import the gateway never need it.
  const { MkvMuxer } = await import('./mkv.ts')
  return MkvMuxer.start(file, formats)
}
