export { canonicalJson } from './canonical.ts'
export { genesisHash } from './chain.ts'
export type { JsonObject, JsonValue, RecordedEvent, WitnessEntry, WitnessEvent, WitnessHead } from './entry.ts'
export { WitnessError } from './errors.ts'
export type { WitnessErrorCode } from './errors.ts'
export { witnessEventTypes } from './event-types.ts'
export type { WitnessEventType } from './event-types.ts'
export { KernelLock, LockError } from './lock.ts'
export type { AcquireOptions, ReleaseLock } from './lock.ts'
export { openWitness } from './open.ts'
export { readEntries } from './read.ts'
export type { RotationOptions } from './rotation.ts'
export type { EntryFilter, UrgentResult, Witness, WitnessLimits, WitnessOptions } from './witness.ts'
export { exportFormats, exportLog } from './export.ts'
export type { ExportFormat, ExportOptions } from './export.ts'
export { checkRecordedFile, showReport } from './report/index.ts'
export type {
  DestinationRun,
  FileFinding,
  HealthTimes,
  Interruption,
  RecordingFacts,
  ReportPeriod,
  ReportProof,
  ShowReport,
  StreamSession,
} from './report/index.ts'
export { coresFor, verifyLog } from './verify/index.ts'
export type {
  CheckpointDemand,
  CheckpointFinding,
  LogRemarks,
  LogVerifyResult,
  UnfinishedCount,
  VerifyOptions,
  VerifyResult,
} from './verify/index.ts'
export type { TornTail } from './tail.ts'
export { verifyOriginal } from './original/index.ts'
export type { VerifyOriginalOptions } from './original/index.ts'
export { entryMatcher, findOperation, followEntries, readLastEntries } from './reading/index.ts'
export type { EntryQuery, FollowOptions, FoundOperation, OperationCandidate } from './reading/index.ts'
export {
  checkCheckpoint,
  CheckpointConflict,
  parseCheckpointBody,
  readCosignedCheckpoint,
  readLatestCheckpoint,
} from './checkpoint/index.ts'
export type {
  CheckCheckpointOptions,
  CheckpointBody,
  CheckpointCheck,
  CheckpointOptions,
  CheckpointStatus,
  IssuedCheckpoint,
} from './checkpoint/index.ts'
export { NoteError, noteVerifier, openNote, openSigner, parseNote, parseVerifierKey } from './note/index.ts'
export type { Note, NoteErrorCode, NoteSigner, NoteVerifier, VerifierKey } from './note/index.ts'
export { maxProofBytes, ProofError, proveEntry, verifyProof } from './proof/index.ts'
export type { EntryProof, ProofErrorCode, ProvedEntry, ProveEntryOptions } from './proof/index.ts'
export {
  CosignError,
  cosignatureVerifier,
  findCosignatures,
  publishNow,
  readReceivers,
  startCosigner,
} from './cosign/index.ts'
export type {
  CheckpointReceivers,
  CosignatureFinding,
  CosignatureState,
  CosignErrorCode,
  CosignerEvent,
  CosignerOptions,
  PublishOptions,
  PublishStatus,
  ReceiverState,
  RunningCosigner,
  WitnessAddress,
} from './cosign/index.ts'
