export { moveFile, replaceFile, syncFolder } from './replace-file.ts'
export type { ReplaceOptions } from './replace-file.ts'
export { systemCodeOf } from './system-code.ts'
