// @ts-check
import { LiveEdge } from './live-edge.js'
import { Picture } from './picture.js'

/** @typedef {import('./picture.js').Format} Format */
/**
 * @typedef {object} PreviewState
 * @property {'connecting' | 'open' | 'retrying' | 'refused' | 'closed'} connection `refused`: never let in, so the ticket or token is wrong, or the stream is not open
 * @property {string | null} feed `waiting`, `live`, `stalled`, `ended`, `lost`, `unsupported`; null: not told yet
 * @property {'main' | 'backup' | 'slate'} source what is shown: the stream from vMix, or what stands in for it
 * @property {string} reason for a person
 * @property {Format | null} format
 * @property {number | null} behindMs how far what is shown is behind the newest picture that came
 * @property {boolean} moving the picture has moved within the last two seconds; what stands still is not live, whatever is said of the feed
 * @property {number} tries how often in vain since the connection was lost
 * @property {number} skipped pictures that were left out because this browser did not keep up
 */

const PROTOCOL = 'vmix-preview.v1'
/** Kinds of binary messages; see docs/preview.md. */
const VIDEO_INIT = 1
const VIDEO = 2
const HEAD_BYTES = 16
const LOOK_MS = 50
const TELL_MS = 500
const STILL_MS = 2000
const TRIM_MS = 5000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 5000

/**
 * Shows a feed in a video element, near the newest picture, until it is closed. Connects again by itself.
 *
 * @example
 * const player = watch(document.querySelector('video'), { url: 'ws://127.0.0.1:8481/preview/studio-a/0', credential: 'ticket.…' })
 * player.close()
 *
 * @param {HTMLVideoElement} video
 * @param {{ url: string, credential: string, sound?: boolean, onChange?: (state: PreviewState) => void }} options
 *   `credential`: `ticket.` or `token.` and what follows. Without `sound` only pictures are sent for, and there is less to
 *   wait for.
 * @returns {{ close(): void, setSound(on: boolean): void, readonly state: PreviewState }}
 */
export function watch(video, options) {
  const player = new Player(video, options)
  player.connect()
  return player
}

class Player {
  /** @type {PreviewState} */
  state = { connection: 'connecting', feed: null, source: 'main', reason: '', format: null, behindMs: null, moving: false, tries: 0, skipped: 0 }
  #video
  #options
  #credential
  #sound
  #greeted = false
  #edge = new LiveEdge()
  /** @type {WebSocket | null} */
  #socket = null
  /** @type {Picture | null} */
  #picture = null
  #end = new AbortController()
  #trimmedMs = 0
  #toldMs = 0
  /** Where playback was, and since when. */
  #seen = { atS: 0, ms: -Infinity }

