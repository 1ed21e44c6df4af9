import { probePort, VMixHttpClient, channelCount, type ProbeResult } from '../../vmix/index.ts'
import { type Connection, credentials } from '../connection.ts'
import { failureOf } from '../failure.ts'
import type { Finding } from './finding.ts'

const usualPort = 8088
const tcpPort = 8099

/** Is it there, is it vMix, and if it is not: is it on the port that vMix usually has? */
export async function* examineVMix(connection: Connection): AsyncGenerator<Finding, void, undefined> {
  const { host, port } = connection
  const found = await probePort({ host, port })
  if (found.kind === 'vmix_web') {
    yield webFinding('ok', found.message, null)
    yield await examineState(connection)
    return
  }
  if (found.kind === 'vmix_web_password') {
    yield* examinePassword(connection, found)
    return
  }
  yield webFinding('fail', found.message, await otherPort(connection, found))
}

async function otherPort({ host, port }: Connection, found: ProbeResult): Promise<string | null> {
  if (port === usualPort || found.kind === 'dns') return null
  const usual = await probePort({ host, port: usualPort })
  return usual.kind === 'vmix_web' || usual.kind === 'vmix_web_password'
    ? `vMix answers on port ${usualPort}: leave --port away.`
    : null
}

async function* examinePassword(connection: Connection, found: ProbeResult): AsyncGenerator<Finding, void, undefined> {
  if (connection.passwordEnv === undefined) {
    const action = 'Put the password into a variable, and name both: --user NAME --password-env VARIABLE.'
    yield webFinding('fail', found.message, action)
    return
  }
  const state = await examineState(connection)
  if (state.state === 'fail') {
    yield webFinding('fail', state.message, 'Check user and password in vMix: Settings, Web Controller.')
    return
  }
  yield webFinding('ok', `vMix answers at ${connection.host}:${connection.port}, and takes the password.`, null)
  yield state
}

async function examineState(connection: Connection): Promise<Finding> {
  const finding = { check: 'vmix-state', about: 'Streams' } as const
  try {
    const { host, port } = connection
    await using vmix = new VMixHttpClient({ host, port, ...(await credentials(connection)) })
    const { version, edition, streams, recording } = await vmix.state()
    const on = streams.filter(({ live }) => live === true).map(({ channel }) => `Stream ${channel + 1}`)
    const doing = [
      on.length === 0 ? 'none is on' : `on: ${on.join(', ')}`,
      ...(recording.active === true ? ['recording'] : []),
    ]
    const message = `vMix ${version} (${edition}) has ${channelCount(version)} streams; ${doing.join('; ')}.`
    const action =
      'Each stream that shall be used must be set to Custom RTMP Server in vMix. No API tells, so look there once.'
    return { ...finding, state: 'ok', message, action }
  } catch (error) {
    return { ...finding, state: 'fail', message: failureOf(error).message, action: null }
  }
}

/** vMix's second port. Nothing here needs it yet; that it answers tells a wrong port from an absent vMix. */
export async function examineTcp({ host, port }: Connection): Promise<Finding> {
  const finding = { check: 'tcp', about: 'vMix, TCP' } as const
  const found = await probePort({ host, port: tcpPort })
  if (found.kind === 'vmix_tcp') {
    const message = `vMix ${found.version} answers on its TCP port ${tcpPort} too.`
    return { ...finding, state: 'ok', message, action: null }
  }
  const local = port === usualPort ? '' : ' A simulator may have another.'
  const message = `Port ${tcpPort} is not vMix's TCP API. Nothing here needs it.${local}`
  return { ...finding, state: 'ok', message, action: null }
}

function webFinding(state: Finding['state'], message: string, action: string | null): Finding {
  return { check: 'vmix', about: 'vMix', state, message, action }
}
