import type { z } from 'zod'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { sayResult } from '../operation-result.ts'
import { recordingLines } from '../recording-text.ts'
import type { RemoteResult } from './answers.ts'
import type { RemoteVMix } from './server-option.ts'
import { CommandFailed } from '../exit-code.ts'

/**
 * Has an operation carried out, and says how it ended as it is said here.
 *
 * @param schema of what the answer holds, and where the result is in it
 * @throws CommandFailed where nothing was carried out
 */
export async function remoteOperation<T>(
  vmix: RemoteVMix,
  path: string,
  body: object,
  {
    schema,
    result,
    json,
  }: { readonly schema: z.ZodType<T>; readonly result: (answer: T) => RemoteResult; readonly json: boolean },
): Promise<ExitCode> {
  const answer = await vmix.client.operate(`${vmix.path}${path}`, body)
  const parsed = schema.safeParse(answer.ok ? answer.body : answer.result)
  if (!parsed.success) {
    if (!answer.ok) throw answer.failure
    throw new CommandFailed(
      exitCodes.failed,
      'bad_answer',
      'It was carried out, and its answer cannot be read. Look with vmixctl status.',
    )
  }
  const ended = result(parsed.data)
  return sayResult(ended, json, ended.success ? recordingLines(ended.recordings ?? []) : [])
}
