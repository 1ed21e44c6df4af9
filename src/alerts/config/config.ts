import { z } from 'zod'
import { conditionKinds, severities } from '../rules/condition.ts'
import { duration, milliseconds, reference, target } from './fields.ts'

const name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'a name of small letters, digits, - and _')
const names = z.array(name).min(1).max(50)
const line = z
  .string()
  .min(1)
  .max(320)
  .regex(/^\P{Cc}*$/u, 'one line')
const path = line.max(1000)

const receiver = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('alertmanager'),
      url: target.describe('Where it takes them; a reference, where a secret is in it.'),
      bearer: reference.optional().describe('Sent as `Authorization: Bearer …`.'),
    })
    .describe("Whatever takes Alertmanager's webhook."),
  z
    .strictObject({
      type: z.literal('webhook'),
      url: target.describe('Where it takes them; a reference, where a secret is in it.'),
      secret: reference.describe('Signs every call.'),
    })
    .describe('Your own program; every call is signed.'),
  z
    .strictObject({ type: z.enum(['slack', 'discord']), url: reference.describe("The incoming webhook's address.") })
    .describe('A chat.'),
  z
    .strictObject({
      type: z.literal('email'),
      host: z
        .string()
        .regex(/^[A-Za-z0-9.:-]{1,253}$/, 'the name or address of the mail server')
        .describe('Its name or address.'),
      port: z.int().min(1).max(65_535).optional().describe('587; with `tls` 465.'),
      security: z.enum(['starttls', 'tls', 'none']).optional().describe('`starttls`. `none` only on this machine.'),
      user: line.optional().describe('Of a server with a login; then with a password.'),
      password: reference.optional(),
      from: line.describe('`vMix <vmix@example.com>`, or the address alone.'),
      to: z.array(line).min(1).max(20).describe('Who gets it.'),
      caFile: path.optional().describe("Of the authority that signed the server's certificate (PEM)."),
    })
    .describe('A mail server.')
    .refine(({ user, password }) => (user === undefined) === (password === undefined), {
      error: 'user and password: both, or none',
    })
    .refine(({ security, host }) => security !== 'none' || /^(?:localhost|127\.0\.0\.1|::1)$/.test(host), {
      error: 'security: none is for a mail server on this machine only',
      path: ['security'],
    }),
])

const rule = z.strictObject({
  enabled: z.boolean().optional().describe('`false`: it is never an alarm.'),
  severity: z.enum(severities).optional().describe('How much it hurries.'),
  for: duration.optional().describe('How long it must hold before it is an alarm.'),
  cooldown: duration.optional().describe('How long the same thing is not told again while it comes and goes.'),
  resolved: z.boolean().optional().describe('Whether it is told when it is over.'),
  receivers: names.optional().describe('Who is told; all, unless said.'),
})

const maintenance = z.strictObject({
  from: z.iso.datetime({ offset: true }).optional().describe('Since always, unless said.'),
  until: z.iso.datetime({ offset: true }).optional().describe('Until it is taken out of the file, unless said.'),
  instances: z.array(z.string().min(1).max(200)).min(1).max(100).optional().describe('Which vMix; all, unless said.'),
  about: z.array(z.enum(conditionKinds)).min(1).optional().describe('What is kept quiet; everything, unless said.'),
  reason: line.describe('For whoever wonders.'),
})

/** The section `alerts` of the configuration file: who is told of what. Nothing in it is a secret. */
export const alertsConfig = z
  .strictObject({
    receivers: z
      .record(name, receiver)
      .refine((all) => Object.keys(all).length <= 50, '50 receivers at most')
      .optional()
      .describe('Who can be told, by a name of your own.'),
    rules: z
      .partialRecord(z.enum(conditionKinds), rule)
      .optional()
      .describe('What is to be otherwise than by default.'),
    maintenance: z.array(maintenance).max(100).optional().describe('Times in which nobody is told.'),
    watchdog: z
      .strictObject({
        every: duration
          .refine((text) => milliseconds(text) >= 10_000, '10s or longer')
          .describe('How often "I am alive" is sent.'),
        receivers: names.optional().describe('Who gets it; all, unless said.'),
      })
      .optional(),
    onUnexpectedStop: z
      .enum(['alarm', 'restart'])
      .optional()
      .describe(
        'What is done where a stream stops by itself: `alarm` alone, or `restart`, three times at most. Without the gateway nobody can tell that from a stop by hand: then it is the alarm alone.',
      ),
    page: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .optional()
      .describe('Address of this server, for a link in the notices.'),
  })
  .superRefine(({ receivers = {}, rules = {}, watchdog }, context) => {
    const check = (given: readonly string[] | undefined, path: readonly string[]) => {
      for (const [n, one] of (given ?? []).entries()) {
        if (Object.hasOwn(receivers, one)) continue
        const known = Object.keys(receivers).join(', ') || 'none'
        context.addIssue({
          code: 'custom',
          path: [...path, n],
          message: `no receiver of this name; there are: ${known}`,
        })
      }
    }
    for (const [kind, each] of Object.entries(rules)) check(each?.receivers, ['rules', kind, 'receivers'])
    check(watchdog?.receivers, ['watchdog', 'receivers'])
  })
export type AlertsConfig = z.infer<typeof alertsConfig>
