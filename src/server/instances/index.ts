export { InstanceBook } from './instance-book.ts'
export type { ChangedInstance, Instances, NewInstance } from './instance-book.ts'
