import { createRoute, z } from '@hono/zod-openapi'
import { plannedSchedule, scheduleConfig, timingConfig } from '../config/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { invalid } from '../http/invalid.ts'
import { Problem } from '../http/problem.ts'
import { type Plan, PlanError } from '../plan/index.ts'
import { nextRuns, preflightAt, wallClock } from '../schedules/index.ts'
import { scheduleView } from '../view/index.ts'
import type { ApiParts, App } from './parts.ts'

const scheduleParams = z.object({
  id: scheduleConfig.shape.id.meta({ description: 'The schedule.', example: 'sunday' }),
})

const listSchedules = createRoute({
  ...operation('listSchedules'),
  method: 'get',
  path: '/api/v1/schedules',
  tags: ['schedules'],
  summary: 'What is planned, how it went last, and what was found before the next time.',
  responses: {
    200: answer('The plan: of the configuration, and what was added.', z.object({ schedules: z.array(scheduleView) })),
    ...problems,
  },
})

const putSchedule = createRoute({
  ...operation('putSchedule'),
  method: 'put',
  path: '/api/v1/schedules/{id}',
  tags: ['schedules'],
  summary: 'Plans something, or replaces what was planned here. The fields are those of the configuration file.',
  request: {
    params: scheduleParams,
    body: { required: true, content: { 'application/json': { schema: plannedSchedule } } },
  },
  responses: { 200: answer('As it is now, with its next time.', scheduleView), ...problems },
})

const removeSchedule = createRoute({
  ...operation('removeSchedule'),
  method: 'delete',
  path: '/api/v1/schedules/{id}',
  tags: ['schedules'],
  summary: 'Takes it out of the plan. What is on goes on.',
  request: { params: scheduleParams },
  responses: { 204: { description: 'It is gone.' }, ...problems },
})

const skipSchedule = createRoute({
  ...operation('skipSchedule'),
  method: 'post',
  path: '/api/v1/schedules/{id}/skip',
  tags: ['schedules'],
  summary: 'Leaves out the next time, and that one alone.',
  request: {
    params: scheduleParams,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            at: z.iso.datetime({ offset: true }).meta({
              description: 'Which time: its `nextAt`, so that nobody leaves out the one after it by a press too late.',
            }),
          }),
        },
      },
    },
  },
  responses: { 200: answer('As it is now.', scheduleView), ...problems },
})

const takeBackSkip = createRoute({
  ...operation('takeBackSkip'),
  method: 'delete',
  path: '/api/v1/schedules/{id}/skip',
  tags: ['schedules'],
  summary: 'The time that was left out is done after all, where it is still to come.',
  request: { params: scheduleParams },
  responses: { 200: answer('As it is now.', scheduleView), ...problems },
})

const timetable = z
  .object({
    runs: z.array(
      z.object({
        at: z.string().meta({ description: 'ISO 8601 in UTC.' }),
        wallClock: z.string().meta({
          description: 'What the clock shows there then, with how far it is from UTC: it changes with daylight saving.',
        }),
        preflightAt: z
          .string()
          .meta({ description: 'Before a start everything is looked at then, unless told not to.' }),
      }),
    ),
  })
  .meta({ id: 'Timetable' })

const readTimetable = createRoute({
  ...operation('readTimetable'),
  method: 'get',
  path: '/api/v1/timetable',
  tags: ['schedules'],
  summary: 'When something would be done, by its next times. Nothing is planned by it; who plans asks it.',
  request: {
    query: z.object({
      cron: z.string().max(255).optional().meta({ description: 'Five fields, such as `50 9 * * 0`.' }),
      at: z.string().max(255).optional().meta({ description: 'Once: `2026-12-24T17:00`.' }),
      timeZone: z.string().max(255).meta({ description: "IANA's name.", example: 'Europe/Berlin' }),
      count: z.coerce.number().int().min(1).max(20).default(5),
    }),
  },
  responses: { 200: answer('The next times, oldest first; none: it would not come again.', timetable), ...problems },
})

/** What is done at a time. */
export function addSchedules(app: App, { room, plan, clock }: ApiParts): void {
  app.openapi(listSchedules, (c) => {
    const schedules = room.board.entities.flatMap((entity) => (entity.kind === 'schedule' ? [entity] : []))
    return c.json({ schedules }, 200)
  })
  app.openapi(putSchedule, async (c) => {
    const { id } = c.req.valid('param')
    const view = await changed(plan, (it) => it.put(id, c.req.valid('json')))
    const { name, instance, channel, does, cron, at, timeZone, enabled, destinations } = view
    const params = { schedule: id, name, instance, channel, does, cron, at, time_zone: timeZone, enabled, destinations }
    room.record('schedule_put', params, c.get('caller').name)
    return c.json(view, 200)
  })
  app.openapi(removeSchedule, async (c) => {
    const { id } = c.req.valid('param')
    await changed(plan, (it) => it.remove(id))
    room.record('schedule_removed', { schedule: id }, c.get('caller').name)
    return c.body(null, 204)
  })
  app.openapi(skipSchedule, async (c) => {
    const { id } = c.req.valid('param')
    const atMs = Date.parse(c.req.valid('json').at)
    const view = await changed(plan, (it) => it.skip(id, atMs))
    room.record('schedule_skipped', { schedule: id, at: new Date(atMs).toISOString() }, c.get('caller').name)
    return c.json(view, 200)
  })
  app.openapi(takeBackSkip, async (c) => {
    const { id } = c.req.valid('param')
    const view = await changed(plan, (it) => it.takeBackSkip(id))
    room.record('schedule_skip_taken_back', { schedule: id }, c.get('caller').name)
    return c.json(view, 200)
  })
  app.openapi(readTimetable, (c) => {
    const { count, ...given } = c.req.valid('query')
    const timing = timingConfig.safeParse(given)
    if (!timing.success) throw invalid(timing.error)
    const { cron = null, at = null, timeZone } = timing.data
    const runs = nextRuns({ cron, at, timeZone }, clock.now(), count).map((ms) => ({
      at: new Date(ms).toISOString(),
      wallClock: wallClock(ms, timeZone),
      preflightAt: new Date(preflightAt(ms)).toISOString(),
    }))
    return c.json({ runs }, 200)
  })
}

const statusFor = {
  invalid: 422,
  from_file: 409,
  unknown_schedule: 404,
  too_many: 409,
  not_next: 409,
  not_kept: 500,
} as const

async function changed<T>(plan: Plan | null, change: (plan: Plan) => Promise<T>): Promise<T> {
  if (plan === null) throw new Problem(404, 'unknown_schedule', 'This server has no plan.')
  try {
    return await change(plan)
  } catch (cause) {
    if (!(cause instanceof PlanError)) throw cause
    const code = cause.code === 'invalid' ? 'validation_error' : cause.code
    throw new Problem(statusFor[cause.code], code, cause.message, { cause })
  }
}
