import { type Clock, systemClock } from '../../clock/index.ts'
import type { Secret } from '../../secrets/index.ts'
import { channelCount, VMixHttpClient, type VMixState } from '../../vmix/index.ts'
import type { ExamineWords, VMixFinding } from './finding.ts'
import { examineFunctions } from './functions.ts'
import { probePorts } from './ports.ts'
import { tcpFinding } from './tcp.ts'
import { webFinding } from './web.ts'

/** Who is asked, and how. */
export interface ExamineOptions {
  readonly host: string
  /** Of its Web Controller. */
  readonly port: number
  /** Of its TCP API; null: it is not asked. */
  readonly tcpPort: number | null
  /** Of a Web Controller with a password: asked only where it wants one. Null: there is none. */
  readonly credentials: (() => Promise<Credentials>) | null
  readonly words: ExamineWords
  readonly signal?: AbortSignal
  readonly clock?: Clock
}

/** Of a Web Controller with a password. */
export interface Credentials {
  readonly username?: string
  readonly password?: Secret
}

/**
 * Is it there, is it vMix, on which of its ports; what it is, what it can, and what it does now. Each finding comes as soon
 * as it is known. Changes nothing there, and takes 15 s at most.
 *
 * @throws VMixConnectionError `aborted`, for its signal alone
 * @example
 * for await (const { state, message, action } of examineVMix({ host: 'localhost', port: 8088, tcpPort: 8099, credentials: null, words })) {
 *   console.log(state, message, action ?? '')
 * }
 */
export async function* examineVMix(options: ExamineOptions): AsyncGenerator<VMixFinding, void, undefined> {
  const { words } = options
  const ports = await probePorts(options)
  const { kind } = ports.web.found
  const wantsPassword = kind === 'vmix_web_password' && options.credentials !== null
  const web = webFinding(ports, words)
  if (kind === 'vmix_web' || wantsPassword) yield* examineState(options, web, wantsPassword)
  else yield web
  if (ports.tcp !== null) yield tcpFinding(ports.web, ports.tcp, words)
}

async function* examineState(
  options: ExamineOptions,
  web: VMixFinding,
  wantsPassword: boolean,
): AsyncGenerator<VMixFinding, void, undefined> {
  const { host, port, credentials, words, signal, clock = systemClock } = options
  try {
    await using vmix = new VMixHttpClient({ host, port, clock, ...(await credentials?.()) })
    const state = await vmix.state({ signal })
    const { version, edition } = state
    const facts = { ...web.facts, version, edition }
    yield wantsPassword
      ? {
          ...web,
          state: 'ok',
          message: `vMix ${version} (${edition}) answers at ${host}:${port}, and takes the password.`,
          action: null,
          facts,
        }
      : { ...web, facts }
    yield streamsFinding(state)
    yield examineFunctions(version, words)
  } catch (error) {
    if (signal?.aborted === true) throw error
    const message = error instanceof Error ? error.message : String(error)
    const action = wantsPassword
      ? 'Check user and password in vMix: Settings, Web Controller.'
      : 'It answered a moment ago: look at it, then ask again.'
    yield { ...web, state: 'fail', message, action }
  }
}

function streamsFinding({ version, edition, streams, recording }: VMixState): VMixFinding {
  const of = (live: boolean | null) =>
    streams.filter((stream) => stream.live === live).map(({ channel }) => String(channel + 1))
  const told = [
    ...(of(true).length === 0 ? [] : [`on: Stream ${of(true).join(', ')}`]),
    ...(of(null).length === 0 ? [] : [`not told: Stream ${of(null).join(', ')}`]),
  ]
  const doing = [
    told.length === 0 ? 'none is on' : told.join('; '),
    recording.active === null ? 'recording is not told' : recording.active ? 'recording' : 'not recording',
  ]
  return {
    check: 'vmix-state',
    state: 'ok',
    about: 'Streams',
    message: `vMix ${version} (${edition}) has ${channelCount(version)} streams; ${doing.join('; ')}.`,
    action:
      'Each stream that shall be used must be set to Custom RTMP Server in vMix. No API tells, so look there once.',
    facts: { version, edition, streams, recording: recording.active },
  }
}
