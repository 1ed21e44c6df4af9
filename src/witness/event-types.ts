/** The event types that this project writes itself. A caller's own events may use any other name. */
export const witnessEventTypes = [
  // the original specification's
  'stream_started',
  'srt_stream_started',
  'stream_stopped',
  'recording_started',
  'recording_stopped',
  // what was asked, before it is sent
  'operation_requested',
  // a stream that was sent to the gateway and to nobody, to see whether it arrives
  'stream_tested',
  'stream_test_failed',
  // a stream that was brought back after vMix was away, as it was before
  'stream_resumed',
  'stream_resume_failed',
  // SRT of vMix's own outputs
  'srt_output_started',
  'srt_output_stopped',
  // how it ended, where not well
  'stream_start_failed',
  'srt_stream_start_failed',
  'stream_stop_failed',
  'recording_start_failed',
  'recording_stop_failed',
  'srt_output_start_failed',
  'srt_output_stop_failed',
  'function_call_failed',
  'standby_failed',
  'destination_switch_failed',
  'operation_failed',
  'operation_interrupted',
  // any other function of vMix that was called
  'function_called',
  // what the proxy did not see of it afterwards, what it refused and could not record, and when it began and ended
  'function_not_confirmed',
  'call_refused',
  'calls_lost',
  'proxy_opened',
  'proxy_closed',
  // what others did, seen in vMix
  'stream_observed',
  'recording_observed',
  // a standby of a stream: set or taken away, gone over to or back as asked; and what then was sent, by itself or as asked
  'standby_set',
  'standby_asked',
  'standby_started',
  'standby_changed',
  'standby_ended',
  // what a finished recording's file is, so that a change shows
  'recording_hashed',
  // what was measured
  'health_changed',
  'destination_lost',
  'destination_recovered',
  // a destination is sent to another of its addresses, by itself or as asked
  'destination_switched',
  // where a show stands, so that a long log need not be read from its beginning
  'show_state',
  // every stop needs a second confirmation from now on, or no longer
  'show_locked',
  'show_unlocked',
  // what was found before a show
  'preflight_done',
  // about the log itself
  'log_opened',
  'log_recovered',
  'witness_gap',
  'checkpoint_refused',
  'checkpoint_disputed',
] as const

/** One of {@link witnessEventTypes}. */
export type WitnessEventType = (typeof witnessEventTypes)[number]
