import { gatewayEventSchema } from '../../gateway/index.ts'
import { witnessEventTypes } from '../../witness/index.ts'

const names = `
  address after after_hash after_sequence already_live already_on as_written attempts before bytes call channel channels code destination destination_id destinations duration
  duration_ms ended ended_before ended_rehearsal error files filename format frames function gateway_journal gateway_seq given_operation_id host id
  instance interrupted_kind journal journals key_fingerprint kind left_on message name observation on operation_id output_id port problems protocol quality
  number output outputs reasons recorder recording rehearsal recording_id recordings replace requested_at resumed sent seq sha256 since split_bytes split_seconds state status streams success switched_on
  unfinished url verification version via
  encrypted latency_ms mode backup
  seconds width fps_milli bitrate_kbps video_codec audio_codec
  common_start height rename video_kbps
  backup before_live on_standby returns slate
  burst client count first_at first_call last_at lock lost path protocol refused reply recorded_as rule rules toggle
  unseen shows instead_of`

const values = `
  stream_start stream_stop stream_test stream_resume recording_start recording_stop srt_output_start srt_output_stop function_call standby_set standby_switch destination_switch main
  main backup slate show steady told mark split
  direct gateway vmix SRT caller listener multicorder external srt
  accepted vmix_on vmix_off media
  healthy warning critical unknown
  vmix.on vmix.off
  validation_error connection_error configuration_error api_error not_confirmed unsupported channel_busy show_locked timeout aborted
  MP4 MKV MOV AVI M4A WAV low medium high custom
  http tcp on off`

/**
 * The fixed words of our own events: types, field names and closed values. A stream key may be any text, an ordinary word
 * among them ("stream", "live"); these are then left alone in the log, so that it can still be read by rule.
 */
export const logWords: ReadonlySet<string> = new Set<string>([
  ...witnessEventTypes,
  ...gatewayEventSchema.shape.kind.options,
  ...`${names} ${values}`.trim().split(/\s+/),
])
