import { join } from 'node:path'
import { systemClock } from '../clock/index.ts'
import type { GatewayDeath } from '../gateway/index.ts'
import type { Connection } from './connection.ts'
import { ownProgram } from './own-program.ts'
import { terminal } from './terminal.ts'

/** Runs the gateway that this command line asks for in a process of its own, and starts it again when it dies or hangs. */
export async function superviseGateway(
  connection: Connection,
  signal: AbortSignal,
  hungAfterS?: number,
): Promise<number> {
  const { gatewayFolder, supervise } = await import('../gateway/index.ts')
  const onDeath = (death: GatewayDeath): void => tell(connection, death)
  const program = ownProgram([...process.argv.slice(2), '--supervised'])
  const onHang = (silentMs: number): void => tellHang(connection, silentMs)
  const hung = hungAfterS === undefined ? {} : { hungAfterMs: hungAfterS * 1000 }
  const compileCache = join(gatewayFolder(connection.dataFolder), 'compile-cache')
  const { code } = await supervise({ ...program, ...hung, compileCache, clock: systemClock, onHang, onDeath }, signal)
  return code
}

function tell({ json, dataFolder }: Connection, { how, hungMs, againMs }: GatewayDeath): void {
  if (json) {
    const hung = hungMs === null ? {} : { hung_ms: hungMs }
    terminal.json({ event: againMs === null ? 'given_up' : 'died', how, ...hung, again_in_ms: againMs })
  } else if (againMs === null) {
    terminal.complain(
      `The gateway died again and again (${how}) and is not started any more. What it had open is kept in ${dataFolder}: start it when the reason is found.`,
    )
  } else {
    terminal.complain(`The gateway died (${how}). It is started again, and takes up what it had open.`)
  }
}

function tellHang({ json }: Connection, silentMs: number): void {
  if (json) return terminal.json({ event: 'hung', silent_ms: silentMs })
  terminal.complain(`The gateway hangs: nothing was heard of it for ${Math.round(silentMs / 1000)} s. It is ended.`)
}
