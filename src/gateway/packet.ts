/**
 * One complete audio, video or data message of a feed, as it arrived: the unit that is measured, fanned out and recorded.
 * It is made once by whoever receives it and shared by all outputs; nobody changes it.
 */
export interface MediaPacket {
  readonly kind: 'video' | 'audio' | 'data'
  /**
   * `config`: codec headers (decoder configuration of H.264, HEVC, AV1; AAC AudioSpecificConfig) or, for `data`, `onMetaData`.
   * `key`: a video frame at which decoding can start. `delta`: any other video frame. `audio`: one coded audio frame.
   * `end`: end of a video sequence. `other`: passed through, not interpreted.
   */
  readonly role: 'config' | 'key' | 'delta' | 'audio' | 'end' | 'other'
  /** Decode time, ms, counted on past RTMP's wrap at 2^32. */
  readonly dtsMs: number
  /** Presentation time minus decode time, ms; 0 for what is not reordered. */
  readonly ctsMs: number
  /** The message's payload: the body of an FLV tag. Never written to. */
  readonly body: Buffer
  /** When its last byte was here, on the monotonic clock (ms). */
  readonly arrivedMs: number
}

/** Size of what a packet costs a queue: its payload, without chunk headers. */
export function packetBytes(packet: MediaPacket): number {
  return packet.body.length
}
