import type { OutputStatus } from '../../control/messages.ts'
import type { LinkFigures } from './link-figures.ts'
import type { SrtOutputOptions } from './options.ts'

/** What an SRT output tells beside what every output does. */
export function srtStatus(
  { mode, latencyMs, passphrase, carriers, clock }: SrtOutputOptions,
  figures: LinkFigures | null,
  peer: string | null,
  refused: NonNullable<OutputStatus['srt']>['refused'],
): NonNullable<OutputStatus['srt']> {
  const carrier = carriers.libsrt === null ? 'ffmpeg' : 'libsrt'
  return {
    mode,
    carrier,
    carrierVersion: (carriers.libsrt ?? carriers.ffmpeg)?.version ?? null,
    encrypted: passphrase !== null,
    latencyMs: figures?.latencyMs ?? latencyMs,
    peer,
    refused,
    figures:
      figures === null
        ? null
        : {
            rttMs: figures.rttMs,
            lossPercent: figures.lossPercent,
            droppedRecently: figures.droppedRecently,
            sendBufferMs: figures.sendBufferMs,
            bandwidthKbps: figures.bandwidthKbps,
            packetsSent: figures.packetsSent,
            packetsRetransmitted: figures.packetsRetransmitted,
            packetsLost: figures.packetsLost,
            packetsDropped: figures.packetsDropped,
            ageMs: Math.max(0, Math.round(clock.monotonic() - figures.atMs)),
          },
  }
}
