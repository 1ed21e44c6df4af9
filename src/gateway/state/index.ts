/** What a gateway takes up again when it was ended by somebody else: feeds with their keys, outputs with theirs. */
export { nothingSaved, type SavedFeed, type SavedOutput, type SavedState } from './format.ts'
export { Memory } from './memory.ts'
export { StateFile, type FoundState } from './state-file.ts'
export { forgetWithdrawn, withdrawFeed, withoutWithdrawn } from './withdrawn.ts'
