/** One thing that was looked at. */
export interface Finding {
  /** For programs. */
  readonly check:
    | 'vmix'
    | 'vmix-state'
    | 'functions'
    | 'tcp'
    | 'gateway'
    | 'gateway-address'
    | 'rtmp-port'
    | 'data'
    | 'log'
    | 'clock'
    | 'srt'
    | 'ffmpeg'
    | 'python'
  /** `unknown`: it cannot be told from here, and is not guessed. */
  readonly state: 'ok' | 'warn' | 'fail' | 'unknown'
  /** For people: what was looked at. */
  readonly about: string
  /** What is. */
  readonly message: string
  /** What to do; null where there is nothing to be done. */
  readonly action: string | null
  /** The same for programs, where there is more to it than a state. */
  readonly facts?: Readonly<Record<string, unknown>>
}
