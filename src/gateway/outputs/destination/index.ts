/** What every destination over a network has, whatever it speaks: when it is wanted, tried again, and what its queue takes. */
export { withBackup } from './backup.ts'
export { DestinationOutput } from './output.ts'
export type { DestinationLink, KeyFramePlace, LinkEvents, LinkFailure, Transport } from './transport.ts'
