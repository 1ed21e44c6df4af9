import type { Clock } from '../clock/index.ts'
import type { SrtDestination, StreamDestination, VMixStreamingController } from '../controller/index.ts'
import type { PreflightLine } from './line.ts'
import type { UploadTurn } from './upload-turn.ts'

/** What is to be looked at before a show. */
export interface PreflightOptions {
  /** Of the vMix that shall send; a gateway of its own makes the trial of the stream possible. */
  readonly controller: Pick<VMixStreamingController, 'readState' | 'testStream' | 'logToWitness' | 'witnessFolder'>
  /** vMix's stream, 0-based; default 0. */
  readonly channel?: number
  /** Where it shall go. */
  readonly destinations: readonly (StreamDestination | SrtDestination)[]
  /** Sends a few seconds to the gateway, and to nobody else; default true. Without it a stream's sound is only what vMix's meter says. */
  readonly tryStream?: boolean
  /** Folders that are written during the show (data, recordings), and how long it shall be, h; default 3. */
  readonly folders: readonly string[]
  readonly hours?: number
  /** Takes what is sent to it by HTTP POST: how fast this machine's line is. Null or absent: not measured. */
  readonly uploadTo?: string | null
  /** Shared by preflights that use one line: it is measured for one at a time. Absent: this is the only one. */
  readonly uploadTurn?: UploadTurn
  /** Authorities beside the system's, PEM, for destinations by RTMPS. */
  readonly ca?: string
  readonly clock?: Clock
  /** Who asked, as the show log has it; absent: the controller's own. */
  readonly actor?: string
  /** Ends it; what was tried is switched off again. */
  readonly signal?: AbortSignal
  /** Told of each line as soon as it is known. */
  readonly onLine?: (line: PreflightLine) => void
}
