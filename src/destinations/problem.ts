/** What can be wrong with where a stream is to go. */
export type DestinationProblemCode =
  | 'url_scheme'
  | 'url_host_missing'
  | 'url_host_invalid'
  | 'url_credentials'
  | 'url_port'
  | 'url_characters'
  | 'url_app_missing'
  | 'url_fragment'
  | 'url_has_key'
  | 'url_too_long'
  | 'key_empty'
  | 'key_multi_line'
  | 'key_characters'
  | 'key_blank_edges'
  | 'key_too_long'
  | 'srt_scheme'
  | 'srt_mode'
  | 'srt_latency'
  | 'srt_passphrase_in_address'
  | 'srt_extras'
  | 'srt_passphrase'
  | 'srt_key_length'
  | 'srt_stream_id'

/** One problem and its sentence for people. The text itself is never repeated in it: it may hold a key. */
export interface DestinationProblem {
  readonly code: DestinationProblemCode
  readonly message: string
}
