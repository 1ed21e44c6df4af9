import { readdir, readFile } from 'node:fs/promises'
import { inspect } from 'node:util'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import type { WitnessEvent } from '../../src/witness/index.ts'
import { eventually, startShow } from '../support/show.ts'

const key = 'SECRET-a&b=c d+e#f'
const forms = [key, encodeURIComponent(key), new URLSearchParams({ k: key }).toString().slice(2), 'SECRET-a']

describe.each([{ gateway: true }, { gateway: false }])('a stream key, gateway: $gateway', ({ gateway }) => {
  it('reaches the destination and nothing else: no result, event, status, error or file', async () => {
    await using show = await startShow({ gateway, controller: { waits: { destinationMs: 1500, vmixMs: 1500 } } })
    const said: unknown[] = []
    const end = new AbortController()
    const observing = show.controller.observe({
      signal: end.signal,
      pollMs: 100,
      onEvent: (event: WitnessEvent) => said.push(event),
      onProblem: (message) => said.push(message),
    })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const rtmpUrl = `rtmp://127.0.0.1:${receiver.port}/app`
    said.push(await show.controller.startRtmpStream({ rtmpUrl, streamKey: key }))
    await eventually(
      () => receiver.framesReceived,
      (frames) => frames > 5,
    )
    expect(receiver.keys.map((secret) => secret.reveal())).toEqual([key])
    said.push(await show.controller.getStreamStatus(), await show.controller.getStreamHealth())
    said.push(await show.gateway?.status(), show.simulator.received, receiver)
    await show.simulator.setFault('error-500', true)
    said.push(await show.controller.startRtmpStream({ rtmpUrl, streamKey: key, channel: 1 }))
    await show.simulator.setFault('error-500', null)
    await show.simulator.setFault('drop', true)
    said.push(await show.controller.startRtmpStream({ rtmpUrl, streamKey: key, channel: 2 }))
    await show.simulator.setFault('drop', null)
    await receiver.stop()
    said.push(await show.controller.startRtmpStream({ rtmpUrl, streamKey: `${key}2`, channel: 3 }))
    said.push(await show.controller.startRtmpStream({ rtmpUrl: `${rtmpUrl}/\n`, streamKey: key }))
    said.push(await show.controller.startRtmpStream({ rtmpUrl, streamKey: `${key}\n${key}` }))
    said.push(await show.controller.stopStream())
    end.abort()
    await observing
    const text = said
      .map((value) => `${JSON.stringify(value)} ${inspect(value, { depth: 20, showHidden: true })}`)
      .join('\n')
    for (const form of forms) expect(text).not.toContain(form)
    // What a gateway has to take up again stands in its state file, keys among it, for its user alone to read.
    const files = (await contents(show.dataFolder)).filter(([file]) => !/[/\\]gateway[/\\]state\.json$/.test(file))
    const leaks = files.filter(([, content]) => forms.some((form) => content.includes(form))).map(([file]) => file)
    expect(files.length).toBeGreaterThan(3)
    expect(leaks).toEqual([])
  })
})

async function contents(folder: string): Promise<[string, Buffer][]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  return await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async (file): Promise<[string, Buffer]> => {
        const path = join(file.parentPath, file.name)
        return [path, await readFile(path)]
      }),
  )
}
