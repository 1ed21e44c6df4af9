import type { SrtCounters } from '../process-messages.ts'
import type { LossCounts } from './loss-estimate.ts'

/** More than any version's `SRT_TRACEBSTATS` takes: fields are only ever added at its end. */
export const COUNTERS_BYTES = 2048

/** Where the fields stand in `SRT_TRACEBSTATS` (srt.h of 1.4 and 1.5), bytes. */
const At = {
  pktSentTotal: 8,
  pktSndLossTotal: 24,
  pktRetransTotal: 32,
  pktRecvNAKTotal: 48,
  pktSndDropTotal: 64,
  byteSentTotal: 80,
  msRTT: 328,
  mbpsBandwidth: 336,
  byteSndBuf: 368,
  msSndBuf: 372,
  msSndTsbPdDelay: 376,
} as const

/** What `srt_bistats` wrote. Every system that libsrt is built for here is little-endian. */
export function readCounters(memory: Buffer): Omit<SrtCounters, 'packetsLost'> {
  const int = (at: number): number => Math.max(0, memory.readInt32LE(at))
  return {
    packetsSent: Number(memory.readBigInt64LE(At.pktSentTotal)),
    packetsRetransmitted: int(At.pktRetransTotal),
    packetsDropped: int(At.pktSndDropTotal),
    bytesSent: Number(memory.readBigUInt64LE(At.byteSentTotal)),
    rttMs: realAt(memory, At.msRTT),
    bandwidthKbps: Math.round(realAt(memory, At.mbpsBandwidth) * 1000),
    sendBufferMs: int(At.msSndBuf),
    sendBufferBytes: int(At.byteSndBuf),
    latencyMs: int(At.msSndTsbPdDelay),
  }
}

/** Of the same memory, what losses are told by. */
export function readLossCounts(memory: Buffer): LossCounts {
  return {
    sent: Number(memory.readBigInt64LE(At.pktSentTotal)),
    sentAgain: memory.readInt32LE(At.pktRetransTotal),
    reports: memory.readInt32LE(At.pktRecvNAKTotal),
    listed: memory.readInt32LE(At.pktSndLossTotal),
    rttMs: realAt(memory, At.msRTT),
  }
}

function realAt(memory: Buffer, at: number): number {
  const value = memory.readDoubleLE(at)
  return Number.isFinite(value) && value > 0 ? value : 0
}
