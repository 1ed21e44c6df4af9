import { z } from 'zod'
import { GatewayError } from '../errors.ts'
import { BodyTooLarge } from './body.ts'
import { checked } from './checked.ts'
import { field, parseCommand } from './command.ts'
import {
  CONTROL_PROTOCOL,
  acknowledgementSchema,
  replySchema,
  type GatewayControl,
  type GatewayReply,
} from './messages.ts'

type Failure = Extract<GatewayReply, { ok: false }>

const replyCode = replySchema.options[1].shape.error.shape.code
const stopSchema = z.strictObject({ streams: z.enum(['only_without', 'end']) })
const operationName = z.string().min(1).max(128)

/** Carries out one command as it came over the wire; what the gateway says no to is an answer too. */
export async function answer(gateway: GatewayControl, body: string): Promise<GatewayReply> {
  let operationId: string | null = null
  try {
    const untrusted = parseJson(body)
    const named = checked(operationName, field(untrusted, 'operationId'))
    operationId = named.success ? named.data : null
    const command = parseCommand(untrusted)
    const result = await gateway.send(command)
    return { version: CONTROL_PROTOCOL, operationId: command.operationId, ok: true, result }
  } catch (error) {
    return { ...failure(error), operationId }
  }
}

/** `{ "upTo": 17, "instance": "studio-a" }` */
export function acknowledgement(body: string): z.infer<typeof acknowledgementSchema> {
  const parsed = checked(acknowledgementSchema, parseJson(body))
  if (!parsed.success) throw new GatewayError('bad_message', 'It must be { "upTo": the number of an event }.')
  return parsed.data
}

/** `{ "streams": "only_without" }` */
export function stopRequest(body: string): z.infer<typeof stopSchema> {
  const parsed = checked(stopSchema, parseJson(body))
  if (!parsed.success) throw new GatewayError('bad_message', 'It must be { "streams": "only_without" or "end" }.')
  return parsed.data
}

/** The number in `?after=17`; from the beginning where there is none. */
export function afterNumber(text: string | null): number {
  const number = text === null ? 0 : /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(number)) throw new GatewayError('bad_message', '“after” must be the number of an event.')
  return number
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    // Without the parser's own words: they quote what was sent.
    throw new GatewayError('bad_message', 'The body is not JSON.')
  }
}

/** An error as a reply. What is no reply's code, or none of ours, says nothing of its inside. */
export function failure(error: unknown): Failure {
  const known = error instanceof GatewayError ? error : asGatewayError(error)
  const code = replyCode.safeParse(known.code)
  const message = known.message
  return {
    version: CONTROL_PROTOCOL,
    operationId: null,
    ok: false,
    error: { code: code.success ? code.data : 'internal', message },
  }
}

/** The HTTP status of an error outside a command; a command's own refusal is a reply, with 200. */
export function statusOf(error: unknown): number {
  if (error instanceof BodyTooLarge) return 413
  if (!(error instanceof GatewayError)) return 500
  if (error.code === 'bad_message') return 400
  if (error.code === 'conflict') return 409
  return error.code === 'limit' ? 429 : 500
}

function asGatewayError(error: unknown): GatewayError {
  if (error instanceof BodyTooLarge) return new GatewayError('bad_message', 'The body is too large.')
  return new GatewayError('internal', 'The gateway failed to carry this out; its log may say more.')
}
