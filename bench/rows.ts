import type { Row } from './row.ts'
import { stateDocuments } from './rows/state-documents.ts'
import { statusCalls } from './rows/status-calls.ts'

export const rows: readonly Row[] = [statusCalls, stateDocuments]
