import type { GoLiveResult } from '../../controller/index.ts'
import type { Arrived, Rehearsal } from '../../rehearsal/index.ts'

/** What arrived of a rehearsed destination; null: nothing yet. */
export interface Arrival {
  readonly destinationId: string
  readonly name: string
  readonly arrived: Arrived | null
}

/** The destinations of a start that are rehearsed, each with what its receiver has by now. */
export function arrivalsOf(
  rehearsal: Pick<Rehearsal, 'arrived'>,
  instance: string,
  { channel, destinations }: GoLiveResult,
): readonly Arrival[] {
  return destinations.flatMap((result) => {
    if (!result.success) return []
    const { destinationId, name } = result.destination
    return [{ destinationId, name, arrived: rehearsal.arrived({ instance, channel, destinationId }) }]
  })
}

/** @example 'Twitch: arrived here: 1,204 pictures, 30 fps, 2,500 kb/s' */
export function arrivalText({ name, arrived }: Arrival): string {
  if (arrived === null) return `${name}: nothing has arrived here yet`
  const { frames, fps, bitrateKbps } = arrived
  const rates = fps === null || bitrateKbps === null ? '' : `, ${whole(fps)} fps, ${whole(bitrateKbps)} kb/s`
  return `${name}: arrived here: ${whole(frames)} pictures${rates}`
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-GB')
}
