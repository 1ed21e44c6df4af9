import type { Row } from './row.ts'
import { framesStop } from './rows/frames-stop.ts'
import { relay } from './rows/relay.ts'
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
  framesStop,
]
