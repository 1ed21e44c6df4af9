/** Before a show: what would fail, and what to do about it. */
export { clockSync, ask as askProgram } from './clock-sync.ts'
export type { ClockSync } from './clock-sync.ts'
export type { ExamineWords, VMixFinding } from './examine/finding.ts'
export { examineVMix } from './examine/vmix.ts'
export type { Credentials, ExamineOptions } from './examine/vmix.ts'
export type { PreflightCheck, PreflightLine, PreflightReport } from './line.ts'
export type { PreflightOptions } from './options.ts'
export { preflight } from './preflight.ts'
