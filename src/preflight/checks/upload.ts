import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { randomBytes } from 'node:crypto'
import type { Clock } from '../../clock/index.ts'
import { green, messageOf, red, yellow, type PreflightLine } from '../line.ts'

interface Upload {
  /** `http` or `https`; takes whatever is posted. */
  readonly url: string
  /** What shall go out in all, kb/s; null: not known. */
  readonly neededKbps: number | null
  readonly clock: Clock
  readonly signal?: AbortSignal
}

/** Long enough for a line to show what it can, short enough to wait for, ms. */
const sendMs = 4000
const answerMs = 10_000
/** A line that is just enough has nothing left for the moments when others use it. */
const comfortable = 1.5
/** More than so many times the need is not sent: it would say nothing more, and another show may be on the same line. */
const offered = 2
/** Where the need is not known, that of a usual show is taken for it. */
const usualKbps = 6000
const paceMs = 20

/** What went out, kb/s. */
interface Measured {
  readonly kbps: number
  /** The target had not taken everything when the time was over: it is this at most, and may be much less. */
  readonly isAtMost: boolean
}

/** Sends random bytes to a test target for some seconds, and compares what arrived with what the show needs. */
export async function checkUpload({ url, neededKbps, clock, signal }: Upload): Promise<PreflightLine> {
  const upload = { check: 'upload', about: 'Upload' } as const
  try {
    const mostKbps = (neededKbps ?? usualKbps) * offered
    return uploadLine(await measure({ url, mostKbps, clock, ...(signal === undefined ? {} : { signal }) }), neededKbps)
  } catch (error) {
    const action = 'Look at the test target; the line itself may be well.'
    return yellow({ ...upload, message: `It could not be measured: ${messageOf(error)}`, action })
  }
}

/** Another preflight measures the line just now. */
export const busyLine: PreflightLine = yellow({
  check: 'upload',
  about: 'Upload',
  message: 'It was not measured: another preflight is at it.',
  action: 'Ask again when that is done.',
})

export function uploadLine({ kbps, isAtMost }: Measured, neededKbps: number | null): PreflightLine {
  const upload = { check: 'upload', about: 'Upload' } as const
  const measured = `${isAtMost ? 'At most ' : ''}${Math.round(kbps)} kb/s went out`
  if (neededKbps === null) {
    const action = 'Compare it with the sum of the bitrates: the stream was not tried, so its own is not known.'
    const message = `${measured}; more than ${usualKbps * offered} was not tried, as the need is not known.`
    return yellow({ ...upload, message, action })
  }
  const message = `${measured}; the show needs ${Math.round(neededKbps)}.`
  const action = 'Lower the bitrate in vMix, send to fewer destinations, or use another line.'
  if (kbps < neededKbps) return red({ ...upload, message, action })
  if (isAtMost) return yellow({ ...upload, message: `${message} The test target was too slow to say more.`, action })
  if (kbps < neededKbps * comfortable) return yellow({ ...upload, message: `${message} That is just enough.`, action })
  return green('upload', 'Upload', message)
}

interface Measurement {
  readonly url: string
  /** Not more than this is sent. */
  readonly mostKbps: number
  readonly clock: Clock
  readonly signal?: AbortSignal
}

/**
 * From the connection until the target has answered, so that what only waits in between does not count. A line that carries a
 * tenth of what it is given would take a minute for that: when the time is over, it is known that it was not enough.
 */
async function measure({ url, mostKbps, clock, signal: given }: Measurement): Promise<Measured> {
  const target = URL.parse(url)
  if (target === null || !/^https?:$/.test(target.protocol)) throw new Error('the test target is no http(s) address.')
  const limit = AbortSignal.timeout(sendMs + answerMs)
  const signal = given === undefined ? limit : AbortSignal.any([limit, given])
  const isSecure = target.protocol === 'https:'
  const block = randomBytes(64 * 1024)
  return await new Promise<Measured>((resolve, reject) => {
    const headers = { 'content-type': 'application/octet-stream' }
    const request = (isSecure ? requestHttps : requestHttp)(target, { method: 'POST', signal, headers, agent: false })
    let began: number | null = null
    let sent = 0
    let isEnded = false
    const passed = (): number => clock.monotonic() - (began ?? clock.monotonic())
    const more = (): void => {
      began ??= clock.monotonic()
      while (!isEnded) {
        if (passed() >= sendMs) {
          isEnded = true
          request.end()
        } else if (sent * 8 > passed() * mostKbps) {
          void clock.sleep(paceMs, signal).then(more, () => undefined)
          return
        } else {
          sent += block.length
          // Goes on when there is room again.
          if (!request.write(block)) return
        }
      }
    }
    request.on('error', (error) => {
      if (!limit.aborted || began === null) reject(error)
      else resolve({ kbps: (sent * 8) / passed(), isAtMost: true })
    })
    request.on('drain', more)
    request.on('response', (response) => {
      const ms = passed()
      response.resume()
      const status = response.statusCode ?? 0
      if (status < 200 || status > 299) reject(new Error(`the test target answers ${status}.`))
      else if (!isEnded || ms <= 0) reject(new Error('the test target answered before it had taken everything.'))
      else resolve({ kbps: (sent * 8) / ms, isAtMost: false })
      isEnded = true
      request.destroy()
    })
    request.on('socket', (socket) => socket.once(isSecure ? 'secureConnect' : 'connect', more))
  })
}
