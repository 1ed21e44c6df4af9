export { Board } from './board.ts'
export type { BoardChanges } from './board.ts'
