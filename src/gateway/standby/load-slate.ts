import { NoFfmpeg, prepareSlate, usualFormat } from './prepare-slate.ts'
import { readSlate } from './read-slate.ts'
import { differenceOf, SlateError, type Slate, type SlateFormat } from './slate.ts'

/** A slate, and how it came to be. */
export interface LoadedSlate {
  readonly slate: Slate
  /** It was made from the file by ffmpeg; else it is the file as it is. */
  readonly prepared: boolean
  /** What is to be known of it, for a person. */
  readonly note: string | null
}

/**
 * The slate of a file for a feed: as it is where it fits, else prepared by ffmpeg. Without ffmpeg one that does not quite
 * fit is better than none.
 *
 * @param feed what is known of the feed
 * @throws {SlateError} why it cannot be used, and what to do
 */
export async function loadSlate(
  path: string,
  feed: Partial<SlateFormat>,
  ffmpeg: string,
  signal: AbortSignal,
): Promise<LoadedSlate> {
  let ready: Slate | null = null
  let unready: SlateError | null = null
  try {
    ready = await readSlate(path)
  } catch (error) {
    if (!(error instanceof SlateError)) throw error
    unready = error
  }
  const difference = ready === null ? null : differenceOf(ready.format, feed)
  if (ready !== null && difference === null) return { slate: ready, prepared: false, note: null }
  try {
    const slate = await prepareSlate(path, { ...usualFormat, ...feed }, ffmpeg, signal)
    return { slate, prepared: true, note: null }
  } catch (cause) {
    if (signal.aborted) throw cause
    if (ready !== null) {
      const note = `It has ${difference}, and it could not be prepared: ${sentence(cause)} Some destinations do not like the change.`
      return { slate: ready, prepared: false, note }
    }
    const why = unready?.message ?? sentence(cause)
    const what = cause instanceof NoFfmpeg ? 'Install ffmpeg, or give' : 'Give'
    throw new SlateError(`${path} is no slate: ${why} ${what} an MP4 or FLV with H.264 and AAC.`, { cause })
  }
}

function sentence(error: unknown): string {
  return error instanceof SlateError ? error.message : 'it failed in a way that was not foreseen.'
}
