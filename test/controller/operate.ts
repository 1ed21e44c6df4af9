/**
 * One controller in a process of its own, for tests: it carries out the operation given as JSON in its first argument
 * and prints the result.
 */
import { VMixStreamingController, type SrtOutputRequest, type StartStreamRequest } from '../../src/controller/index.ts'
import { z } from 'zod'

const task = z
  .object({
    options: z.record(z.string(), z.unknown()),
    operation: z.enum(['start', 'stop', 'startSrtOutput', 'stopSrtOutput']),
    request: z.record(z.string(), z.unknown()),
  })
  .parse(JSON.parse(process.argv[2] ?? ''))
await using controller = new VMixStreamingController(task.options)
process.stdout.write('ready\n')
const carryOut = {
  start: () => controller.startRtmpStream(task.request as unknown as StartStreamRequest),
  stop: () => controller.stopStream(task.request),
  startSrtOutput: () => controller.startSrtOutput(task.request as unknown as SrtOutputRequest),
  stopSrtOutput: () => controller.stopSrtOutput(task.request as unknown as SrtOutputRequest),
}
const result = await carryOut[task.operation]()
process.stdout.write(`${JSON.stringify(result)}\n`)
