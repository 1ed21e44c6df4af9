/** What every destination over a network has, whatever it speaks: when it is wanted, tried again, and what its queue takes. */
export { Demand } from './demand.ts'
export { QueueGate, queueLimit, StuckQueue } from './queue.ts'
export { RetryRule } from './retry.ts'
export { DestinationState } from './state.ts'
