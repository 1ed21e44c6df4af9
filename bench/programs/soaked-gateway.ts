/**
 * A gateway in a process of its own, as `vmixctl gateway` is, that says on demand what it holds: every message is answered
 * with its memory after a collection, and its open files. Arguments: data folder, certificate authority of the receivers.
 */
import { readdirSync } from 'node:fs'
import { systemClock } from '../../src/clock/index.ts'
import { runGatewayProcess } from '../../src/gateway/index.ts'

const [dataFolder = '', destinationCa = ''] = process.argv.slice(2)
const stop = new AbortController()
const running = await runGatewayProcess(
  {
    dataFolder,
    clock: systemClock,
    rtmpListen: '127.0.0.1:0',
    controlListen: '127.0.0.1:0',
    ...(destinationCa === '' ? {} : { destinationCa }),
  },
  stop.signal,
)

function openFiles(): number | null {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return null
  }
}

process.on('message', () => {
  globalThis.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  const handles = process.getActiveResourcesInfo().length
  const cpuMs = (userCPUTime + systemCPUTime) / 1000
  process.send?.({ rss, held: heapUsed + external, handles, files: openFiles(), cpuMs })
})
process.once('disconnect', () => stop.abort())
process.send?.({ ready: true })
await running.done
process.exit(0)
