import type { Condition } from '../../alerts/index.ts'
import type { ScheduleView, ServerView } from '../view/index.ts'

/** So long it is told that a line of the plan was not carried out, ms. */
const toldMs = 60 * 60_000

/** What was planned and cannot be read. */
export function planConditions({ planProblem = null }: ServerView): readonly Condition[] {
  if (planProblem === null) return []
  const whole = { instance: null, channel: null, destinationId: 'plan' }
  const action =
    "Look at the file in the data folder, below server, and at what is planned: what is missing isn't done."
  return [{ kind: 'schedule_failed', ...whole, message: planProblem, action }]
}

/** What was planned and did not happen, and what will fail. @param nowMs of the wall clock */
export function scheduleConditions(schedule: ScheduleView, nowMs: number): readonly Condition[] {
  const { id, name, instance, channel, last, preflight, enabled } = schedule
  const about = { instance, channel, destinationId: `schedule:${id}` }
  const found: Condition[] = []
  const ended = last === null || nowMs - Date.parse(last.at) >= toldMs ? null : outcomes[last.outcome]
  if (last !== null && ended !== null) {
    found.push({
      kind: 'schedule_failed',
      ...about,
      message: `${name} was planned and ${ended}: ${last.message}`,
      action: 'It is never done late by itself: do it by hand where it is still wanted.',
    })
  }
  if (enabled && preflight !== null && !preflight.ready && nowMs < Date.parse(preflight.before)) {
    const red = preflight.lines.find(({ light }) => light === 'red')
    found.push({
      kind: 'preflight_failed',
      ...about,
      message: `${name} begins soon and is not ready: ${red?.message ?? 'see its preflight.'}`,
      action: red?.action ?? 'Look at its preflight on the page.',
    })
  }
  return found
}

/** Null: as it should be. */
const outcomes = {
  running: null,
  done: null,
  failed: 'failed',
  missed: 'was missed',
  interrupted: 'was interrupted',
} as const
