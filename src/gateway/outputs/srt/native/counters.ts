import type { SrtCounters } from '../process-messages.ts'

/** More than any version's `SRT_TRACEBSTATS` takes: fields are only ever added at its end. */
export const COUNTERS_BYTES = 2048

/** Where the fields stand in `SRT_TRACEBSTATS` (srt.h of 1.4 and 1.5), bytes. */
const At = {
  pktSentTotal: 8,
  pktRetransTotal: 32,
  pktSndDropTotal: 64,
  byteSentTotal: 80,
  msRTT: 328,
  mbpsBandwidth: 336,
  byteSndBuf: 368,
  msSndBuf: 372,
  msSndTsbPdDelay: 376,
} as const

/** What `srt_bistats` wrote. Every system that libsrt is built for here is little-endian. */
export function readCounters(memory: Buffer): SrtCounters {
  const int = (at: number): number => Math.max(0, memory.readInt32LE(at))
  const real = (at: number): number => {
    const value = memory.readDoubleLE(at)
    return Number.isFinite(value) && value > 0 ? value : 0
  }
  return {
    packetsSent: Number(memory.readBigInt64LE(At.pktSentTotal)),
    packetsRetransmitted: int(At.pktRetransTotal),
    packetsDropped: int(At.pktSndDropTotal),
    bytesSent: Number(memory.readBigUInt64LE(At.byteSentTotal)),
    rttMs: real(At.msRTT),
    bandwidthKbps: Math.round(real(At.mbpsBandwidth) * 1000),
    sendBufferMs: int(At.msSndBuf),
    sendBufferBytes: int(At.byteSndBuf),
    latencyMs: int(At.msSndTsbPdDelay),
  }
}
