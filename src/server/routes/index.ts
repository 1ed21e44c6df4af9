import { addBoard } from './board.ts'
import { addEvents } from './events.ts'
import type { ApiParts, App } from './parts.ts'

export type { ApiParts, App } from './parts.ts'

/** All routes of the API. */
export function addRoutes(app: App, parts: ApiParts): void {
  addBoard(app, parts)
  addEvents(app, parts)
}
