/** One thing that was looked at. */
export interface Finding {
  /** For programs. */
  readonly check: 'vmix' | 'vmix-state' | 'tcp' | 'gateway' | 'rtmp-port' | 'data' | 'log' | 'ffmpeg'
  readonly state: 'ok' | 'warn' | 'fail'
  /** For people: what was looked at. */
  readonly about: string
  /** What is. */
  readonly message: string
  /** What to do; null where there is nothing to be done. */
  readonly action: string | null
}
