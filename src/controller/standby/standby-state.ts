import type { FeedStatus, StandbyStatus } from '../../gateway/index.ts'

/** What is sent, and what there is to go over to. */
export interface StandbyState {
  /** `main` is the show itself, be it live or not. */
  readonly on: 'main' | 'backup' | 'slate'
  /** ISO time; null when it was the show all the time. */
  readonly since: string | null
  readonly why: string | null
  /** The slate stays until told. */
  readonly held: boolean
  /** Absent or null: there is none. */
  readonly backup: StandbyStatus['backup']
  readonly slate: StandbyStatus['slate']
}

export function standbyOf({ standby }: FeedStatus): StandbyState {
  const { on = 'main', since = null, why = null, held = false, backup = null, slate = null } = standby ?? {}
  return { on, since, why, held, backup, slate }
}
