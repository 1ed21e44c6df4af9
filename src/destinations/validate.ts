import { addressProblems, hasControlCharacters, parseAddress } from './address.ts'
import { platformOf } from './platform.ts'
import type { DestinationProblem } from './problem.ts'

/** Longest URL and key, characters: what the gateway's messages carry, with room. */
const LONGEST = 2048

/**
 * Everything wrong with an RTMP URL; empty when nothing is. Pure: nothing is looked up or connected to.
 *
 * @example validateRtmpUrl('http://x/live')[0]?.message // 'Invalid RTMP URL. Must start with rtmp:// or rtmps://'
 */
export function validateRtmpUrl(text: unknown): readonly DestinationProblem[] {
  const what = 'RTMP URL'
  if (typeof text !== 'string' || !/^rtmps?:\/\//i.test(text)) {
    return [{ code: 'url_scheme', message: 'Invalid RTMP URL. Must start with rtmp:// or rtmps://' }]
  }
  const first = wrongText(text, what)
  if (first !== null) return [first]
  const address = parseAddress(text)
  if (address === null) {
    return [
      { code: 'url_host_invalid', message: 'Invalid RTMP URL. It cannot be read; it is rtmp://server/application.' },
    ]
  }
  const problems = [...addressProblems(address, { host: true, what })]
  const parts = address.path.split('/').filter((part) => part !== '')
  if (parts.length === 0) {
    problems.push({
      code: 'url_app_missing',
      message: 'Invalid RTMP URL. The application behind the server is missing, as in rtmp://server/live.',
    })
  } else if (parts.length > 1 && platformOf(text) !== null) {
    problems.push({
      code: 'url_has_key',
      message: 'Invalid RTMP URL. The stream key seems to stand in it; give the key apart, so that it is kept secret.',
    })
  }
  return problems
}

/** Everything wrong with a stream key; empty when nothing is. The key may hold any printable character, blanks within too. */
export function validateStreamKey(text: unknown): readonly DestinationProblem[] {
  if (typeof text !== 'string' || text.trim() === '') {
    return [{ code: 'key_empty', message: 'Stream key cannot be empty' }]
  }
  const problems: DestinationProblem[] = []
  if (text.length > LONGEST) {
    problems.push({ code: 'key_too_long', message: `Invalid stream key. It is longer than ${LONGEST} characters.` })
  }
  if (/[\r\n\u0085\u2028\u2029]/.test(text)) {
    problems.push({ code: 'key_multi_line', message: 'Invalid stream key. It must be a single line.' })
  } else if (hasControlCharacters(text)) {
    problems.push({
      code: 'key_characters',
      message: 'Invalid stream key. It holds a control character; copy it again.',
    })
  } else if (text !== text.trim()) {
    problems.push({
      code: 'key_blank_edges',
      message: 'Invalid stream key. It begins or ends with a blank; copy it again.',
    })
  }
  return problems
}

/** What an SRT destination is set to; `latencyMs` is milliseconds, 20 to 8000. */
export interface SrtSettings {
  readonly address: string
  readonly mode: string
  readonly latencyMs: number
  /** 10 to 79 characters; null or absent: not encrypted. */
  readonly passphrase?: string | null
  /** Bytes of the AES key: 16, 24 or 32; null or absent: libsrt's own choice. */
  readonly keyLength?: number | null
  /** Up to 512 bytes. */
  readonly streamId?: string | null
}

/** Everything wrong with the settings of an SRT stream; empty when nothing is. A listener needs no host: `srt://:9000`. */
export function validateSrt(settings: SrtSettings): readonly DestinationProblem[] {
  const { address, mode, latencyMs } = settings
  const problems: DestinationProblem[] = []
  if (mode !== 'caller' && mode !== 'listener') {
    problems.push({ code: 'srt_mode', message: "Invalid mode. Must be 'caller' or 'listener'" })
  }
  if (!Number.isInteger(latencyMs) || latencyMs < 20 || latencyMs > 8000) {
    problems.push({ code: 'srt_latency', message: 'Invalid latency. Must be between 20-8000ms' })
  }
  return [...srtAddressProblems(address, mode), ...problems, ...srtKeyProblems(settings)]
}

function srtKeyProblems(settings: SrtSettings): readonly DestinationProblem[] {
  const { passphrase = null, keyLength = null, streamId = null } = settings
  const problems: DestinationProblem[] = []
  if (passphrase !== null) {
    const bytes = Buffer.byteLength(passphrase)
    if (bytes < 10 || bytes > 79 || hasControlCharacters(passphrase)) {
      problems.push({
        code: 'srt_passphrase',
        message: 'Invalid passphrase. Must be 10 to 79 characters, without line breaks or control characters.',
      })
    }
  }
  if (keyLength !== null && (passphrase === null || ![16, 24, 32].includes(keyLength))) {
    problems.push({
      code: 'srt_key_length',
      message: 'Invalid key length. Must be 16, 24 or 32 bytes, and only with a passphrase.',
    })
  }
  if (streamId !== null) {
    if (streamId === '' || Buffer.byteLength(streamId) > 512 || hasControlCharacters(streamId)) {
      problems.push({
        code: 'srt_stream_id',
        message: 'Invalid stream id. Must be 1 to 512 bytes, without line breaks or control characters.',
      })
    } else if (settings.mode === 'listener') {
      problems.push({ code: 'srt_stream_id', message: 'Invalid stream id. Only a caller sends one; leave it away.' })
    }
  }
  return problems
}

function srtAddressProblems(text: unknown, mode: string): readonly DestinationProblem[] {
  const what = 'SRT address'
  if (typeof text !== 'string' || !/^srt:\/\//i.test(text)) {
    return [{ code: 'srt_scheme', message: 'Invalid SRT address. Must start with srt://' }]
  }
  const first = wrongText(text, what)
  if (first !== null) return [first]
  const address = parseAddress(text)
  if (address === null) {
    return [{ code: 'url_host_invalid', message: 'Invalid SRT address. It cannot be read; it is srt://server:port.' }]
  }
  const problems = [...addressProblems(address, { host: mode !== 'listener', what })]
  if (address.port === null) {
    problems.push({ code: 'url_port', message: 'Invalid SRT address. The port is missing, as in srt://server:9000.' })
  }
  if (/(?:^|&)passphrase=/i.test(address.query ?? '')) {
    problems.push({
      code: 'srt_passphrase_in_address',
      message: 'Invalid SRT address. The passphrase must not stand in it; give it apart, so that it is kept secret.',
    })
  } else if (address.query !== null || (address.path !== '' && address.path !== '/')) {
    problems.push({
      code: 'srt_extras',
      message: 'Invalid SRT address. Nothing stands behind the port; give mode, latency and stream id apart.',
    })
  }
  return problems
}

function wrongText(text: string, what: string): DestinationProblem | null {
  if (text.length > LONGEST) {
    return { code: 'url_too_long', message: `Invalid ${what}. It is longer than ${LONGEST} characters.` }
  }
  if (hasControlCharacters(text) || /\s/.test(text)) {
    return {
      code: 'url_characters',
      message: `Invalid ${what}. It holds a blank, a line break or a control character.`,
    }
  }
  return null
}
