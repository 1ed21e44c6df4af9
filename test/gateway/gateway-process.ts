/** A gateway in a process of its own, as `vmixctl gateway` is: `node gateway-process.ts DATA_FOLDER [IDLE_EXIT_MS]`. */
import { systemClock } from '../../src/clock/index.ts'
import { runGatewayProcess } from '../../src/gateway/index.ts'

const [dataFolder = '', idleExitMs] = process.argv.slice(2)
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
const running = await runGatewayProcess(
  {
    dataFolder,
    clock: systemClock,
    rtmpListen: '127.0.0.1:0',
    controlListen: '127.0.0.1:0',
    ...(idleExitMs === undefined ? {} : { idleExitMs: Number(idleExitMs) }),
  },
  stop.signal,
)
console.log(await running.done)
