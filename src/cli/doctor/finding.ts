import type { VMixFinding } from '../../preflight/index.ts'

/** One thing that was looked at. */
export interface Finding extends Omit<VMixFinding, 'check'> {
  /** For programs. */
  readonly check:
    | VMixFinding['check']
    | 'gateway'
    | 'gateway-address'
    | 'rtmp-port'
    | 'data'
    | 'log'
    | 'clock'
    | 'srt'
    | 'ffmpeg'
    | 'python'
}
