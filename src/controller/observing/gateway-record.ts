import type { GatewayEvent } from '../../gateway/index.ts'
import type { JsonObject, WitnessEvent, WitnessEventType } from '../../witness/index.ts'

/** A gateway's event as the log holds it. Its journal and number go along, so that none is recorded twice. */
export function gatewayRecord(event: GatewayEvent): WitnessEvent {
  const params: JsonObject = {
    channel: event.channel,
    destination_id: event.outputId,
    name: event.name,
    observation: event.kind,
    gateway_journal: event.journalId,
    gateway_seq: event.seq,
    ...(event.recording == null ? {} : { filename: event.recording.path }),
  }
  return { eventType: typeOf(event), timestamp: event.at, params, result: resultOf(event) }
}

function typeOf(event: GatewayEvent): WitnessEventType {
  const isRecording = event.outputId?.startsWith('recording:') === true
  switch (event.kind) {
    case 'output.lost':
    case 'output.failed':
      return isRecording ? 'recording_observed' : 'destination_lost'
    case 'output.recovered':
      return isRecording ? 'recording_observed' : 'destination_recovered'
    case 'output.live':
    case 'output.closed':
      return isRecording ? 'recording_observed' : 'stream_observed'
    case 'recording.marked':
      return 'recording_observed'
    case 'standby.started':
      return 'standby_started'
    case 'standby.changed':
      return 'standby_changed'
    case 'standby.ended':
      return 'standby_ended'
    case 'standby.failed':
      return 'standby_failed'
    case 'output.switched':
      return 'destination_switched'
    case 'recording.hashed':
      return 'recording_hashed'
    case 'health.changed':
      return 'health_changed'
    default:
      return 'stream_observed'
  }
}

function resultOf(event: GatewayEvent): JsonObject {
  const { health, recording } = event
  return {
    message: event.message,
    code: event.code,
    ...(recording == null ? {} : { sha256: recording.sha256, bytes: recording.bytes, as_written: recording.asWritten }),
    ...(health === null
      ? {}
      : {
          before: health.before.healthStatus,
          after: health.after.healthStatus,
          reasons: health.after.reasons.map(({ code, status, message }) => ({ code, status, message })),
        }),
  }
}
