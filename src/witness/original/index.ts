export { verifyOriginal } from './verify-original.ts'
export type { VerifyOriginalOptions } from './verify-original.ts'
