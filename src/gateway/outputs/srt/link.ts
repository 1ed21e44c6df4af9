import type { SrtError } from './errors.ts'
import type { SrtCounters } from './process-messages.ts'

/** What a connection by SRT tells whoever opened it. */
export interface CarrierEvents {
  /** Its port is open; nobody has called yet, or the last caller has gone. */
  listening(): void
  /** @param peer who has called; null for a caller */
  connected(peer: string | null): void
  /** A waiting listener's libsrt says something in its log, which may quote anything. */
  said(text: string): void
  /** The receiver of a listener is gone; the next may call. */
  lost(error: SrtError): void
  counters(counters: SrtCounters): void
}

/** One try to send by SRT, carried by a process of its own: from its start to its end. */
export interface CarrierLink {
  /** Written and not yet taken by the process. */
  readonly queuedBytes: number
  /** Taken by the process. */
  readonly bytesSent: number
  /** Whole transport packets. Ignored when it is over. */
  write(packets: Buffer): void
  /** Ends it at once, without a goodbye. */
  drop(): void
  /** Sends what waits and ends; bounded in time. */
  close(): Promise<void>
  /** Resolves when its process is gone: why, or null where we have closed it. */
  readonly ended: Promise<SrtError | null>
}
