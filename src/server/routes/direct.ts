import { createRoute, z } from '@hono/zod-openapi'
import type { LastShow, StreamDestination } from '../../controller/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { answerTo } from '../http/operation-answer.ts'
import { Problem } from '../http/problem.ts'
import { firstDirect, gatewayGoneMs } from '../room/index.ts'
import { channelParams, deskOf, dryRunBody, idempotencyKey, operate, operationResult } from './desk.ts'
import type { ApiParts, App } from './parts.ts'

const directBody = z.strictObject({
  destination: z.string().max(128).optional().meta({
    description: "The destination's id, one of those that the stream had; absent: the first that vMix can be told.",
  }),
  dryRun: z.boolean().default(false).meta({ description: 'Says what would be sent, and sends nothing.' }),
})

const sendDirectly = createRoute({
  ...operation('sendDirectly'),
  method: 'post',
  path: '/api/v1/instances/{id}/streams/{channel}/direct',
  tags: ['operations'],
  summary:
    'When the gateway is gone: vMix is stopped and sends by itself to one destination. What else the stream had there is lost.',
  request: {
    params: channelParams,
    headers: idempotencyKey,
    body: { required: false, content: { 'application/json': { schema: directBody } } },
  },
  responses: {
    200: answer('vMix shows it on; or, with `dryRun`, what would be sent.', z.union([operationResult, dryRunBody])),
    ...problems,
  },
})

type Recorded = LastShow['destinations'][number]

export function addDirect(app: App, parts: ApiParts): void {
  app.openapi(sendDirectly, async (c) => {
    const { id, channel } = c.req.valid('param')
    const body = c.req.valid('json')
    const desk = deskOf(parts, id)
    const show = await desk.controller.lastShow(channel)
    if (show === null) throw new Problem(422, 'validation_error', notOn(channel))
    const all = parts.room.kept.inOrder(id, channel, show.destinations)
    const chosen = choose(channel, all, body.destination)
    const notes = lostWith(all, chosen)
    const destination = withKey(parts, id, channel, chosen)
    const waits = show.via === 'gateway' ? notGoneYet(channel, parts.room.gatewayGoneForMs) : null
    if (body.dryRun) return c.json(wouldSend(channel, chosen, waits === null ? notes : [waits, ...notes]), 200)
    if (waits !== null) throw new Problem(409, 'gateway_not_gone', waits)
    const done = await operate(c, parts, desk, 'sendDirectly', body, async (options) => {
      parts.room.kept.note(id, channel, [destination])
      const isGone = (parts.room.gatewayGoneForMs ?? 0) >= gatewayGoneMs
      const said = isGone ? ({ gatewayIsGone: true } as const) : {}
      const result = await desk.controller.sendDirectly({ ...destination, channel, ...said, ...options })
      return answerTo(result.success ? { ...result, message: [result.message, ...notes].join(' ') } : result)
    })
    return c.json(done, 200)
  })
}

/** @throws Problem where vMix cannot be told any of them */
function choose(channel: number, all: readonly Recorded[], wanted: string | undefined): Recorded {
  const among = wanted === undefined ? all : all.filter(({ destinationId }) => destinationId === wanted)
  if (among.length === 0) {
    throw new Problem(422, 'unknown_destination', `Stream ${channel + 1} has no such destination. See its streams.`)
  }
  const chosen = firstDirect(among)
  if (chosen !== null) return chosen
  const why = 'vMix can be told an RTMP address only, and this stream goes by SRT or is rehearsed.'
  throw new Problem(501, 'unsupported', `Stream ${channel + 1} is not sent directly: ${why}`)
}

/** @throws Problem where its key cannot be had any more */
function withKey(
  { room }: ApiParts,
  instance: string,
  channel: number,
  chosen: Recorded,
): Omit<StreamDestination, 'backup'> {
  const found = room.kept.find(instance, channel, chosen)
  if (found === null) {
    throw new Problem(
      422,
      'key_unknown',
      `The stream key of ${chosen.name} is not known to this server, because the stream was not started by it. Set ${chosen.name} up as a destination, or send it with vmixctl stream direct.`,
    )
  }
  const { backup: _, ...main } = found
  return { ...main, destinationId: chosen.destinationId }
}

/** Why it is too early; null: it is gone, or it answers, of which the operation says so itself. */
function notGoneYet(channel: number, goneForMs: number | null): string | null {
  if (goneForMs === null || goneForMs === 0 || goneForMs >= gatewayGoneMs) return null
  const seconds = Math.floor(goneForMs / 1000)
  return `Stream ${channel + 1} is not sent directly yet: its gateway has not answered for ${seconds} s, and may only be slow or be started again. After ${gatewayGoneMs / 1000} s without an answer it counts as gone.`
}

/** What the stream had, and has no longer. */
function lostWith(all: readonly Recorded[], chosen: Recorded): readonly string[] {
  const others = all.filter(({ destinationId }) => destinationId !== chosen.destinationId)
  const lost = others.length === 0 ? [] : [`Not sent any more: ${others.map(({ name }) => name).join(', ')}.`]
  return [...lost, 'The gateway records and measures nothing of it.']
}

function wouldSend(channel: number, { name, url }: Recorded, notes: readonly string[]): z.infer<typeof dryRunBody> {
  return {
    wouldSend: [
      { to: 'vmix', what: `StopStreaming ${channel}` },
      { to: 'vmix', what: `StreamingSetURL ${channel},${url}` },
      { to: 'vmix', what: `StreamingSetKey ${channel},[secret]` },
      { to: 'vmix', what: `StartStreaming ${channel}` },
    ],
    destinations: [{ name, url, kind: 'rtmp' }],
    problems: notes.map((message) => ({ where: `Stream ${channel + 1}`, message })),
  }
}

function notOn(channel: number): string {
  return `Stream ${channel + 1} is not sent directly: by the show log it was stopped, or never started here. Start it as usual.`
}
