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

/**
 * Request path of a call, every value percent-encoded: vMix cuts a raw `&` short, reads `+` as a blank and ends at `#`.
 * It holds stream keys: never log it, see {@link redactedCall}.
 *
 * @throws {VMixAPIError} `invalid_parameter` for an empty name, and text that has no URL form (half a surrogate pair)
 */
export function callPath(name: string, params: CallParams): string {
  if (name.trim() === '') {
    // Without a function vMix answers its state, which would look like a success.
    throw new VMixAPIError('invalid_parameter', 'The function has no name. Nothing was sent.', {
      mayHaveBeenSent: false,
    })
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
    throw new VMixAPIError(
      'invalid_parameter',
      `A parameter of ${name} holds text that is not valid Unicode (half a surrogate pair). Nothing was sent.`,
      { mayHaveBeenSent: false },
    )
  }
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
    if (value !== undefined) shown += ` ${param}=${param === 'Value' ? redactedValue(name, String(value)) : value}`
  }
  return shown
}

/** The `Value` of a call without what is secret in it: keys and passwords whole, of a URL its credentials and query. */
export function redactedValue(name: string, value: string): string {
  const lower = name.trim().toLowerCase()
  if (lower === 'streamingseturl') {
    return value.replace(/\/\/[^/@]*@/, '//[secret]@').replace(/\?.*$/s, '?[secret]')
  }
  // `name,password` and `meeting,password`.
  if (lower.startsWith('videocallconnect') || lower.startsWith('zoomjoinmeeting')) {
    return value.replace(/,.*$/s, ',[secret]')
  }
  if (!lower.startsWith('streamingset')) return value.replaceAll(/\/\/[^/@\s]*@/g, '//[secret]@')
  // Key, password, user name (some services put a token there), and whatever a misspelt or later name carries.
  return `${/^\s*\d{1,3},/.exec(value)?.[0] ?? ''}[secret]`
}
