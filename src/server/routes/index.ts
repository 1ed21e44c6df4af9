import { addBoard } from './board.ts'
import { addEvents } from './events.ts'
import type { ApiParts, App } from './parts.ts'
import { addRecordings } from './recordings.ts'
import { addSession } from './session.ts'
import { addStandby } from './standby.ts'
import { addStartStream } from './start-stream.ts'
import { addStopStream } from './stop-stream.ts'
import { addTokens } from './tokens.ts'

export type { ApiParts, App } from './parts.ts'

/** All routes of the API. */
export function addRoutes(app: App, parts: ApiParts): void {
  addSession(app)
  addTokens(app, parts)
  addBoard(app, parts)
  addEvents(app, parts)
  addStartStream(app, parts)
  addStopStream(app, parts)
  addStandby(app, parts)
  addRecordings(app, parts)
}
