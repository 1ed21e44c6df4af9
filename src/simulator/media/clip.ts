import { readFile } from 'node:fs/promises'
import { type MediaPacket, parseAacConfigBody, parseAvcConfigBody, readFlv } from '../../gateway/index.ts'

/** The clip that simulated streams show, ready to be looped. */
export interface Clip {
  readonly videoConfig: Buffer
  readonly audioConfig: Buffer
  /** Bodies of all coded frames, in order; the first is a key frame. */
  readonly video: readonly { readonly key: boolean; readonly body: Buffer }[]
  readonly audio: readonly Buffer[]
  readonly width: number
  readonly height: number
  readonly fps: number
  readonly sampleRate: number
  readonly channels: number
  /** Bytes of the NAL length prefixes. */
  readonly lengthSize: number
}

/** Samples of one AAC frame. */
export const AAC_FRAME_SAMPLES = 1024

const CLIP_FILE = new URL('../../../assets/clip.flv', import.meta.url)

/** Reads the clip that the package carries; what it is, and how it was made, says assets/README.md. */
export async function loadClip(): Promise<Clip> {
  const clip = clipOf(readFlv(await readFile(CLIP_FILE)).packets)
  if (clip === null) throw new Error('assets/clip.flv is damaged: reinstall the package')
  return clip
}

/** Null for what cannot be looped: picture or sound is missing, or it does not begin with a key frame. */
export function clipOf(packets: readonly MediaPacket[]): Clip | null {
  const videoConfig = packets.find(({ kind, role }) => kind === 'video' && role === 'config')?.body
  const audioConfig = packets.find(({ kind, role }) => kind === 'audio' && role === 'config')?.body
  const picture = videoConfig === undefined ? null : parseAvcConfigBody(videoConfig)
  const sound = audioConfig === undefined ? null : parseAacConfigBody(audioConfig)
  const video = packets.flatMap(({ role, body }) =>
    role === 'key' || role === 'delta' ? [{ key: role === 'key', body }] : [],
  )
  const audio = packets.flatMap(({ role, body }) => (role === 'audio' ? [body] : []))
  if (
    videoConfig === undefined ||
    audioConfig === undefined ||
    picture?.fps == null ||
    sound === null ||
    !video[0]?.key
  ) {
    return null
  }
  const { width, height, fps, lengthSize } = picture
  const { sampleRate, channels } = sound
  return { videoConfig, audioConfig, video, audio, width, height, fps, sampleRate, channels, lengthSize }
}
