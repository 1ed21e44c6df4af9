import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import { findGateway, type GatewayControl } from '../../src/gateway/index.ts'
import { eventually } from '../support/show.ts'

/** A gateway in a process of its own, which can be killed at any moment. */
export interface GatewayProcess extends AsyncDisposable {
  readonly control: GatewayControl
  /** Resolves when it is gone. */
  kill(): Promise<void>
}

export async function gatewayProcess(dataFolder: string): Promise<GatewayProcess> {
  const script = join(import.meta.dirname, '../gateway/gateway-process.ts')
  const child = spawn(process.execPath, [script, dataFolder], { stdio: ['ignore', 'ignore', 'inherit'] })
  const gone = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    await gone
  }
  try {
    const control = await eventually(
      () => findGateway({ dataFolder, clock: systemClock }),
      (found) => found !== null,
    )
    if (control === null) throw new Error('The gateway did not start.')
    return { control, kill, [Symbol.asyncDispose]: kill }
  } catch (error) {
    await kill()
    throw error
  }
}
