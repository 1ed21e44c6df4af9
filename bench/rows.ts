import type { Row } from './row.ts'
import { commands } from './rows/commands.ts'
import { controlRoom } from './rows/control-room.ts'
import { eventDelay } from './rows/event-delay.ts'
import { framesStop } from './rows/frames-stop.ts'
import { manyWatched } from './rows/many-watched.ts'
import { reconnect } from './rows/reconnect.ts'
import { proxyDelay } from './rows/proxy.ts'
import { recordingCost } from './rows/recording.ts'
import { relay } from './rows/relay.ts'
import { relayRtmps } from './rows/relay-rtmps.ts'
import { srt } from './rows/srt.ts'
import { stall } from './rows/stall.ts'
import { stateDocuments } from './rows/state-documents.ts'
import { statusCalls } from './rows/status-calls.ts'
import { witnessAppends } from './rows/witness-appends.ts'
import { witnessOpen } from './rows/witness-open.ts'
import { witnessVerify } from './rows/witness-verify.ts'

export const rows: readonly Row[] = [
  statusCalls,
  stateDocuments,
  witnessAppends,
  witnessVerify,
  witnessOpen,
  relay,
  relayRtmps,
  srt,
  recordingCost,
  framesStop,
  stall,
  eventDelay,
  reconnect,
  commands,
  manyWatched,
  proxyDelay,
  controlRoom,
]
