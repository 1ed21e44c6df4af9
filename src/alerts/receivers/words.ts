import type { Alert, Notice } from '../rules/alert.ts'
import type { ConditionKind } from '../rules/condition.ts'

const titles: Record<ConditionKind, string> = {
  stream_lost: 'Stream lost',
  stream_stopped_by_hand: 'Stream stopped by hand',
  restart_failed: 'Stream not restarted',
  health_critical: 'Stream is ill',
  health_warning: 'Stream has a warning',
  destination_failed: 'Destination given up',
  destination_retrying: 'Destination not reached',
  recording_stopped: 'Recording stopped by itself',
  recording_stalled: 'Recording does not go on',
  disk_low: 'Disk nearly full',
  vmix_unreachable: 'vMix cannot be reached',
  gateway_unreachable: 'Gateway cannot be reached',
  log_failing: 'Show log cannot be written',
  schedule_failed: 'Schedule not carried out',
  preflight_failed: 'Not ready for what is planned',
}

/** What a notice says, for whatever shows it: each on one line. */
export interface NoticeText {
  /** `CRITICAL: Stream lost (studio, Stream 1)` */
  readonly title: string
  readonly message: string
  /** Empty where nothing is to be done. */
  readonly action: string
}

/** Where it is, as people say it: `studio, Stream 1`; empty for what concerns no vMix. */
function placeOf({ instance, channel }: Pick<Alert, 'instance' | 'channel'>): string {
  return [instance, channel === null ? null : `Stream ${channel + 1}`].filter((part) => part !== null).join(', ')
}

/** @param receiver who gets it */
export function textOf({ what, alert }: Notice, receiver: string): NoticeText {
  if (alert === null) {
    return what === 'test'
      ? { title: 'TEST of the alarms', message: `Alarms reach ${oneLine(receiver)}.`, action: '' }
      : {
          title: 'Watchdog: the alarms are awake',
          message: 'This comes regularly. When it does not, nobody would hear of an alarm.',
          action: '',
        }
  }
  const place = placeOf(alert)
  const subject = `${titles[alert.kind]}${place === '' ? '' : ` (${oneLine(place)})`}`
  if (what === 'resolved') {
    return { title: `OVER: ${subject}`, message: `It was: ${oneLine(alert.message)}`, action: '' }
  }
  const title = `${alert.severity.toUpperCase()}: ${subject}`
  return { title, message: oneLine(alert.message), action: oneLine(alert.action) }
}

/** Control characters of whatever kind have no place in a heading, a mail's header or a chat. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
