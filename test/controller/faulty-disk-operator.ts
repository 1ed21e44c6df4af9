/**
 * A process that carries out the same few operations again and again, for a test that makes its disk fail meanwhile. Each
 * line on its standard input, `{"port": …, "dataFolder": …}`, is one round; each is answered with a line of results.
 */
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { VMixStreamingController } from '../../src/controller/index.ts'

const task = z.object({ port: z.number(), dataFolder: z.string() })

/** Some start, some stop; the channels 0 to 2 are on before. */
async function operate({ port, dataFolder }: z.infer<typeof task>): Promise<readonly unknown[]> {
  await using controller = new VMixStreamingController({ host: '127.0.0.1', port, dataFolder, instance: 'test' })
  const start = (channel: number) =>
    controller.startRtmpStream({
      channel,
      rtmpUrl: 'rtmp://127.0.0.1:1/app',
      streamKey: 'k',
      operationId: `start-${channel}`,
    })
  const stop = (channel: number) => controller.stopStream({ channel, operationId: `stop-${channel}` })
  const note = () =>
    controller.logToWitness({ eventType: 'note', operationId: 'note' }).then(() => ({ witnessed: true }))
  const results: unknown[] = []
  for (const [name, work] of [
    ['stop-0', () => stop(0)],
    ['start-3', () => start(3)],
    ['stop-1', () => stop(1)],
    ['note', note],
    ['start-4', () => start(4)],
    ['stop-2', () => stop(2)],
  ] as const) {
    results.push(
      await work().then(
        (result) => ({ name, ...result }),
        (error: unknown) => ({
          name,
          thrown: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        }),
      ),
    )
  }
  return results
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await operate(task.parse(JSON.parse(line))))}\n`)
}
