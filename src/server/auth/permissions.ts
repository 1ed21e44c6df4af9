/** What somebody may do. `enter`: whoever is known. */
export type Permission = 'enter' | 'watch' | 'log' | 'metrics' | 'operate' | 'administer'

/** Everyone is one of these. `metrics` and `log` are for programs that shall see that and nothing else. */
export const roles = ['viewer', 'operator', 'admin', 'metrics', 'log'] as const
export type Role = (typeof roles)[number]

const grants: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['enter', 'watch', 'log', 'metrics'],
  operator: ['enter', 'watch', 'log', 'metrics', 'operate'],
  admin: ['enter', 'watch', 'log', 'metrics', 'operate', 'administer'],
  metrics: ['enter', 'metrics'],
  log: ['enter', 'log'],
}

/** Every operation of the API, by the name that it has in the OpenAPI document, and what it needs. */
export const neededFor = {
  readSession: 'enter',
  endSession: 'enter',
  readBoard: 'watch',
  followEvents: 'watch',
} as const satisfies Readonly<Record<string, Permission>>
export type OperationName = keyof typeof neededFor

/** Whether this role may do that. */
export function mayDo(role: Role, permission: Permission): boolean {
  return grants[role].includes(permission)
}
