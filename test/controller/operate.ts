/**
 * One controller in a process of its own, for tests: it carries out the operation given as JSON in its first argument
 * and prints the result.
 */
import { VMixStreamingController, type StartStreamRequest } from '../../src/controller/index.ts'
import { z } from 'zod'

const task = z
  .object({
    options: z.record(z.string(), z.unknown()),
    operation: z.enum(['start', 'stop']),
    request: z.record(z.string(), z.unknown()),
  })
  .parse(JSON.parse(process.argv[2] ?? ''))
await using controller = new VMixStreamingController(task.options)
process.stdout.write('ready\n')
const result =
  task.operation === 'start'
    ? await controller.startRtmpStream(task.request as unknown as StartStreamRequest)
    : await controller.stopStream(task.request)
process.stdout.write(`${JSON.stringify(result)}\n`)
