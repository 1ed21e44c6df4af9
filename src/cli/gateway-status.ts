import type { Command } from 'commander'
import type { FeedStatus, GatewayEndpoint, GatewayStatus } from '../gateway/index.ts'
import { tableLines } from './columns.ts'
import { connectionOf, withConnection } from './connection.ts'
import { exitCodes } from './exit-code.ts'
import { requireRunningGateway } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { ends } from './outcome.ts'
import { terminal } from './terminal.ts'

export function addGatewayStatus(parent: Command): void {
  const command = parent
    .command('status')
    .description('what the gateway of the data folder carries: streams, destinations, recordings, and how they are')
    .action(ends(show))
  withConnection(command, ['data', 'json'])
  withExamples(command, [
    ['gateway status', 'one look'],
    ['gateway status --json', 'everything that it measures, for programs'],
  ])
}

async function show(_options: unknown, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { gatewayFolder, readEndpoint } = await import('../gateway/index.ts')
  await using gateway = await requireRunningGateway(connection)
  const status = await gateway.status()
  const endpoint = await readEndpoint(gatewayFolder(connection.dataFolder))
  if (connection.json) terminal.json({ success: true, process: endpoint, status })
  else for (const line of linesOf(status, endpoint)) terminal.say(line)
  return exitCodes.done
}

function linesOf({ rtmp, startedAt, predecessor, feeds }: GatewayStatus, endpoint: GatewayEndpoint | null): string[] {
  const supervisor = endpoint?.supervisor === undefined ? 'nobody starts it again' : `supervisor ${endpoint.supervisor}`
  return [
    `${terminal.paint('bold', 'Gateway')} running since ${startedAt}, process ${endpoint?.pid ?? '?'}, ${supervisor}.`,
    ...(predecessor == null ? [] : [`  started again  ${before(predecessor)}`]),
    `  vMix sends to  rtmp://${rtmp.advertise}`,
    `  control        ${endpoint?.url ?? '?'}`,
    ...(feeds.length === 0 ? ['It carries no streams.'] : feeds.flatMap(feedLines)),
  ]
}

function before({ how, hungMs }: NonNullable<GatewayStatus['predecessor']>): string {
  if (hungMs === null) return `the one before had died (${how})`
  return `the one before had hung: silent for ${Math.round(hungMs / 1000)} s, and ended for that`
}

const table = [{ title: 'OUTPUT' }, { title: 'STATE' }, { title: 'HEALTH' }, { title: 'WHY', shrinks: true }]

function feedLines({ instance, channel, state, health, reading, outputs }: FeedStatus): string[] {
  const rate = reading.bitrateKbps === null ? '' : `, ${Math.round(reading.bitrateKbps)} kb/s`
  const rows = outputs.map((output) =>
    [output.name, output.state, output.health.healthStatus, output.why ?? ''].map((text) => ({ text })),
  )
  const lines = rows.length === 0 ? ['no destinations'] : tableLines(table, rows, terminal.width - 2)
  return [
    '',
    `Stream ${channel + 1} of ${instance}: ${state}, ${health.healthStatus}${rate}`,
    ...lines.map((line) => `  ${line}`),
  ]
}
