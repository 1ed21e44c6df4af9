import type { ChannelHealth, DestinationHealth } from '../controller/index.ts'
import { type Cell, type Column, tableLines } from './columns.ts'
import { figureCells, healthCell, stateCell } from './figures.ts'
import { terminal } from './terminal.ts'

const columns: readonly Column[] = [
  { title: 'Stream' },
  { title: 'Destination', shrinks: true },
  { title: 'State' },
  { title: 'fps', align: 'right' },
  { title: 'kb/s', align: 'right' },
  { title: 'Dropped', align: 'right' },
  { title: 'Uptime', align: 'right' },
  { title: 'Health' },
]

/** The table of a show: for each stream what comes from vMix, then where it goes, each with its own figures. */
export function liveTable(channels: readonly ChannelHealth[], width: number): readonly string[] {
  return tableLines(columns, channels.flatMap(channelRows), width, (text) => terminal.paint('dim', text))
}

function channelRows(channel: ChannelHealth): readonly (readonly Cell[])[] {
  const stream: Cell = { text: `Stream ${channel.channel + 1}`, paint: (text) => terminal.paint('bold', text) }
  if (channel.source === 'none') {
    return [[stream, { text: 'from vMix itself' }, { text: 'on' }, ...figureCells(channel), healthCell('unknown')]]
  }
  const arrives = channel.fps === null ? 'waiting' : 'live'
  // What arrives has no verdict of its own here: the stream's is the worst of everything, and stands above the table.
  return [
    [stream, { text: 'from vMix' }, stateCell(arrives), ...figureCells(channel), { text: '' }],
    ...channel.destinations.map(destinationRow),
  ]
}

function destinationRow(destination: DestinationHealth): readonly Cell[] {
  const { name, state, healthStatus } = destination
  return [{ text: '' }, { text: name }, stateCell(state), ...figureCells(destination), healthCell(healthStatus)]
}
