import { z } from 'zod'
import { alertsConfig } from '../../alerts/index.ts'
import { serverLogName } from '../room/index.ts'
import { preflightConfig } from './preflight-config.ts'
import { scheduleConfig } from './schedule-config.ts'
import { destinationConfig } from './destination-config.ts'
import { address, displayName, file, host, id, port, secret, text, username } from './fields.ts'

const instanceConfig = z
  .strictObject({
    id: id
      .refine(
        (given) => given !== serverLogName,
        `${serverLogName} is the name of the server's own log. Take another id.`,
      )
      .describe('Its stable name: its show log belongs to it. Leave it as it is when the address changes.'),
    name: displayName.optional().describe('As people call it; the id, unless said.'),
    host: host.default('localhost'),
    port: port.default(8088).describe('Of its Web Controller.'),
    tcpPort: z
      .union([port, z.literal('none')], "The port of vMix's TCP API (8099), or none.")
      .default(8099)
      .describe("Of vMix's TCP API, which tells of changes at once; `none`: it is not asked, and vMix is polled."),
    username: username.optional().describe('Of a Web Controller with a password.'),
    password: secret.optional(),
    simulated: z
      .boolean('true or false.')
      .optional()
      .describe('It is a simulated vMix, and the page says so; false, unless said.'),
  })
  .superRefine(({ username, password }, context) => {
    if ((username === undefined) === (password === undefined)) return
    const message = 'A Web Controller with a password needs both: username and password.'
    context.addIssue({ code: 'custom', path: [username === undefined ? 'password' : 'username'], message })
  })

const gatewayConfig = z.strictObject({
  rtmpListen: address
    .optional()
    .describe(
      'Where vMix sends to: `HOST:PORT`; 127.0.0.1:1935, unless said. For a vMix on another machine 0.0.0.0:1935.',
    ),
  advertise: text('HOST or HOST:PORT by which vMix reaches this machine, such as 192.168.1.10:1935.')
    .regex(
      /^(?:\[[0-9A-Fa-f:.]+\]|[^\s:[\]/@]+)(?::\d{1,5})?$/,
      'HOST or HOST:PORT by which vMix reaches this machine, such as 192.168.1.10:1935.',
    )
    .optional()
    .describe('By what address vMix reaches the gateway, where that is not what it listens on.'),
})

/** The whole file. */
export const serverConfig = z
  .strictObject({
    listen: address.default('127.0.0.1:8480').describe('Where the page and the API are; `--listen` comes first.'),
    hosts: z
      .array(text("A name by which browsers reach this server, without port: 'control.studio.lan'."))
      .max(50, '50 names at most.')
      .optional()
      .describe('Further names by which browsers may reach this server. Others are refused.'),
    tls: z
      .strictObject({
        cert: file.describe('Certificate with its chain, PEM.'),
        key: file.describe('Its private key, PEM. Only the server needs to read it.'),
      })
      .optional()
      .describe('Then the server speaks HTTPS alone.'),
    instances: z
      .array(instanceConfig, 'A list of vMix, each beginning with "- id:".')
      .min(1, 'Name at least one vMix: "- id: studio".')
      .max(100, '100 vMix at most.')
      .describe('Every vMix that is watched and driven.'),
    gateway: z
      .union([gatewayConfig, z.literal('none')], 'rtmpListen and advertise below it, or none.')
      .optional()
      .describe(
        'The gateway that is started where none runs; `none`: each vMix sends by itself, and nothing is measured.',
      ),
    destinations: z
      .array(destinationConfig, 'A list of destinations, each beginning with "- id:".')
      .max(200, '200 destinations at most.')
      .optional()
      .describe('Where streams can be sent to. More can be added on the page.'),
    alerts: alertsConfig.optional().describe('Who is told of what; see docs/alerts.md.'),
    preflight: preflightConfig.optional().describe('What a look before a show needs to know; see docs/preflight.md.'),
    schedules: z
      .array(scheduleConfig, 'A list, each beginning with "- id:".')
      .max(500, '500 lines of the plan at most.')
      .optional()
      .describe('What is done at a time; see docs/schedules.md.'),
  })
  .superRefine(({ instances }, context) => {
    for (const [n, { id, host, port }] of instances.entries()) {
      const isSame = (other: (typeof instances)[number]) =>
        other.id !== id && other.host === host && other.port === port
      const first = instances.slice(0, n).findIndex(isSame)
      if (first === -1) continue
      const message = `This is the same vMix as instances[${first}] (host and port). Name each vMix once.`
      context.addIssue({ code: 'custom', path: ['instances', n, 'host'], message })
    }
  })
  .superRefine(({ instances, destinations = [], schedules = [] }, context) => {
    for (const [n, { instance }] of schedules.entries()) {
      if (instances.some(({ id }) => id === instance)) continue
      const known = instances.map(({ id }) => id).join(', ')
      const message = `There is no vMix of this id. Known are: ${known}.`
      context.addIssue({ code: 'custom', path: ['schedules', n, 'instance'], message })
    }
    for (const [section, list] of Object.entries({ instances, destinations, schedules })) {
      for (const [n, { id }] of list.entries()) {
        const first = list.findIndex((other) => other.id === id)
        if (first === n) continue
        const message = `This id is taken by ${section}[${first}] already. Give each its own.`
        context.addIssue({ code: 'custom', path: [section, n, 'id'], message })
      }
    }
  })
/** As it is after the defaults were filled in. */
export type ServerConfig = z.output<typeof serverConfig>

export type JsonSchema = z.core.JSONSchema.BaseSchema

/** The schema for editors and other programs: what may be written. */
export function configJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(serverConfig, { io: 'input' })
  return { ...($schema === undefined ? {} : { $schema }), title: 'Configuration of vmixctl serve', ...schema }
}
