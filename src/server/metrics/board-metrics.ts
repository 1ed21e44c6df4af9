import type { EntityView, StreamDestinationView, StreamView } from '../view/index.ts'
import type { BoardGauges } from './metrics.ts'

export const healthStates = ['healthy', 'warning', 'critical', 'unknown'] as const
const severities = ['info', 'warning', 'critical'] as const

/** More destinations than any show has: what names them comes from outside, and each name is a series for ever. */
const mostOutputs = 500

/** Sets the figures anew from what the board shows: what is no longer there is no longer told. */
export function showEntities(gauges: BoardGauges, entities: readonly EntityView[]): void {
  for (const each of Object.values(gauges)) each.reset()
  // Without labels a reset leaves a zero, which nobody measured.
  gauges.gatewayUp.remove()
  gauges.gatewayDelay.remove()
  for (const severity of severities) gauges.alerts.set({ severity }, 0)
  let outputs = 0
  for (const entity of entities) {
    switch (entity.kind) {
      case 'instance':
        showInstance(gauges, entity, entities)
        break
      case 'stream':
        showStream(gauges, entity)
        for (const destination of entity.destinations) {
          outputs += 1
          if (outputs <= mostOutputs) showOutput(gauges, entity, destination)
        }
        break
      case 'alert':
        if (entity.state === 'firing') gauges.alerts.inc({ severity: entity.severity })
        break
      case 'gateway':
        gauges.gatewayUp.set(entity.state === 'running' ? 1 : 0)
        setMeasured(gauges.gatewayDelay, {}, entity.eventLoopDelayP99Ms, 1 / 1000)
        break
      default:
    }
  }
}

function showInstance(
  gauges: BoardGauges,
  { id, connection, vmix }: Extract<EntityView, { kind: 'instance' }>,
  entities: readonly EntityView[],
): void {
  const instance = { instance: id }
  const connected = connection.state === 'connected'
  gauges.up.set(instance, connected ? 1 : 0)
  const ours = entities.some(
    (each) =>
      each.kind === 'recording' && each.instance === id && each.recorder === 'gateway' && each.state === 'recording',
  )
  // Of a vMix that does not answer only ours is known.
  const theirs = connected ? (vmix?.recording ?? null) : null
  if (ours || theirs !== null) gauges.recording.set(instance, ours || theirs === true ? 1 : 0)
}

function showStream(gauges: BoardGauges, stream: StreamView): void {
  const labels = { instance: stream.instance, channel: String(stream.channel) }
  setKnown(gauges.streaming, labels, stream.live)
  setKnown(gauges.unexpected, labels, stream.shouldBeLive)
  setMeasured(gauges.fps, labels, stream.figures.fps)
  setMeasured(gauges.streamBitrate, labels, stream.figures.bitrateKbps, 1000)
  for (const state of healthStates) gauges.health.set({ ...labels, state }, stream.health.status === state ? 1 : 0)
}

function showOutput(gauges: BoardGauges, stream: StreamView, output: StreamDestinationView): void {
  const labels = { instance: stream.instance, channel: String(stream.channel), destination: output.destinationId }
  if (output.state !== 'unknown') gauges.outputLive.set(labels, output.state === 'live' ? 1 : 0)
  setMeasured(gauges.bitrate, labels, output.figures.bitrateKbps, 1000)
  if (output.figures.droppedFrames !== null) gauges.dropped.inc(labels, output.figures.droppedFrames)
}

function setKnown(gauge: BoardGauges['up'], labels: Record<string, string>, value: boolean | null): void {
  if (value !== null) gauge.set(labels, value ? 1 : 0)
}

function setMeasured(gauge: BoardGauges['up'], labels: Record<string, string>, value: number | null, factor = 1): void {
  if (value !== null) gauge.set(labels, value * factor)
}
