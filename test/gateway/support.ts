import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import {
  gatewayFolder,
  startGateway,
  type Gateway,
  type GatewayCommand,
  type GatewayControl,
  type GatewayEvent,
  type GatewayOptions,
  type OutputSpec,
} from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { noFaults, startSender, type MediaFaults, type StreamSender } from '../../src/simulator/media/index.ts'

/** A folder of its own for one test, gone afterwards. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'vmix-gateway-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}

let operations = 0

/** What every command carries, with a deadline a minute away. */
export function envelope(channel = 0): Omit<Extract<GatewayCommand, { kind: 'feed.open' }>, 'kind' | 'params'> {
  operations += 1
  return {
    version: 1,
    operationId: `op-${operations}`,
    instance: 'studio-a',
    actor: 'test',
    channel,
    deadline: new Date(Date.now() + 60_000).toISOString(),
    epoch: null,
  }
}

export function gateway(dataFolder: string, options: Partial<GatewayOptions> = {}): Promise<Gateway> {
  return startGateway({ rtmpListen: '127.0.0.1:0', dataFolder, clock: systemClock, ...options })
}

/** Opens a feed and says where to publish. */
export async function openFeed(control: GatewayControl, channel = 0): Promise<{ url: string; key: Secret }> {
  const { url, key } = await control.send({ ...envelope(channel), kind: 'feed.open', params: {} })
  return { url, key: new Secret(key) }
}

export function rtmpSpec(outputId: string, port: number, key = `key-of-${outputId}`): OutputSpec & { kind: 'rtmp' } {
  return {
    kind: 'rtmp',
    outputId,
    name: outputId.toUpperCase(),
    url: `rtmp://127.0.0.1:${port}/app`,
    key,
    keyFingerprint: null,
    recommendedKbps: null,
  }
}

export async function addOutput(control: GatewayControl, output: OutputSpec, channel = 0) {
  return await control.send({ ...envelope(channel), kind: 'output.add', params: { output } })
}

export async function removeOutput(control: GatewayControl, outputId: string, channel = 0) {
  return await control.send({ ...envelope(channel), kind: 'output.remove', params: { outputId } })
}

/** The simulator's clip with frame marks, published in real time. */
export function publish(
  to: { readonly url: string; readonly key: Secret },
  faults: () => MediaFaults = () => noFaults,
): StreamSender & AsyncDisposable {
  const sender = startSender({ ...to, clock: systemClock, faults, onEnded: () => undefined })
  return Object.assign(sender, { [Symbol.asyncDispose]: () => sender.stop() })
}

/** Collects events from the first on, until disposed. */
export function listen(control: GatewayControl): Disposable & { readonly events: GatewayEvent[]; kinds(): string[] } {
  const end = new AbortController()
  const events: GatewayEvent[] = []
  void (async () => {
    for await (const event of control.events(0, end.signal)) events.push(event)
  })().catch(() => undefined) // A gateway that is killed breaks the connection; what was heard stays.
  return {
    events,
    kinds: () => events.map((event) => event.kind),
    [Symbol.dispose]: () => end.abort(),
  }
}

/** Everything that a gateway has written into its folder, but for its two files of secrets, as one text: to search for what must not be there. */
export async function everythingOnDisk(dataFolder: string): Promise<string> {
  const folder = gatewayFolder(dataFolder)
  const names = (await readdir(folder)).filter((name) => name !== 'token' && !name.startsWith('state.json'))
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))).join('\n')
}
