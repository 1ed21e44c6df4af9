/** Why a simulator does not start, or a fault cannot be switched. */
export type SimulatorErrorCode =
  | 'bad_option'
  | 'bad_preset'
  | 'unknown_fault'
  | 'bad_fault_value'
  | 'port_in_use'
  | 'cannot_listen'
  | 'ffmpeg_missing'
  | 'ffmpeg_failed'

/** The simulator was asked for something that it cannot do; the message says what it can. */
export class SimulatorError extends Error {
  override readonly name = 'SimulatorError'
  readonly code: SimulatorErrorCode

  constructor(code: SimulatorErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
