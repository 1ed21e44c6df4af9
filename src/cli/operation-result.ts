import type { OperationFailure } from '../controller/index.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { hanging } from './paragraph.ts'
import { terminal } from './terminal.ts'

type OperationResult =
  | { readonly success: true; readonly message: string; readonly witnessed: boolean }
  | OperationFailure

/** Says how an operation ended. @returns the code that the process ends with */
export function sayResult(result: OperationResult, json: boolean, more: readonly string[] = []): ExitCode {
  if (json) terminal.json(result)
  else for (const line of [...resultLines(result), ...more]) terminal.say(line)
  return exitCodeOf(result)
}

/** The result in sentences: what happened, what was left on, and whether the log holds it. */
export function resultLines(result: OperationResult, width: number = terminal.width): readonly string[] {
  const unlogged = result.witnessed
    ? []
    : [terminal.paint('yellow', '  ! This is not in the show log: it could not be written.')]
  if (result.success) return [...hanging(terminal.paint('green', '✓'), result.message, width), ...unlogged]
  const left = result.leftOn.map((what) => `  ${terminal.paint('yellow', 'Still on:')} ${what}`)
  return [...hanging(terminal.paint('red', '✗'), result.message, width), ...left, ...unlogged]
}

/** What the process ends with after an operation. */
export function exitCodeOf(result: { readonly success: true } | OperationFailure): ExitCode {
  if (result.success) return exitCodes.done
  if (result.error === 'connection_error') return exitCodes.unreachable
  return result.error === 'validation_error' ? exitCodes.usage : exitCodes.failed
}
