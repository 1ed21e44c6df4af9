// @ts-check

/** @typedef {{ video: { codec: string, width: number, height: number }, audio: { codec: string } | null }} Format */

/** Pieces that wait for the browser, at most; it is not keeping up at all then. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024
/** Of what was shown, so much stays. */
const KEEP_S = 5

/** One track's buffer: takes pieces in order, and forgets what was shown. */
class Track {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #waiting = []
  #waitingBytes = 0
  /** Forget what is before this, when there is time. @type {number | null} */
  #trimTo = null
  /** @type {SourceBuffer} */
  #buffer
  /** @type {(why: string) => void} */
  #onBroken

  /**
   * @param {SourceBuffer} buffer
   * @param {(why: string) => void} onBroken
   */
  constructor(buffer, onBroken) {
    this.#buffer = buffer
    this.#onBroken = onBroken
    buffer.addEventListener('updateend', () => this.#next())
    buffer.addEventListener('error', () => onBroken('The browser could not read what came.'))
  }

  /** @param {Uint8Array<ArrayBuffer>} piece */
  append(piece) {
    this.#waiting.push(piece)
    this.#waitingBytes += piece.length
    if (this.#waitingBytes > MAX_WAITING_BYTES) this.#onBroken('The browser does not keep up.')
    else this.#next()
  }

  /** @param {number} toS a time at which decoding can start */
  trim(toS) {
    this.#trimTo = toS
    this.#next()
  }

  #next() {
    if (this.#buffer.updating) return
    try {
      const { buffered } = this.#buffer
      if (this.#trimTo !== null) {
        const toS = this.#trimTo
        this.#trimTo = null
        if (buffered.length > 0 && buffered.start(0) < toS) return this.#buffer.remove(0, toS)
      }
      if (this.#waiting.length === 0) return
      const pieces = this.#waiting
      this.#waiting = []
      this.#waitingBytes = 0
      this.#buffer.appendBuffer(pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : joined(pieces))
    } catch (error) {
      this.#onBroken(error instanceof Error ? error.message : String(error))
    }
  }
}

/** @param {readonly Uint8Array[]} pieces */
function joined(pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** What a video element shows of one format; another format is another one. */
export class Picture {
  /** @type {MediaSource} */
  #source
  #url
  #video
  /** @type {Map<'video' | 'audio', Track>} */
  #tracks = new Map()
  /** What came before the browser was ready. @type {{ kind: 'video' | 'audio', piece: Uint8Array<ArrayBuffer> }[]} */
  #early = []
  /** Presentation times of key frames that are in the buffer. @type {number[]} */
  #keysS = []

  /**
   * @param {HTMLVideoElement} video
   * @param {Format} format
   * @param {(why: string) => void} onBroken
   */
  constructor(video, format, onBroken) {
    this.#video = video
    // iPhones have only the managed one, and only without remote playback.
    const Source = globalThis.MediaSource ?? Reflect.get(globalThis, 'ManagedMediaSource')
    if (Source === undefined) throw new Error('This browser has no Media Source Extensions.')
    const types = typesOf(format)
    for (const [, type] of types) {
      if (!Source.isTypeSupported(type)) throw new Error(`This browser does not play ${type}.`)
    }
    video.disableRemotePlayback = true
    this.#source = new Source()
    this.#url = URL.createObjectURL(this.#source)
    this.#source.addEventListener('sourceopen', () => this.#opened(types, onBroken), { once: true })
    video.src = this.#url
  }

  /**
   * @param {'video' | 'audio'} kind
   * @param {Uint8Array<ArrayBuffer>} piece
   * @param {number | null} keyS when it is shown, for a picture at which decoding can start
   */
  append(kind, piece, keyS = null) {
    if (keyS !== null) this.#keysS.push(keyS)
    const track = this.#tracks.get(kind)
    if (track === undefined) this.#early.push({ kind, piece })
    else track.append(piece)
  }

  /** Forgets what was shown a while ago, up to a key frame: a browser forgets whole groups of pictures only. */
  trim() {
    const limitS = this.#video.currentTime - KEEP_S
    const keyS = this.#keysS.findLast((one) => one < limitS)
    if (keyS === undefined) return
    this.#keysS = this.#keysS.filter((one) => one >= keyS)
    for (const track of this.#tracks.values()) track.trim(keyS)
  }

  close() {
    URL.revokeObjectURL(this.#url)
    if (this.#video.src === this.#url) this.#video.removeAttribute('src')
    this.#tracks.clear()
    this.#early = []
  }

  /**
   * @param {ReadonlyMap<'video' | 'audio', string>} types
   * @param {(why: string) => void} onBroken
   */
  #opened(types, onBroken) {
    try {
      for (const [kind, type] of types) this.#tracks.set(kind, new Track(this.#source.addSourceBuffer(type), onBroken))
    } catch (error) {
      onBroken(error instanceof Error ? error.message : String(error))
      return
    }
    const early = this.#early
    this.#early = []
    for (const { kind, piece } of early) this.#tracks.get(kind)?.append(piece)
  }
}

/**
 * @param {Format} format
 * @returns {Map<'video' | 'audio', string>}
 */
function typesOf({ video, audio }) {
  /** @type {Map<'video' | 'audio', string>} */
  const types = new Map([['video', `video/mp4; codecs="${video.codec}"`]])
  if (audio !== null) types.set('audio', `audio/mp4; codecs="${audio.codec}"`)
  return types
}
