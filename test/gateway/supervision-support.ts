import { readFileSync } from 'node:fs'
import { systemClock } from '../../src/clock/index.ts'
import { findGateway, gatewayFolder, readEndpoint } from '../../src/gateway/index.ts'
import { start } from '../cli/vmixctl.ts'
import { eventually } from '../support/show.ts'

/** `vmixctl gateway` as people start it, on any free ports; a failed test leaves none behind. */
export async function supervised(dataFolder: string, ...more: readonly string[]) {
  const own = ['--rtmp-listen', '127.0.0.1:0', '--control', '127.0.0.1:0', '--exit-with', `${process.pid}`]
  const running = start(['gateway', '--data', dataFolder, '--json', ...own, ...more])
  const first = await present(dataFolder, 0)
  // A busy machine may need several tries.
  const control = await eventually(
    () => findGateway({ dataFolder, clock: systemClock }),
    (found) => found !== null,
    20_000,
  )
  if (control === null) throw new Error('It does not answer.')
  return { running, control, supervisor: running.child.pid ?? 0, pid: first.pid }
}

/** The process of the gateway that answers, once it is another one than `before`. */
export async function present(dataFolder: string, before: number) {
  return await eventually(
    async () => {
      const endpoint = await readEndpoint(gatewayFolder(dataFolder))
      return endpoint ?? { pid: before, supervisor: 0 }
    },
    ({ pid }) => pid !== before,
    20_000,
  )
}

export function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0) && !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ')
  } catch {
    return false
  }
}
