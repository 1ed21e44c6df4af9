import type { ReceivedRequest, SimulatedStream } from '../simulator/index.ts'
import { wrapped } from './paragraph.ts'
import { terminal } from './terminal.ts'

/** One command as it arrived, keys already out of it. */
export function requestLine(request: ReceivedRequest): string {
  const time = new Date(request.atMs).toISOString().slice(11, 23)
  const parameters = Object.entries(request.parameters)
    .filter(([name]) => name.toLowerCase() !== 'function')
    .map(([name, value]) => `${name}=${value}`)
  const how = request.outcome === 'done' ? '' : terminal.paint('yellow', ` (${request.outcome})`)
  return `${terminal.paint('dim', `${time} ${request.protocol.padEnd(4)}`)} ${[request.function, ...parameters].join(' ')}${how}`
}

/** What a stream does now. Its URL is the server's; the key is apart and is not shown. */
export function streamLine(stream: SimulatedStream): string {
  const { channel, live, senderState, lastError, url } = stream
  const where = url === '' ? '' : ` to ${url}`
  const why = lastError === null ? '' : `: ${lastError}`
  return `${terminal.paint('yellow', 'SIMULATED')} Stream ${channel + 1} ${live ? `on, ${senderState}${where}` : 'off'}${why}`
}

/** The faults that there are, one below the other. */
export async function faultTable(): Promise<string> {
  const { FAULTS, faultUsage } = await import('../simulator/index.ts')
  const names = Object.keys(FAULTS).filter((name): name is keyof typeof FAULTS => Object.hasOwn(FAULTS, name))
  return names
    .flatMap((name) => [
      `  ${faultUsage(name)}`,
      ...wrapped(FAULTS[name].description, 72).map((line) => `      ${line}`),
    ])
    .join('\n')
}
