import { seconds, whole } from './figures.ts'
import type { HealthReason, HealthSubject } from './reasons.ts'

export function feedStopped(subject: HealthSubject, connected: boolean): HealthReason {
  return {
    code: 'feed_stopped',
    status: 'critical',
    message: connected
      ? 'The connection is open, but no picture arrives from vMix.'
      : 'vMix was sending and has stopped; the connection is gone.',
    action:
      subject === 'feed'
        ? 'Look at the streaming button in vMix and at the network between vMix and the gateway; start the stream again if vMix shows it off.'
        : 'The destination gets nothing because vMix sends nothing: look at the stream in vMix first.',
  }
}

/** @param why in whole sentences, with what to do */
export function feedUnfit(why: string): HealthReason {
  return {
    code: 'feed_unfit',
    status: 'critical',
    message: `Somebody is sending, but nothing that can be sent on. ${why}`,
    action: 'Set the encoder as said; it need not be disconnected.',
  }
}

export function destinationLost(why: string | null): HealthReason {
  return {
    code: 'destination_lost',
    status: 'critical',
    message: `The destination was live and is lost${because(why)}.`,
    action:
      'It is being tried again by itself; look at the internet connection and at the destination’s own status page.',
  }
}

export function destinationUnreachable(why: string | null): HealthReason {
  return {
    code: 'destination_unreachable',
    status: 'critical',
    message: `The destination has not been reached so far${because(why)}.`,
    action: 'It is being tried again by itself; check its address and stream key, and the internet connection.',
  }
}

export function outputFailed(subject: HealthSubject, why: string | null): HealthReason {
  return subject === 'recording'
    ? {
        code: 'recording_failed',
        status: 'critical',
        message: `The recording has ended by itself${because(why)}.`,
        action: 'What was recorded up to then is kept; make room or choose another folder, and start a new recording.',
      }
    : {
        code: 'destination_failed',
        status: 'critical',
        message: `The destination was given up${because(why)}.`,
        action: 'Check its address and stream key, then start it again.',
      }
}

export function diskLow(freeBytes: number, minutesLeft: number | null): HealthReason {
  const lasts = minutesLeft === null ? '' : `, about ${whole(minutesLeft)} minutes at this rate`
  return {
    code: 'disk_low',
    status: 'warning',
    message: `${whole(freeBytes / 1e6)} MB are free on the recording’s disk${lasts}.`,
    action: 'Make room, or start a recording on another disk: this one ends by itself before the disk is full.',
  }
}

/** @param why the main address was left, in whole sentences; null: not known */
export function onBackupAddress(why: string | null): HealthReason {
  return {
    code: 'on_backup_address',
    status: 'warning',
    message: `The destination is sent to its backup address${because(why)}.`,
    action: 'Set right what is wrong with the main address, then go back to it: the backup has none of its own.',
  }
}

/** What goes out is not the show. @param asked somebody wanted it so */
export function onStandby(source: 'backup' | 'slate', asked: boolean): HealthReason {
  if (source === 'backup') {
    return {
      code: 'on_backup',
      status: 'warning',
      message: 'The backup is sent, because the show’s own stream does not come.',
      action: 'Bring the show’s stream back: the backup has none of its own.',
    }
  }
  return asked
    ? {
        code: 'on_slate',
        status: 'warning',
        message: 'The slate is sent, as asked; viewers do not see the show.',
        action: 'Go back to the show when it may be seen (feed back).',
      }
    : {
        code: 'on_slate',
        status: 'critical',
        message: 'The slate is sent instead of the show, which does not come.',
        action: 'Look at the streaming button in vMix and at the network between vMix and the gateway.',
      }
}

export function recovering(downMs: number): HealthReason {
  return {
    code: 'recovering',
    status: 'warning',
    message: `It was away for ${seconds(downMs)} s and is back.`,
    action: 'Nothing to do if it stays; should it happen again, look at the network.',
  }
}

function because(why: string | null): string {
  const text = why?.trim().replace(/\.+$/, '') ?? ''
  return text === '' ? '' : `: ${text}`
}
