import { systemClock } from '../../clock/index.ts'
import { gatewayFolder, readEndpoint, spawnGateway, type RemoteGateway } from '../../gateway/index.ts'
import { ownProgram } from '../own-program.ts'

/** The gateway of the demo, in a process of its own as in a real show; unlike there it ends with us. */
export class GatewayProcess implements AsyncDisposable {
  readonly control: RemoteGateway
  readonly pid: number | null

  private constructor(control: RemoteGateway, pid: number | null) {
    this.control = control
    this.pid = pid
  }

  static async start(dataFolder: string, signal: AbortSignal): Promise<GatewayProcess> {
    const { command, args } = ownProgram([
      'gateway',
      '--data',
      dataFolder,
      '--rtmp-listen',
      '127.0.0.1:0',
      '--control',
      '127.0.0.1:0',
      '--exit-with',
      String(process.pid),
    ])
    const control = await spawnGateway({ command, args, dataFolder, clock: systemClock, signal })
    return new GatewayProcess(control, (await readEndpoint(gatewayFolder(dataFolder)))?.pid ?? null)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A signal would be a death to its supervisor, on Windows.
    const asked = await this.control.stop('end', AbortSignal.timeout(2000)).then(
      () => true,
      () => false,
    )
    await this.control[Symbol.asyncDispose]()
    const { pid } = this
    if (pid === null || (!asked && !send(pid, 'SIGTERM'))) return
    const until = systemClock.monotonic() + 5000
    while (isThere(pid) && systemClock.monotonic() < until) await systemClock.sleep(50)
    if (isThere(pid)) send(pid, 'SIGKILL')
  }
}

function isThere(pid: number): boolean {
  return send(pid, 0)
}

/** @returns false when there is no such process any more */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
