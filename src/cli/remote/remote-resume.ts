import { z } from 'zod'
import { CommandFailed, type ExitCode, exitCodes } from '../exit-code.ts'
import { sayResumed } from '../resume.ts'
import { terminal } from '../terminal.ts'
import { operationResult } from './answers.ts'
import type { RemoteVMix } from './server-option.ts'

const resumed = z.looseObject({
  success: z.boolean(),
  message: z.string(),
  streams: z.array(operationResult),
  recording: operationResult.nullable(),
  leftAlone: z.array(z.object({ channel: z.number(), why: z.string() })),
})

const would = z.object({
  wouldSend: z.array(z.object({ to: z.string(), what: z.string() })),
  problems: z.array(z.object({ where: z.string(), message: z.string() })),
})

/** Has a server bring a show back. @throws CommandFailed where nothing was carried out */
export async function remoteResume(
  { client, path }: RemoteVMix,
  { dryRun, json }: { readonly dryRun: boolean; readonly json: boolean },
): Promise<ExitCode> {
  const answer = await client.operate(`${path}/resume`, { dryRun })
  if (dryRun) {
    if (!answer.ok) throw answer.failure
    return sayPlan(read(would, answer.body), json)
  }
  const parsed = resumed.safeParse(answer.ok ? answer.body : answer.result)
  if (!parsed.success && !answer.ok) throw answer.failure
  return sayResumed(parsed.success ? parsed.data : read(resumed, null), json)
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const what = 'Its answer cannot be read. Look with vmixctl status.'
  throw new CommandFailed(exitCodes.failed, 'bad_answer', what)
}

function sayPlan(plan: z.infer<typeof would>, json: boolean): ExitCode {
  const { wouldSend, problems } = plan
  if (json) terminal.json({ success: true, ...plan })
  else {
    if (wouldSend.length === 0) terminal.say('Nothing is to be brought back.')
    for (const { to, what } of wouldSend) terminal.say(`to ${to === 'vmix' ? 'vMix' : 'the gateway'}: ${what}`)
    for (const { where, message } of problems) terminal.say(`  ${where}: ${message}`)
  }
  return exitCodes.done
}