  /**
   * @param {HTMLVideoElement} video
   * @param {{ url: string, credential: string, sound?: boolean, onChange?: (state: PreviewState) => void }} options
   */
  constructor(video, options) {
    this.#video = video
    this.#options = options
    this.#credential = options.credential
    this.#sound = options.sound ?? false
    const { signal } = this.#end
    // After a leap it always waits: that says nothing.
    video.addEventListener('waiting', () => video.seeking || this.#edge.waited(performance.now()), { signal })
    const looking = setInterval(() => this.#look(), LOOK_MS)
    signal.addEventListener('abort', () => clearInterval(looking))
  }

  connect() {
    const url = this.#sound ? this.#options.url : `${this.#options.url}?sound=0`
    const socket = new WebSocket(url, [PROTOCOL, this.#credential])
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      if (this.#socket !== socket) return
      if (typeof data === 'string') this.#told(JSON.parse(data))
      else this.#given(data)
    })
    socket.addEventListener('close', () => {
      if (this.#socket === socket) this.#lost()
    })
  }

  /** With sound, or without: begins anew with what there is since the last key frame. @param {boolean} on */
  setSound(on) {
    if (on === this.#sound) return
    this.#sound = on
    if (this.#socket === null || !this.#greeted) return
    this.#socket.close()
    this.connect()
  }

  close() {
    this.#end.abort()
    this.#socket?.close()
    this.#socket = null
    this.#picture?.close()
    this.#picture = null
    this.#change({ connection: 'closed', behindMs: null })
  }

  /** @param {{ type: string, ticket?: string, state?: string, source?: PreviewState['source'], reason?: string, frames?: number } & Partial<Format>} message */
  #told(message) {
    if (message.type === 'hello') {
      this.#greeted = true
      this.#credential = `ticket.${message.ticket}`
      this.#change({ connection: 'open', tries: 0, reason: '' })
    } else if (message.type === 'state') {
      this.#change({ feed: message.state ?? null, source: message.source ?? 'main', reason: message.reason ?? '' })
    } else if (message.type === 'format' && message.video !== undefined) {
      this.#begin({ video: message.video, audio: message.audio ?? null })
    } else if (message.type === 'skipped') {
      this.#change({ skipped: this.state.skipped + (message.frames ?? 0) })
    }
  }

  /** @param {Format} format */
  #begin(format) {
    this.#picture?.close()
    this.#picture = null
    this.#edge = new LiveEdge()
    try {
      const { video, audio } = format
      const wanted = { video, audio: this.#sound ? audio : null }
      this.#picture = new Picture(this.#video, wanted, (why) => this.#broken(why))
      this.#change({ format })
    } catch (error) {
      this.#change({ format: null, reason: error instanceof Error ? error.message : String(error) })
    }
  }

  /** @param {ArrayBuffer} data */
  #given(data) {
    const picture = this.#picture
    if (picture === null) return
    const head = new DataView(data, 0, HEAD_BYTES)
    const kind = head.getUint8(0)
    const piece = new Uint8Array(data, HEAD_BYTES)
    if (kind === VIDEO_INIT || kind === VIDEO) {
      const ctsMs = head.getInt32(4)
      const dtsMs = head.getFloat64(8)
      if (kind === VIDEO) this.#edge.picture(dtsMs, ctsMs)
      picture.append('video', piece, kind === VIDEO && head.getUint8(1) === 1 ? (dtsMs + ctsMs) / 1000 : null)
    } else picture.append('audio', piece)
  }

  /** Stays near the newest picture. */
  #look() {
    const video = this.#video
    this.#watchMotion()
    if (this.#picture === null || video.buffered.length === 0) return
    if (!video.seeking) {
      const { rate, seekS } = this.#edge.look(video.currentTime, performance.now())
      if (seekS !== null) video.currentTime = seekS
      if (video.playbackRate !== rate) video.playbackRate = rate
    }
    if (video.paused) void video.play().catch(() => undefined)
    const nowMs = performance.now()
    if (this.state.moving && nowMs - this.#toldMs >= TELL_MS) {
      const { edgeS } = this.#edge
      this.#toldMs = nowMs
      this.#change({ behindMs: edgeS === null ? null : Math.max(0, Math.round((edgeS - video.currentTime) * 1000)) })
    }
    if (nowMs - this.#trimmedMs < TRIM_MS) return
    this.#trimmedMs = nowMs
    this.#picture.trim()
  }

  #watchMotion() {
    const nowMs = performance.now()
    const atS = this.#video.currentTime
    if (atS !== this.#seen.atS) this.#seen = { atS, ms: nowMs }
    const moving = this.#picture !== null && atS > 0 && nowMs - this.#seen.ms < STILL_MS
    if (moving !== this.state.moving) this.#change(moving ? { moving } : { moving, behindMs: null })
  }

  /** The browser gave the picture up: everything anew. @param {string} why */
  #broken(why) {
    this.#change({ reason: why })
    this.#socket?.close()
  }

  #lost() {
    this.#socket = null
    this.#picture?.close()
    this.#picture = null
    if (!this.#greeted) {
      this.#change({ connection: 'refused', format: null, behindMs: null })
      return
    }
    const { tries } = this.state
    this.#change({ connection: 'retrying', tries: tries + 1, format: null, behindMs: null })
    const longestMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries)
    const waiting = setTimeout(() => this.connect(), longestMs * (0.5 + Math.random() / 2))
    this.#end.signal.addEventListener('abort', () => clearTimeout(waiting), { once: true })
  }

  /** @param {Partial<PreviewState>} what */
  #change(what) {
    this.state = { ...this.state, ...what }
    this.#options.onChange?.(this.state)
  }
}
