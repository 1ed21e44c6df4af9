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

/** Sends random bytes to a test target for some seconds, and compares what arrived with what the show needs. */
export async function checkUpload({ url, neededKbps, clock, signal }: Upload): Promise<PreflightLine> {
  const upload = { check: 'upload', about: 'Upload' } as const
  try {
    const kbps = Math.round(await measure(url, clock, signal))
    return uploadLine(kbps, neededKbps)
  } catch (error) {
    const action = 'Look at the test target; the line itself may be well.'
    return yellow({ ...upload, message: `It could not be measured: ${messageOf(error)}`, action })
  }
}

export function uploadLine(kbps: number, neededKbps: number | null): PreflightLine {
  const upload = { check: 'upload', about: 'Upload' } as const
  const measured = `${kbps} kb/s went out`
  if (neededKbps === null) {
    const action = 'Compare it with the sum of the bitrates: the stream was not tried, so its own is not known.'
    return yellow({ ...upload, message: `${measured}.`, action })
  }
  const message = `${measured}; the show needs ${Math.round(neededKbps)}.`
  const action = 'Lower the bitrate in vMix, send to fewer destinations, or use another line.'
  if (kbps < neededKbps) return red({ ...upload, message, action })
  if (kbps < neededKbps * comfortable) return yellow({ ...upload, message: `${message} That is just enough.`, action })
  return green('upload', 'Upload', message)
}

/** @returns kb/s from the first byte until the target has answered, so that what only waits in between does not count */
async function measure(url: string, clock: Clock, given: AbortSignal | undefined): Promise<number> {
  const target = URL.parse(url)
  if (target === null || !/^https?:$/.test(target.protocol)) throw new Error('the test target is no http(s) address.')
  const limit = AbortSignal.timeout(sendMs + answerMs)
  const signal = given === undefined ? limit : AbortSignal.any([limit, given])
  const block = randomBytes(64 * 1024)
  const begin = target.protocol === 'https:' ? requestHttps : requestHttp
  return await new Promise<number>((resolve, reject) => {
    const request = begin(target, { method: 'POST', signal, headers: { 'content-type': 'application/octet-stream' } })
    let began: number | null = null
    let sent = 0
    let isEnded = false
    const more = (): void => {
      began ??= clock.monotonic()
      while (!isEnded) {
        if (clock.monotonic() - began >= sendMs) {
          isEnded = true
          request.end()
          return
        }
        sent += block.length
        if (!request.write(block)) return
      }
    }
    request.on('error', reject)
    request.on('drain', more)
    request.on('response', (response) => {
      const ms = clock.monotonic() - (began ?? 0)
      response.resume()
      const status = response.statusCode ?? 0
      if (status < 200 || status > 299) reject(new Error(`the test target answers ${status}.`))
      else if (!isEnded || ms <= 0) reject(new Error('the test target answered before it had taken everything.'))
      else resolve((sent * 8) / ms)
      isEnded = true
      request.destroy()
    })
    more()
  })
}
