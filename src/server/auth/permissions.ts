/** What somebody may do. `none`: it needs nobody. `enter`: whoever is known. */
export type Permission = 'none' | 'enter' | 'watch' | 'log' | 'serverLog' | 'metrics' | 'operate' | 'administer'

/** Everyone is one of these. `metrics` and `log` are for programs that shall see that and nothing else. */
export const roles = ['viewer', 'operator', 'admin', 'metrics', 'log'] as const
export type Role = (typeof roles)[number]

const grants: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['none', 'enter', 'watch', 'log', 'metrics'],
  operator: ['none', 'enter', 'watch', 'log', 'metrics', 'operate'],
  admin: ['none', 'enter', 'watch', 'log', 'serverLog', 'metrics', 'operate', 'administer'],
  metrics: ['none', 'enter', 'metrics'],
  log: ['none', 'enter', 'log', 'serverLog'],
}

/** Every operation of the API, by the name that it has in the OpenAPI document, and what it needs. */
export const neededFor = {
  isAlive: 'none',
  isReady: 'none',
  readMetrics: 'metrics',
  readOpenApi: 'none',
  readSession: 'enter',
  beginSession: 'none',
  endSession: 'enter',
  endOtherSessions: 'enter',
  listTokens: 'administer',
  addToken: 'administer',
  revokeToken: 'administer',
  endTokenSessions: 'administer',
  readBoard: 'watch',
  followEvents: 'watch',
  listInstances: 'watch',
  readInstance: 'watch',
  findVMix: 'administer',
  probeVMix: 'administer',
  addInstance: 'administer',
  changeInstance: 'administer',
  removeInstance: 'administer',
  reloadConfiguration: 'administer',
  readStatus: 'watch',
  readHealth: 'watch',
  listStreams: 'watch',
  readHistory: 'watch',
  listRecordings: 'watch',
  readGateway: 'watch',
  openPreview: 'watch',
  startStream: 'operate',
  stopStream: 'operate',
  resumeShow: 'operate',
  sendDirectly: 'operate',
  setShowLock: 'operate',
  showSlate: 'operate',
  backToShow: 'operate',
  startRecording: 'operate',
  stopRecording: 'operate',
  runPreflight: 'operate',
  listSchedules: 'watch',
  putSchedule: 'administer',
  removeSchedule: 'administer',
  skipSchedule: 'operate',
  takeBackSkip: 'operate',
  readTimetable: 'administer',
  listFunctions: 'watch',
  callFunction: 'administer',
  listPresets: 'watch',
  putPreset: 'administer',
  replacePresetKey: 'administer',
  removePreset: 'administer',
  readLog: 'log',
  verifyLog: 'log',
  exportLog: 'log',
  proveEntry: 'log',
  readServerLog: 'serverLog',
  verifyServerLog: 'serverLog',
  exportServerLog: 'serverLog',
  listAlerts: 'watch',
  acknowledgeAlert: 'operate',
  listReceivers: 'watch',
  listAlertRules: 'watch',
  testReceiver: 'operate',
  listMaintenance: 'watch',
  beginMaintenance: 'operate',
  endMaintenance: 'operate',
} as const satisfies Readonly<Record<string, Permission>>
export type OperationName = keyof typeof neededFor

/** Whether this role may do that. */
export function mayDo(role: Role, permission: Permission): boolean {
  return grants[role].includes(permission)
}
