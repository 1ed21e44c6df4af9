import { createRoute, z } from '@hono/zod-openapi'
import type { GoLiveRequest } from '../../controller/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { answerTo } from '../http/operation-answer.ts'
import { channelParams, confirmed, deskOf, dryRunBody, idempotencyKey, operate, operationResult } from './desk.ts'
import { destinationBody, destinationsOf, problemsOf, summaryOf } from './destinations.ts'
import type { ApiParts, App } from './parts.ts'
import { recordingBody, recordingOf } from './recording-body.ts'

const startBody = z.strictObject({
  destinations: z.array(destinationBody).min(1).max(32),
  record: recordingBody.optional(),
  replace: z
    .boolean()
    .default(false)
    .meta({ description: 'Ends what the channel is sending now, if it is something else.' }),
  rehearse: z.boolean().default(false).meta({
    description:
      "A rehearsal: all of it as in the show, to receivers on the server's machine instead of the destinations. Keys are looked up and sent nowhere.",
  }),
  dryRun: z.boolean().default(false).meta({ description: 'Says what would be sent, and sends nothing.' }),
  confirmed,
})

const startStream = createRoute({
  ...operation('startStream'),
  method: 'post',
  path: '/api/v1/instances/{id}/streams/{channel}/start',
  tags: ['operations'],
  summary: 'Goes live: the stream, its destinations and a recording, in one.',
  request: {
    params: channelParams,
    headers: idempotencyKey,
    body: { required: true, content: { 'application/json': { schema: startBody } } },
  },
  responses: {
    200: answer('All of it is on; or, with `dryRun`, what would be sent.', z.union([operationResult, dryRunBody])),
    ...problems,
  },
})

type Wanted = Pick<GoLiveRequest, 'destinations' | 'record'>

export function addStartStream(app: App, parts: ApiParts): void {
  app.openapi(startStream, async (c) => {
    const { id, channel } = c.req.valid('param')
    const body = c.req.valid('json')
    const desk = deskOf(parts, id)
    const wanted: Wanted = {
      destinations: destinationsOf(body.destinations, parts.room.presets, c.get('caller')),
      ...(body.record === undefined ? {} : { record: recordingOf(body.record) }),
    }
    if (body.dryRun)
      return c.json(await dryRun(wanted, channel, { gateway: viaGateway(parts), rehearse: body.rehearse }), 200)
    const done = await operate(c, parts, desk, 'startStream', body, async (options) => {
      if (!body.rehearse) parts.room.kept.note(id, channel, wanted.destinations)
      return answerTo(
        await desk.controller.goLive({
          ...wanted,
          channel,
          replace: body.replace,
          confirmed: body.confirmed,
          ...(body.rehearse ? { rehearsal: parts.room.rehearsal } : {}),
          ...options,
        }),
      )
    })
    return c.json(done, 200)
  })
}

function viaGateway({ room }: ApiParts): boolean {
  return room.gateway !== null
}

async function dryRun(
  { destinations, record }: Wanted,
  channel: number,
  { gateway, rehearse }: { readonly gateway: boolean; readonly rehearse: boolean },
): Promise<z.infer<typeof dryRunBody>> {
  const shown = destinations.map(summaryOf).map((each) => (rehearse ? rehearsed(each) : each))
  const problems = await Promise.all(
    destinations.map(async (each, index) =>
      (await problemsOf(each)).map((message) => ({ where: shown[index]?.name ?? `destination ${index + 1}`, message })),
    ),
  )
  return { wouldSend: wouldSend(shown, channel, gateway, record), destinations: shown, problems: problems.flat() }
}

/** As a rehearsal sends it. */
function rehearsed({ name }: ReturnType<typeof summaryOf>): ReturnType<typeof summaryOf> {
  return { name, url: 'rtmp://127.0.0.1/rehearsal', kind: 'rtmp' }
}

type Sent = z.infer<typeof dryRunBody>['wouldSend']

function wouldSend(
  destinations: readonly { readonly name: string; readonly url: string }[],
  channel: number,
  gateway: boolean,
  record: Wanted['record'],
): Sent {
  const toVMix = (url: string): Sent => [
    { to: 'vmix', what: `StreamingSetURL ${channel},${url}` },
    { to: 'vmix', what: `StreamingSetKey ${channel},[secret]` },
    { to: 'vmix', what: `StartStreaming ${channel}` },
  ]
  if (!gateway) return destinations.flatMap(({ url }) => toVMix(url))
  const outputs: Sent = destinations.map(({ name, url }) => ({ to: 'gateway', what: `send to ${name} (${url})` }))
  const file: Sent = record === undefined ? [] : [{ to: 'gateway', what: `record ${record.filename ?? 'a file'}` }]
  return [...toVMix('rtmp://[the gateway]/live'), ...outputs, ...file]
}
