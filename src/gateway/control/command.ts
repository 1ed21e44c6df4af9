import { GatewayError } from '../errors.ts'
import { checked } from './checked.ts'
import { CONTROL_PROTOCOL, commandSchema, type GatewayCommand } from './messages.ts'

/**
 * Reads one command, from wherever it came.
 *
 * @throws {GatewayError} `unsupported_version`, `bad_message`
 */
export function parseCommand(untrusted: unknown): GatewayCommand {
  if (field(untrusted, 'version') !== CONTROL_PROTOCOL) {
    const what = `This gateway speaks version ${CONTROL_PROTOCOL} of the control messages. Use the same release on both sides.`
    throw new GatewayError('unsupported_version', what)
  }
  const parsed = checked(commandSchema, untrusted)
  if (parsed.success) return parsed.data
  // The place and the rule, never the value: it may be a key.
  const [issue] = parsed.error.issues
  const where = issue === undefined ? '' : ` at “${issue.path.join('.')}” (${issue.code})`
  throw new GatewayError('bad_message', `The command is not valid${where}.`)
}

/**
 * A command is carried out until its deadline and not after: whoever gave it has stopped waiting.
 *
 * @throws {GatewayError} `expired`
 */
export function checkDeadline(command: GatewayCommand, nowMs: number): void {
  if (Date.parse(command.deadline) > nowMs) return
  throw new GatewayError('expired', `The command’s deadline (${command.deadline}) is over; it was not carried out.`)
}

/** A field of something of which nothing is known yet. */
export function field(untrusted: unknown, name: string): unknown {
  return typeof untrusted === 'object' && untrusted !== null
    ? Object.getOwnPropertyDescriptor(untrusted, name)?.value
    : undefined
}
