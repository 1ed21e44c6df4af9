/** What was measured so far, for graphs. */
export { FigureHistory } from './figure-history.ts'
export type { KeptFigures } from './moment.ts'
