import { channelCount, VMixHttpClient, type VMixState } from '../../vmix/index.ts'
import { type Connection, credentials } from '../connection.ts'
import { failureOf } from '../failure.ts'
import type { Finding } from './finding.ts'
import { examineFunctions } from './functions.ts'
import { probePorts } from './ports.ts'
import { tcpFinding } from './tcp.ts'
import { webFinding } from './web.ts'

/** Is it there, is it vMix, on which of its ports; what it is, what it can, and what it does now. */
export async function* examineVMix(connection: Connection, tcpPort: number): AsyncGenerator<Finding, void, undefined> {
  const { host, port } = connection
  const ports = await probePorts(host, port, tcpPort)
  const { kind } = ports.web.found
  const wantsPassword = kind === 'vmix_web_password' && connection.passwordEnv !== undefined
  if (kind === 'vmix_web' || wantsPassword) yield* examineState(connection, webFinding(ports), wantsPassword)
  else yield webFinding(ports)
  yield tcpFinding(ports)
}

async function* examineState(
  connection: Connection,
  web: Finding,
  wantsPassword: boolean,
): AsyncGenerator<Finding, void, undefined> {
  const { host, port } = connection
  try {
    await using vmix = new VMixHttpClient({ host, port, ...(await credentials(connection)) })
    const state = await vmix.state()
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
    yield examineFunctions(version)
  } catch (error) {
    const { message } = failureOf(error)
    const action = wantsPassword
      ? 'Check user and password in vMix: Settings, Web Controller.'
      : 'It answered a moment ago: look at it, then ask again.'
    yield { ...web, state: 'fail', message, action }
  }
}

function streamsFinding({ version, edition, streams, recording }: VMixState): Finding {
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
