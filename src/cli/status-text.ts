import type { ChannelStatus, DestinationStatus, StreamStatus } from '../controller/index.ts'
import { type Cell, type Column, tableLines } from './columns.ts'
import { unknownFigure } from './figures.ts'
import { recordingLines } from './recording-text.ts'
import { terminal } from './terminal.ts'

const columns: readonly Column[] = [
  { title: 'Stream' },
  { title: 'Is' },
  { title: 'Time' },
  { title: 'Sent by' },
  { title: 'Destinations', shrinks: true },
]

/** What vMix, gateway and log say, readable in three seconds. */
export function statusLines(status: StreamStatus, address: string, width: number): readonly string[] {
  const recordings = status.streamChannels.flatMap((channel) => channel.recordings)
  return [
    `vMix ${status.version} (${status.edition}) at ${address}`,
    `Streaming  ${onOff(status.streaming, status.streamTime)}`,
    `Recording  ${onOff(status.recording, status.recordTime)}`,
    ...recordingLines(recordings),
    '',
    ...tableLines(columns, status.streamChannels.map(row), width, (text) => terminal.paint('dim', text)),
    ...status.streamChannels.flatMap(standby),
    ...troubles(status.streamChannels),
  ]
}

function onOff(on: boolean | null, time: string | null): string {
  if (on === null) return terminal.paint('yellow', 'not known')
  if (!on) return 'off'
  return `${terminal.paint(['bold', 'green'], 'ON')}  ${time ?? terminal.paint('dim', 'since before anybody looked')}`
}

function row(channel: ChannelStatus): readonly Cell[] {
  const { live, streamTime, via, destinations, rehearsal } = channel
  const is = live === null ? 'not known' : live ? 'on' : 'off'
  const unseen = live === true ? 'not known: vMix does not tell' : ''
  return [
    { text: `Stream ${channel.channel + 1}` },
    {
      text: rehearsal ? `${is}, REHEARSAL` : is,
      paint: (text) => terminal.paint(live === true ? 'green' : 'dim', text),
    },
    { text: live === true ? (streamTime ?? unknownFigure) : '' },
    { text: via === 'direct' ? 'vMix' : (via ?? '') },
    {
      text: destinations.map(destination).join(', ') || unseen,
    },
  ]
}

function destination({ name, state, failover }: DestinationStatus): string {
  const by = failover?.inUse === 'backup' ? ' by its backup' : ''
  return state === 'unknown' ? name : `${name} ${state}${by}`
}

/** What viewers see is not the show. */
function standby({ channel, standby }: ChannelStatus): readonly string[] {
  if (standby === null || standby.on === 'main') return []
  return [`${terminal.paint('red', '●')} Stream ${channel + 1}: ${standby.why ?? `The ${standby.on} is sent.`}`]
}

function troubles(channels: readonly ChannelStatus[]): readonly string[] {
  return channels
    .flatMap(({ destinations }) => destinations)
    .flatMap(({ name, state, why, failover }) => [
      ...(why === null || state === 'live' ? [] : [`${name}: ${why}`]),
      ...(failover?.inUse === 'backup'
        ? [`${name} is sent to its backup, ${failover.backup}: ${failover.why ?? ''}`]
        : []),
    ])
    .map((text) => `${terminal.paint('yellow', '●')} ${text}`)
}
