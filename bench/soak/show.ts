import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import { findGateway, type GatewayControl, type GatewayEvent, type OutputSpec } from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { startReceiver, type Receiver } from '../../src/simulator/media/index.ts'
import { makeCertificates, type TestCertificates } from '../../test/support/certificates.ts'
import { FrameGaps } from '../../test/support/frame-gaps.ts'
import { numberedSource, type NumberedSource } from '../../test/support/numbered-source.ts'
import { findProgram } from '../../test/support/programs.ts'
import { freeUdpPort, srtLiveTransmit } from '../../test/support/srt.ts'
import { sickRelay, type SickRelay } from '../../test/support/sick-relay.ts'
import { Child } from '../child.ts'
import type { Sample } from './memory.ts'

/** One destination of the soak, with the way to it and what arrived. */
export interface SoakOutput {
  readonly outputId: string
  readonly channel: number
  readonly spec: OutputSpec
  readonly gaps: FrameGaps
  /** Null where there is no way to fall ill on: by SRT. */
  readonly relay: SickRelay | null
  readonly secure: boolean
  /** Turns every key away from now on, or no longer. */
  refuseKeys(refuse: boolean): void
  /** Ends the receiver and starts it again; `expired`: with a certificate that has expired. */
  restart(expired?: boolean): Promise<void>
}

export interface SoakFeed {
  readonly channel: number
  readonly source: NumberedSource
}

/** Three feeds and ten outputs: nine receivers that count, one of them by SRT where its program is there, and a recording. */
export interface SoakShow extends AsyncDisposable {
  readonly control: GatewayControl
  readonly feeds: readonly SoakFeed[]
  readonly outputs: readonly SoakOutput[]
  readonly events: readonly GatewayEvent[]
  /** When the gateway did not answer in time, as on a machine that is busy with other things. */
  readonly unanswered: readonly string[]
  add(output: SoakOutput): Promise<void>
  remove(output: SoakOutput): Promise<void>
  sample(): Promise<Sample>
}

/** Bytes that each picture of a feed is filled up with: the first is at 4 Mb/s, where a slow receiver shows within seconds. */
const FEEDS = [
  { fill: 16_000, plain: 4, secure: 0, srt: 0 },
  { fill: 4000, plain: 2, secure: 1, srt: 0 },
  { fill: 4000, plain: 1, secure: 0, srt: 1 },
]

let operations = 0
function envelope(channel: number) {
  operations++
  return {
    version: 1 as const,
    operationId: `soak-${operations}`,
    instance: 'soak',
    actor: 'soak',
    channel,
    deadline: new Date(Date.now() + 60_000).toISOString(),
    epoch: null,
  }
}

export async function startSoakShow(): Promise<SoakShow> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'vmix-soak-'))
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const certificates = findProgram('openssl') === null ? null : makeCertificates()
  const child = stack.use(
    new Child(
      new URL('../programs/soaked-gateway.ts', import.meta.url),
      [folder, certificates?.ca ?? ''],
      ['--expose-gc'],
    ),
  )
  await child.next()
  const control = stack.use(await gatewayIn(folder))
  const events: GatewayEvent[] = []
  const listening = new AbortController()
  stack.defer(() => listening.abort())
  const unanswered: string[] = []
  void keepEvents(control, events, unanswered, listening.signal)

  const feeds: SoakFeed[] = []
  const outputs: SoakOutput[] = []
  for (const [channel, { fill, plain, secure, srt }] of FEEDS.entries()) {
    const { url, key } = await control.send({ ...envelope(channel), kind: 'feed.open', params: {} })
    const source = stack.use(await numberedSource({ url, key: new Secret(key) }, fill))
    feeds.push({ channel, source })
    for (let at = 0; at < plain + secure + srt; at++) {
      const outputId = `${'abc'[channel]}${at + 1}`
      const tls = at >= plain && at < plain + secure ? certificates : null
      const bySrt = at >= plain + secure && findProgram('srt-live-transmit') !== null
      outputs.push(await (bySrt ? srtOutput(channel, outputId, stack) : rtmpOutput(channel, outputId, tls, stack)))
    }
  }
  const add = async (output: SoakOutput): Promise<void> => {
    const params = { output: output.spec }
    await control.send({ ...envelope(output.channel), kind: 'output.add', params })
  }
  for (const output of outputs) await add(output)
  const recording = {
    kind: 'file' as const,
    outputId: 'recording',
    name: 'Recording',
    path: join(folder, 'soak.mp4'),
    format: 'MP4' as const,
    splitSeconds: 600,
  }
  await control.send({ ...envelope(2), kind: 'output.add', params: { output: recording } })
  const owned = stack.move()
  return {
    control,
    feeds,
    outputs,
    events,
    unanswered,
    add,
    remove: async ({ channel, outputId }) => {
      await control.send({ ...envelope(channel), kind: 'output.remove', params: { outputId } })
    },
    sample: async () => ({ atMs: performance.now(), ...((await child.ask('sample')) as Omit<Sample, 'atMs'>) }),
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  }
}

