import { redactUrl } from '../secrets/index.ts'
import { VMixAPIError } from './errors/api-error.ts'

/** Parameters of a function call, as vMix names them. Which ones a function takes is in vMix's function list. */
export interface CallParams {
  /** Number (0 = preview, -1 = program), title (upper and lower case matter) or GUID key. */
  readonly Input?: string | number | undefined
  readonly Value?: string | number | undefined
  /** Milliseconds. */
  readonly Duration?: number | undefined
  /** From 0. */
  readonly Mix?: number | undefined
  /** Channel of the instant replay: `A`, `B` or `Current`. */
  readonly Channel?: string | undefined
  readonly SelectedName?: string | undefined
  readonly SelectedIndex?: string | number | undefined
}

const PARAMS = ['Input', 'Value', 'Duration', 'Mix', 'Channel', 'SelectedName', 'SelectedIndex'] as const
const KNOWN: ReadonlySet<string> = new Set(PARAMS)

/**
 * Request path of a call, every value percent-encoded: vMix cuts a raw `&` short, reads `+` as a blank and ends at `#`.
 * It holds stream keys: never log it, see {@link redactedCall}.
 *
 * @throws {VMixAPIError} `invalid_parameter` for an empty name, a parameter that vMix does not know, and text that has no
 * URL form (half a surrogate pair)
 */
export function callPath(name: string, params: CallParams): string {
  if (name.trim() === '') {
    // Without a function vMix answers its state, which would look like a success.
    refuse('The function has no name.')
  }
  for (const [param, value] of Object.entries(params)) {
    // Without it the rest may mean something else: `StopStreaming` without its `Value` stops every stream.
    if (value !== undefined && !KNOWN.has(param)) {
      refuse(`vMix has no parameter ${JSON.stringify(param.slice(0, 40))}: it knows ${PARAMS.join(', ')}.`)
    }
  }
  try {
    let path = `/api/?Function=${encodeURIComponent(name)}`
    for (const param of PARAMS) {
      const value = params[param]
      if (value !== undefined) path += `&${param}=${encodeURIComponent(value)}`
    }
    return path
  } catch {
    // No cause: the engine's URIError adds nothing, and what could not be encoded may be a key.
    return refuse(`A parameter of ${name} holds text that is not valid Unicode (half a surrogate pair).`)
  }
}

function refuse(why: string): never {
  throw new VMixAPIError('invalid_parameter', `${why} Nothing was sent.`, { mayHaveBeenSent: false })
}

/**
 * How a call is shown in messages and logs: the stream's number is kept, the key is not.
 *
 * @example redactedCall('StreamingSetKey', { Value: '0,live_123' }) // 'StreamingSetKey Value=0,[secret]'
 */
export function redactedCall(name: string, params: CallParams = {}): string {
  let shown = name
  for (const param of PARAMS) {
    const value = params[param]
    if (value !== undefined) shown += ` ${param}=${redactedParam(name, param, String(value))}`
  }
  return shown
}

/** One parameter of a call as it may be shown. */
export function redactedParam(name: string, param: string, value: string): string {
  if (param.toLowerCase() === 'value') return redactedValue(name, value)
  // A key in the wrong place is a key all the same.
  return /^\s*streamingset/i.test(name) ? '[secret]' : value
}

/** Longer URLs are cut off before they are looked through. */
const LONGEST_URL = 2000

/**
 * The `Value` of a call without what is secret in it: keys and passwords whole; of a URL its login, the key behind an RTMP
 * app, and what its query calls a key.
 */
function redactedValue(name: string, value: string): string {
  const lower = name.trim().toLowerCase()
  if (lower === 'streamingseturl' && value.includes('://')) {
    // A password may hold `/` and `@`.
    return shownUrl(value.replace(/\/\/.*@/s, '//[secret]@').replace(/\?.*$/s, '?[secret]'))
  }
  // `name,password` and `meeting,password`.
  if (lower.startsWith('videocallconnect') || lower.startsWith('zoomjoinmeeting')) {
    return value.replace(/,.*$/s, ',[secret]')
  }
  if (!lower.startsWith('streamingset')) return value.includes('://') ? shownUrl(value) : value
  // Key, password, user name (some services put a token there), and whatever a misspelt or later name carries.
  return `${/^\s*\d{1,3},/.exec(value)?.[0] ?? ''}[secret]`
}

function shownUrl(text: string): string {
  const cut = text.length > LONGEST_URL ? `${text.slice(0, LONGEST_URL)}…` : text
  return redactUrl(cut.replaceAll(/\/\/[^/@\s]*@/g, '//[secret]@'))
}
