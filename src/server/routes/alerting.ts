import { isDeepStrictEqual } from 'node:util'
import { createRoute, z } from '@hono/zod-openapi'
import {
  type AlertRule,
  type Alerts,
  AlertsError,
  conditionKinds,
  type ConditionKind,
  defaultRules,
  defaultSettings,
  DeliveryError,
  severities,
} from '../../alerts/index.ts'
import { maintenanceViewOf } from '../alarms/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { Problem } from '../http/problem.ts'
import { maintenanceView } from '../view/index.ts'
import type { ApiParts, App } from './parts.ts'

const receiverView = z
  .object({
    name: z.string(),
    type: z.string(),
    state: z
      .enum(['unproven', 'working', 'failing'])
      .meta({ description: 'unproven: nothing was sent since the start.' }),
    problem: z.string().nullable(),
    waiting: z.int(),
    dropped: z.int(),
    lastDeliveredAt: z.string().nullable(),
  })
  .meta({ id: 'Receiver' })

const ruleView = z
  .object({
    rule: z.string(),
    enabled: z.boolean(),
    severity: z.enum(severities),
    forSeconds: z.number().meta({ description: 'How long it must hold.' }),
    cooldownSeconds: z.number(),
    resolved: z.boolean().meta({ description: 'Whether its end is told.' }),
    receivers: z.array(z.string()).nullable().meta({ description: 'Null: all.' }),
    from: z.enum(['default', 'file']).meta({ description: 'As it is unless said, or as the configuration file says.' }),
  })
  .meta({ id: 'AlertRule' })

const listAlertRules = createRoute({
  ...operation('listAlertRules'),
  method: 'get',
  path: '/api/v1/alert-rules',
  tags: ['alerts'],
  summary: 'What becomes an alarm, after how long, and who is told; changed in the configuration file.',
  responses: {
    200: answer(
      'All of them.',
      z.object({
        rules: z.array(ruleView),
        onUnexpectedStop: z.enum(['alarm', 'restart']),
        watchdogSeconds: z.number().nullable().meta({ description: 'Null: there is none.' }),
      }),
    ),
    ...problems,
  },
})

const listReceivers = createRoute({
  ...operation('listReceivers'),
  method: 'get',
  path: '/api/v1/receivers',
  tags: ['alerts'],
  summary: 'Who is told of alarms, and whether that works.',
  responses: { 200: answer('All of them.', z.object({ receivers: z.array(receiverView) })), ...problems },
})

const testReceiver = createRoute({
  ...operation('testReceiver'),
  method: 'post',
  path: '/api/v1/receivers/{name}/test',
  tags: ['alerts'],
  summary: 'Tells one receiver a test, now and once.',
  request: { params: z.object({ name: z.string().max(64) }) },
  responses: { 204: { description: 'It was taken.' }, ...problems },
})

const listMaintenance = createRoute({
  ...operation('listMaintenance'),
  method: 'get',
  path: '/api/v1/maintenance',
  tags: ['alerts'],
  summary: 'Times in which nobody is told, now and to come.',
  responses: { 200: answer('All of them.', z.object({ maintenance: z.array(maintenanceView) })), ...problems },
})

const beginMaintenance = createRoute({
  ...operation('beginMaintenance'),
  method: 'post',
  path: '/api/v1/maintenance',
  tags: ['alerts'],
  summary: 'From now on nobody is told, until it is ended or until its time.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            until: z.iso.datetime({ offset: true }).optional(),
            instances: z
              .array(z.string().min(1).max(200))
              .min(1)
              .max(100)
              .optional()
              .meta({ description: 'All, unless said.' }),
            reason: z.string().min(1).max(320),
          }),
        },
      },
    },
  },
  responses: { 201: answer('As it is now.', maintenanceView), ...problems },
})

const endMaintenance = createRoute({
  ...operation('endMaintenance'),
  method: 'delete',
  path: '/api/v1/maintenance/{id}',
  tags: ['alerts'],
  summary: 'Ends it. What still holds is told.',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 204: { description: 'It has ended.' }, ...problems },
})

/** Who is told of alarms, and when nobody is. */
export function addAlerting(app: App, { room, alerts }: ApiParts): void {
  app.openapi(listReceivers, (c) => c.json({ receivers: [...(alerts?.receivers ?? [])] }, 200))
  app.openapi(listAlertRules, (c) => {
    const { rules, onUnexpectedStop, watchdog } = alerts?.settings ?? defaultSettings
    const watchdogSeconds = watchdog === null ? null : watchdog.everyMs / 1000
    const body = { rules: conditionKinds.map((kind) => ruleOf(kind, rules[kind])), onUnexpectedStop, watchdogSeconds }
    return c.json(body, 200)
  })
  app.openapi(testReceiver, async (c) => {
    const { name } = c.req.valid('param')
    await tell(alerts, name)
    room.record('alert_tested', { receiver: name }, c.get('caller').name)
    return c.body(null, 204)
  })
  app.openapi(listMaintenance, (c) => c.json({ maintenance: (alerts?.maintenance ?? []).map(maintenanceViewOf) }, 200))
  app.openapi(beginMaintenance, (c) => {
    const { until, instances = null, reason } = c.req.valid('json')
    const by = c.get('caller').name
    const untilMs = until === undefined ? null : Date.parse(until)
    const id = begun(alerts, { untilMs, instances, kinds: null, reason, by })
    room.record('maintenance_begun', { id, until: until ?? null, instances, reason }, by)
    return c.json(maintenanceViewOf({ id, fromMs: null, untilMs, instances, kinds: null, reason, by }), 201)
  })
  app.openapi(endMaintenance, (c) => {
    const { id } = c.req.valid('param')
    if (alerts?.endMaintenance(id) !== true) {
      throw new Problem(404, 'unknown_maintenance', 'There is none of this id that was begun here.')
    }
    room.record('maintenance_ended', { id }, c.get('caller').name)
    return c.body(null, 204)
  })
}

async function tell(alerts: Alerts | null, name: string): Promise<void> {
  const none = new Problem(404, 'unknown_receiver', 'There is no receiver of this name in the configuration.')
  if (alerts === null) throw none
  try {
    await alerts.sendTest(name)
  } catch (cause) {
    if (cause instanceof AlertsError) throw none
    if (cause instanceof DeliveryError) throw new Problem(502, 'not_delivered', cause.message, { cause })
    throw cause
  }
}

function begun(alerts: Alerts | null, window: Parameters<Alerts['beginMaintenance']>[0]): string {
  if (alerts === null) throw new Problem(409, 'no_alarms', 'This server gives no alarms.')
  try {
    return alerts.beginMaintenance(window)
  } catch (cause) {
    if (cause instanceof AlertsError) throw new Problem(409, cause.code, cause.message, { cause })
    throw cause
  }
}

function ruleOf(kind: ConditionKind, rule: AlertRule): z.infer<typeof ruleView> {
  const { enabled, severity, forMs, cooldownMs, resolved, receivers } = rule
  const isDefault = isDeepStrictEqual(rule, defaultRules[kind])
  return {
    rule: kind,
    enabled,
    severity,
    forSeconds: forMs / 1000,
    cooldownSeconds: cooldownMs / 1000,
    resolved,
    receivers: receivers === null ? null : [...receivers],
    from: isDefault ? 'default' : 'file',
  }
}
