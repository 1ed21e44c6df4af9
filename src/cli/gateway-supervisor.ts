import { systemClock } from '../clock/index.ts'
import type { GatewayDeath } from '../gateway/index.ts'
import type { Connection } from './connection.ts'
import { ownProgram } from './own-program.ts'
import { terminal } from './terminal.ts'

/** Runs the gateway that this command line asks for in a process of its own, and starts it again when it dies. */
export async function superviseGateway(connection: Connection, signal: AbortSignal): Promise<number> {
  const { supervise } = await import('../gateway/index.ts')
  const onDeath = (death: GatewayDeath): void => tell(connection, death)
  const program = ownProgram([...process.argv.slice(2), '--supervised'])
  const { code } = await supervise({ ...program, clock: systemClock, onDeath }, signal)
  return code
}

function tell({ json, dataFolder }: Connection, { how, againMs }: GatewayDeath): void {
  if (json) {
    terminal.json({ event: againMs === null ? 'given_up' : 'died', how, again_in_ms: againMs })
  } else if (againMs === null) {
    terminal.complain(
      `The gateway died again and again (${how}) and is not started any more. What it had open is kept in ${dataFolder}: start it when the reason is found.`,
    )
  } else {
    terminal.complain(`The gateway died (${how}). It is started again, and takes up what it had open.`)
  }
}