async function gatewayIn(dataFolder: string): Promise<GatewayControl> {
  const found = await findGateway({ dataFolder, clock: systemClock, timeoutMs: 5000 })
  if (found === null) throw new Error('The gateway did not start.')
  return found
}

/** Takes every event over, once, and says that it did, as a controller does: it comes back where it is not answered in time. */
async function keepEvents(
  control: GatewayControl,
  events: GatewayEvent[],
  unanswered: string[],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const event of control.events(events.at(-1)?.seq ?? 0, signal)) {
        events.push(event)
        await control.acknowledge(event.seq)
      }
    } catch (error) {
      if (signal.aborted) return
      unanswered.push(`${new Date().toISOString()} ${error instanceof Error ? error.message : String(error)}`)
    }
    await systemClock.sleep(500, signal).catch(() => undefined)
  }
}

async function rtmpOutput(
  channel: number,
  outputId: string,
  certificates: TestCertificates | null,
  stack: AsyncDisposableStack,
): Promise<SoakOutput> {
  const gaps = new FrameGaps()
  let refusing = false
  const start = (port: number, tls: { readonly cert: string; readonly key: string } | null): Promise<Receiver> =>
    startReceiver({
      port,
      clock: systemClock,
      acceptKey: () => !refusing,
      onPacket: (_packet, mark) => {
        if (mark !== null) gaps.frame(mark.number, mark.sentAtMs)
      },
      ...(tls === null ? {} : { tls: { cert: tls.cert, key: tls.key } }),
    })
  let receiver = await start(0, certificates)
  const { port } = receiver
  stack.defer(() => receiver.stop())
  const relay = stack.use(await sickRelay(port))
  const scheme = certificates === null ? 'rtmp' : 'rtmps'
  return {
    outputId,
    channel,
    gaps,
    relay,
    secure: certificates !== null,
    spec: {
      kind: 'rtmp',
      outputId,
      name: outputId.toUpperCase(),
      url: `${scheme}://127.0.0.1:${relay.port}/app`,
      key: `key-of-${outputId}`,
      keyFingerprint: null,
      recommendedKbps: null,
    },
    refuseKeys: (refuse) => {
      refusing = refuse
    },
    restart: async (expired = false) => {
      await receiver.stop()
      receiver = await start(port, expired && certificates !== null ? certificates.expired : certificates)
    },
  }
}

/** How often what came by SRT is looked at; so exact is when a frame arrived. */
const LOOK_MS = 200

async function srtOutput(channel: number, outputId: string, stack: AsyncDisposableStack): Promise<SoakOutput> {
  const gaps = new FrameGaps()
  const port = await freeUdpPort()
  const start = () => srtLiveTransmit('127.0.0.1', port, 'mode=listener')
  let receiver = start()
  const look = (): void => {
    for (const { number, sentAtMs } of receiver.stream.marks()) gaps.frame(number, sentAtMs)
    receiver.stream.units.length = 0
    receiver.stream.clocks.length = 0
    receiver.stream.tables.length = 0
    receiver.stream.faults.length = 0
  }
  const looking = setInterval(look, LOOK_MS)
  stack.defer(async () => {
    clearInterval(looking)
    await receiver.stop()
  })
  return {
    outputId,
    channel,
    gaps,
    relay: null,
    secure: false,
    spec: {
      kind: 'srt',
      outputId,
      name: outputId.toUpperCase(),
      address: `srt://127.0.0.1:${port}`,
      mode: 'caller',
      latencyMs: 120,
      passphrase: null,
      keyLength: null,
      streamId: null,
      keyFingerprint: null,
    },
    refuseKeys: () => undefined,
    restart: async () => {
      await receiver.stop()
      look()
      receiver = start()
    },
  }
}
