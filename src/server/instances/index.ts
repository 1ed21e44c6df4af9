export { InstanceBook } from './instance-book.ts'
export type { Instances } from './instance-book.ts'
