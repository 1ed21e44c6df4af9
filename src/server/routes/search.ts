import { createRoute, z } from '@hono/zod-openapi'
import { Secret } from '../../secrets/index.ts'
import { host, port, username } from '../config/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { Problem } from '../http/problem.ts'
import { namesOfThisMachine, reachProblem } from '../room/index.ts'
import { findVMix, networkText, probe } from '../search/index.ts'
import { password, tcpPort } from './instance-changes.ts'
import type { ApiParts, App } from './parts.ts'

const usualPort = 8088
/** Where a gateway takes streams, unless the configuration says otherwise. */
const usualRtmp = 'rtmp://127.0.0.1:1935'
/** Ports that are asked at each machine. */
const mostPorts = 4
/** For one look at a vMix, ms. */
const probeMs = 20_000
/** Looks that may be under way. */
const mostProbes = 4

const foundBody = z
  .object({
    found: z.array(
      z.object({
        host: z.string(),
        port: z.int(),
        version: z.string(),
        edition: z.string(),
        instance: z.string().nullable().meta({ description: 'It is in the configuration already, under this id.' }),
      }),
    ),
    searched: z.array(z.string()).meta({ description: 'Beside this machine.', example: ['192.168.1.0/24'] }),
    complete: z.boolean().meta({ description: 'False: the time was over before all were asked.' }),
  })
  .meta({ id: 'Search' })

const find = createRoute({
  ...operation('findVMix'),
  method: 'post',
  path: '/api/v1/find',
  tags: ['instances'],
  summary: 'Looks for vMix on this machine, and, only where asked, in the private networks of its own network cards.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            networks: z.boolean().default(false).meta({
              description: 'Also up to four private IPv4 networks, of each 254 machines at most; ten seconds in all.',
            }),
          }),
        },
      },
    },
  },
  responses: { 200: answer('What answered as a vMix does. One with a password is not seen.', foundBody), ...problems },
})

const report = z
  .object({
    usable: z.boolean().meta({ description: 'No line is red.' }),
    lines: z.array(
      z.object({
        check: z.enum(['vmix', 'vmix-state', 'custom-rtmp', 'functions', 'tcp', 'gateway']),
        about: z.string(),
        light: z.enum(['green', 'yellow', 'red']),
        message: z.string(),
        action: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Probe' })

const probeVMix = createRoute({
  ...operation('probeVMix'),
  method: 'post',
  path: '/api/v1/probe',
  tags: ['instances'],
  summary: 'Looks at one vMix, in the configuration or not: what `vmixctl doctor` says of it. Changes nothing there.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            host,
            port: port.default(usualPort),
            tcpPort: tcpPort.default(8099),
            username: username.optional(),
            password: password.optional(),
          }),
        },
      },
    },
  },
  responses: { 200: answer('What was found, also where nothing answers.', report), ...problems },
})

export function addSearch(app: App, parts: ApiParts): void {
  const { room, clock } = parts
  let isSearching = false
  let probes = 0
  app.openapi(find, async (c) => {
    if (isSearching) throw new Problem(409, 'search_under_way', 'Somebody is looking already. Wait for ten seconds.')
    const networks = c.req.valid('json').networks ? parts.networks() : []
    const known = [...room.board.entities].flatMap((entity) => (entity.kind === 'instance' ? [entity] : []))
    isSearching = true
    try {
      const { found, complete } = await findVMix({
        ports: [...new Set([usualPort, ...known.map((instance) => instance.port)])].slice(0, mostPorts),
        networks,
        clock,
        signal: c.req.raw.signal,
      })
      const searched = networks.map(networkText)
      room.record('vmix_searched', { networks: searched, found: found.length, complete }, c.get('caller').name)
      const named = found.map((one) => ({ ...one, instance: known.find((each) => isSame(each, one))?.id ?? null }))
      return c.json({ found: named, searched, complete }, 200)
    } finally {
      isSearching = false
    }
  })
  app.openapi(probeVMix, async (c) => {
    if (probes >= mostProbes) throw new Problem(429, 'too_many_probes', 'Others are being looked at. Try again.')
    const { host: name, port: web, tcpPort: tcp, username: user, password: secret } = c.req.valid('json')
    if ((user === undefined) !== (secret === undefined)) {
      throw new Problem(422, 'validation_error', 'A Web Controller with a password needs both: user and password.')
    }
    const credentials =
      user === undefined || secret === undefined ? null : { username: user, password: new Secret(secret) }
    const signal = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(probeMs)])
    probes += 1
    try {
      const target = { host: name, port: web, tcpPort: tcp === 'none' ? null : tcp, credentials }
      const result = await probe(target, { look: parts.look, clock, signal }).catch((cause: unknown) => {
        if (!signal.aborted) throw cause
        throw new Problem(504, 'timeout', 'It took too long. Look whether the address is right.', { cause })
      })
      const isRefused = 'problem' in result
      const outcome = isRefused ? 'refused' : result.usable ? 'usable' : 'not_usable'
      room.record('vmix_probed', { host: name, port: web, outcome }, c.get('caller').name)
      if (isRefused) throw new Problem(422, 'bad_address', result.problem)
      const lines = [...result.lines, ...gatewayLine(parts, name)]
      return c.json({ usable: result.usable, lines }, 200)
    } finally {
      probes -= 1
    }
  })
}

/** Whether its stream can come to the gateway, as far as addresses tell. */
function gatewayLine({ room }: ApiParts, host: string): readonly z.infer<typeof report>['lines'][number][] {
  const gateway = room.board.get('gateway')
  const server = room.board.get('server')
  const isFirstRun = server?.kind === 'server' && server.firstRun
  const rtmp = gateway?.kind === 'gateway' ? gateway.rtmp : isFirstRun ? usualRtmp : null
  if (rtmp === null) return []
  const problem = reachProblem(host, rtmp.replace(/^rtmp:\/\//, ''), namesOfThisMachine())
  if (problem === null) return []
  return [{ check: 'gateway', about: 'Gateway', light: 'yellow', message: problem, action: null }]
}

const thisMachine = /^(?:localhost\.?|127\.0\.0\.1|\[?::1\]?)$/i

interface Place {
  readonly host: string
  readonly port: number
}

function isSame(one: Place, other: Place): boolean {
  const isOneHost = one.host.toLowerCase() === other.host.toLowerCase()
  return one.port === other.port && (isOneHost || (thisMachine.test(one.host) && thisMachine.test(other.host)))
}
