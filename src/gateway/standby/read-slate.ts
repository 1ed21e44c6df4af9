import { open, readFile } from 'node:fs/promises'
import {
  BufferSource,
  EncodedPacketSink,
  Input,
  MP4,
  QTFF,
  type InputVideoTrack,
  type InputAudioTrack,
} from 'mediabunny'
import { AAC_HEADER_BYTES, audioPacket, AVC_HEADER_BYTES, FlvError, readFlv, videoPacket } from '../codec/index.ts'
import { systemCode } from '../errors.ts'
import type { MediaPacket } from '../packet.ts'
import { MAX_SLATE_BYTES, SlateError, slateOf, type Slate } from './slate.ts'

/** What a file is, by its first bytes. */
type FileKind = 'flv' | 'mp4' | 'other'

/**
 * A file that is a slate as it is: H.264 and AAC, in FLV, MP4 or MOV. Null: it is something else, or too large.
 *
 * @throws {SlateError} it cannot be read, or it is one of these and not usable: why
 */
export async function readSlate(path: string): Promise<Slate | null> {
  const kind = await kindOf(path)
  if (kind === 'other') return null
  const bytes = await readFile(path)
  try {
    return slateOf(kind === 'flv' ? readFlv(bytes).packets : await readMp4(bytes))
  } catch (cause) {
    if (cause instanceof SlateError) throw cause
    const what = cause instanceof FlvError ? 'It is no whole FLV file.' : 'It cannot be read as MP4.'
    throw new SlateError(what, { cause })
  }
}

/** @throws {SlateError} it cannot be read */
async function kindOf(path: string): Promise<FileKind> {
  try {
    await using file = await open(path, 'r')
    const facts = await file.stat()
    if (!facts.isFile()) throw new SlateError('It is no file.')
    if (facts.size > MAX_SLATE_BYTES) return 'other'
    const head = Buffer.alloc(12)
    await file.read(head, 0, head.length, 0)
    if (head.toString('latin1', 0, 3) === 'FLV') return 'flv'
    return head.toString('latin1', 4, 8) === 'ftyp' ? 'mp4' : 'other'
  } catch (cause) {
    if (cause instanceof SlateError) throw cause
    const why = systemCode(cause) === 'ENOENT' ? 'It is not there.' : 'It cannot be read.'
    throw new SlateError(why, { cause })
  }
}

async function readMp4(bytes: Buffer): Promise<MediaPacket[]> {
  using input = new Input({ formats: [MP4, QTFF], source: new BufferSource(bytes) })
  const video = await input.getPrimaryVideoTrack()
  const audio = await input.getPrimaryAudioTrack()
  if (video === null || video.codec !== 'avc') throw new SlateError('It has no H.264 picture.')
  if (audio === null || audio.codec !== 'aac')
    throw new SlateError('It has no AAC sound; a slate needs some, be it silence.')
  return [
    videoPacket(tagBody([0x17, 0, 0, 0, 0], await headerOf(video)), 0, 0),
    audioPacket(tagBody([0xaf, 0], await headerOf(audio)), 0, 0),
    ...(await pictures(video)),
    ...(await sounds(audio)),
  ]
}

/** Decode times are not in what the reader gives: pictures are decoded one after the other, early enough to be shown. */
async function pictures(track: InputVideoTrack): Promise<MediaPacket[]> {
  const found: { readonly key: boolean; readonly shownMs: number; readonly data: Uint8Array }[] = []
  for await (const packet of new EncodedPacketSink(track).packets()) {
    found.push({ key: packet.type === 'key', shownMs: Math.round(packet.timestamp * 1000), data: packet.data })
  }
  const inOrder = found.map(({ shownMs }) => shownMs).toSorted((a, b) => a - b)
  const early = Math.max(0, ...found.map(({ shownMs }, at) => (inOrder[at] ?? 0) - shownMs))
  return found.map(({ key, shownMs, data }, at) => {
    const dtsMs = (inOrder[at] ?? 0) - early
    const head = Buffer.alloc(AVC_HEADER_BYTES)
    head[0] = key ? 0x17 : 0x27
    head[1] = 1
    head.writeIntBE(shownMs - dtsMs, 2, 3)
    return videoPacket(tagBody(head, data), dtsMs, 0)
  })
}

async function sounds(track: InputAudioTrack): Promise<MediaPacket[]> {
  const found: MediaPacket[] = []
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const head = Buffer.alloc(AAC_HEADER_BYTES)
    head[0] = 0xaf
    head[1] = 1
    found.push(audioPacket(tagBody(head, packet.data), Math.round(packet.timestamp * 1000), 0))
  }
  return found
}

async function headerOf(track: InputVideoTrack | InputAudioTrack): Promise<Uint8Array> {
  const description = (await track.getDecoderConfig())?.description
  if (description === undefined) throw new SlateError('It does not say how it is to be decoded.')
  return ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description)
}

function tagBody(head: readonly number[] | Buffer, data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(head), data])
}
