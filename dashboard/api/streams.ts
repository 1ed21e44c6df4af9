import { isRecord } from '../state/entities.ts'
import { words } from '../words.ts'
import { call, listIn, type Answer } from './call.ts'

interface RecordChoice {
  readonly format: 'MP4' | 'MOV' | 'MKV'
  readonly filename?: string
}

/** What is to go live. */
export interface StartChoice {
  readonly presets: readonly string[]
  readonly record: RecordChoice | null
  readonly replace: boolean
}

function streamPath(instance: string, channel: number): string {
  return `/instances/${encodeURIComponent(instance)}/streams/${channel}`
}

/** `look` sends nothing and says what would be sent; `rehearse` sends it to receivers on the server's machine alone. */
export type StartWay = 'live' | 'rehearse' | 'look'

export function startStream(instance: string, channel: number, choice: StartChoice, way: StartWay): Promise<Answer> {
  const body = {
    destinations: choice.presets.map((preset) => ({ preset })),
    ...(choice.record === null ? {} : { record: choice.record }),
    ...(choice.replace ? { replace: true } : {}),
    ...(way === 'look' ? { dryRun: true } : {}),
    ...(way === 'rehearse' ? { rehearse: true } : {}),
  }
  return call({ method: 'POST', path: `${streamPath(instance, channel)}/start`, body })
}

/** Looks at all that a show needs; nothing is published. */
export function runPreflight(instance: string, channel: number, presets: readonly string[]): Promise<Answer> {
  const body = { destinations: presets.map((preset) => ({ preset })) }
  return call({ method: 'POST', path: `${streamPath(instance, channel)}/preflight`, body })
}

/** Without `destinationId` all of the stream. */
export function stopStream(
  instance: string,
  channel: number,
  confirmed: boolean,
  destinationId?: string,
): Promise<Answer> {
  const body = { ...(destinationId === undefined ? {} : { destinationId }), ...(confirmed ? { confirmed } : {}) }
  return call({ method: 'POST', path: `${streamPath(instance, channel)}/stop`, body })
}

export function switchStandby(instance: string, channel: number, to: 'slate' | 'back'): Promise<Answer> {
  return call({ method: 'POST', path: `${streamPath(instance, channel)}/${to}`, body: {} })
}

/** What would be sent, and what is against it. */
export interface Plan {
  readonly wouldSend: readonly string[]
  readonly problems: readonly string[]
}

export function readPlan(body: unknown): Plan {
  return { wouldSend: listIn(body, 'wouldSend').map(sentLine), problems: listIn(body, 'problems').map(problemLine) }
}

/** `{ to, what }`: to whom, and what. */
function sentLine(value: unknown): string {
  if (!isRecord(value) || typeof value['what'] !== 'string') return String(value)
  return `${value['to'] === 'gateway' ? words.goLive.toGateway : words.goLive.toVmix}: ${value['what']}`
}

/** `{ where, message }`: of what, and what is wrong. */
function problemLine(value: unknown): string {
  if (!isRecord(value) || typeof value['message'] !== 'string') return String(value)
  return typeof value['where'] === 'string' ? `${value['where']}: ${value['message']}` : value['message']
}

/** How it ended at one destination, or with the recording. */
export interface Outcome {
  readonly name: string
  readonly success: boolean
  readonly message: string
}

/** Reads a start's result, also where it failed in part. */
export function readOutcomes(body: unknown, names: readonly string[]): readonly Outcome[] {
  return listIn(resultIn(body), 'destinations').map((one, at) => outcomeOf(one, names[at] ?? ''))
}

export function readRecordingOutcome(body: unknown): Outcome | null {
  const result = resultIn(body)
  const recording = isRecord(result) ? result['recording'] : null
  return isRecord(recording) ? outcomeOf(recording, '') : null
}

/** A problem has the operation's result beside its sentence. */
function resultIn(body: unknown): unknown {
  return isRecord(body) && isRecord(body['result']) ? body['result'] : body
}

function outcomeOf(value: unknown, given: string): Outcome {
  if (!isRecord(value)) return { name: given, success: false, message: '' }
  const { destination, success, message } = value
  const name = isRecord(destination) && typeof destination['name'] === 'string' ? destination['name'] : given
  return { name, success: success === true, message: typeof message === 'string' ? message : '' }
}

/** Where a stream can be watched, once: `credential` opens it, and is used up by that. */
export interface PreviewWay {
  readonly url: string
  readonly credential: string
}

export async function askPreview(instance: string, channel: number): Promise<PreviewWay | string> {
  const answer = await call({ method: 'GET', path: `${streamPath(instance, channel)}/preview` })
  if (!answer.ok) return answer.sentence
  const url = isRecord(answer.body) && typeof answer.body['url'] === 'string' ? answer.body['url'] : ''
  return readPreviewWay(url, location) ?? url
}

/** The gateway's link, by way of this server: pages of other origins are refused there, and its address is another machine's for a tablet. */
function readPreviewWay(link: string, page: { readonly protocol: string; readonly host: string }): PreviewWay | null {
  const parts = /^(?:https?:\/\/[^/]+)?(?<path>\/[^#?]*?)(?:\/page)?#ticket=(?<ticket>[\w-]{1,256})$/.exec(link)?.groups
  const path = parts?.['path']
  const ticket = parts?.['ticket']
  if (path === undefined || ticket === undefined) return null
  return { url: `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}${path}`, credential: `ticket.${ticket}` }
}
