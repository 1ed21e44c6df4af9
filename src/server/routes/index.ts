import { addAlerting } from './alerting.ts'
import { addAlerts } from './alerts.ts'
import { addBoard } from './board.ts'
import { addDirect } from './direct.ts'
import { addEvents } from './events.ts'
import { addFunctions } from './functions.ts'
import { addGateway } from './gateway.ts'
import { addInstanceChanges } from './instance-changes.ts'
import { addHistory } from './history.ts'
import { addInstances } from './instances.ts'
import { addLogFiles } from './log-files.ts'
import { addLog } from './log.ts'
import { addMetrics } from './metrics.ts'
import { addOpenApi } from './openapi.ts'
import type { ApiParts, App } from './parts.ts'
import { addPreflight } from './preflight.ts'
import { addPresets } from './presets.ts'
import { addProbes } from './probes.ts'
import { addRecordings } from './recordings.ts'
import { addResume } from './resume.ts'
import { addSchedules } from './schedules.ts'
import { addSearch } from './search.ts'
import { addServerLog } from './server-log.ts'
import { addSession } from './session.ts'
import { addShowLock } from './show-lock.ts'
import { addStandby } from './standby.ts'
import { addStartStream } from './start-stream.ts'
import { addStopStream } from './stop-stream.ts'
import { addTokens } from './tokens.ts'

export type { ApiParts, App } from './parts.ts'

/** All routes of the API. */
export function addRoutes(app: App, parts: ApiParts): void {
  addProbes(app, parts)
  addMetrics(app, parts)
  addSession(app, parts)
  addTokens(app, parts)
  addBoard(app, parts)
  addEvents(app, parts)
  addInstances(app, parts)
  addHistory(app, parts)
  addInstanceChanges(app, parts)
  addSearch(app, parts)
  addStartStream(app, parts)
  addStopStream(app, parts)
  addResume(app, parts)
  addDirect(app, parts)
  addShowLock(app, parts)
  addStandby(app, parts)
  addRecordings(app, parts)
  addPreflight(app, parts)
  addSchedules(app, parts)
  addFunctions(app, parts)
  addPresets(app, parts)
  addGateway(app, parts)
  addLog(app, parts)
  addLogFiles(app, parts)
  addServerLog(app, parts)
  addAlerts(app, parts)
  addAlerting(app, parts)
  addOpenApi(app, parts)
}
