import { resolve } from 'node:path'
import type { StandbySpec } from '../../gateway/index.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { OperationOptions } from '../operation/operation.ts'
import { checkChannel } from '../stream/check-stream.ts'

/**
 * What a stream goes over to when it does not come; empty takes it away.
 *
 * @example { channel: 0, backup: { channel: 1 }, slate: 'back-soon.png' }
 */
export interface SetStandbyRequest extends OperationOptions {
  /** vMix's stream, 0-based; default 0. */
  readonly channel?: number
  /** Another stream of this vMix, or of another that sends to the same gateway. */
  readonly backup?: { readonly channel: number; readonly instance?: string }
  /** A picture or clip on the gateway's machine; a relative path is one of this machine's working folder. */
  readonly slate?: string
  /** `steady` (default): back to the show by itself, when that has been live for 5 s. `told`: only when told. */
  readonly returns?: 'steady' | 'told'
  /** The slate is sent before the stream has ever been live. Default: false. */
  readonly beforeLive?: boolean
  /** Recordings: `mark` (default) says where in the file it was; `split` begins another file with each change. */
  readonly onStandby?: 'mark' | 'split'
}

export interface CheckedStandby {
  readonly channel: number
  /** Null: it is taken away. */
  readonly spec: StandbySpec | null
}

const instanceName = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/

/** @throws OperationFailed `validation_error` */
export function checkStandby(request: SetStandbyRequest, instance: string): CheckedStandby {
  const channel = checkChannel(request.channel)
  const { backup, slate, returns = 'steady', beforeLive = false, onStandby = 'mark' } = request
  checkOneOf('returns', returns, ['steady', 'told'])
  checkOneOf('onStandby', onStandby, ['mark', 'split'])
  checkOneOf('beforeLive', beforeLive, [true, false])
  if (backup === undefined && slate === undefined) return { channel, spec: null }
  const from = backup === undefined ? null : checkBackup(backup, instance)
  if (from?.instance === instance && from.channel === channel)
    throw invalid('backup', 'A stream cannot be its own backup.')
  const path: unknown = slate
  if (path !== undefined && (typeof path !== 'string' || path.trim() === '' || path.includes('\0'))) {
    throw invalid('slate', 'Give the path of a picture or clip.')
  }
  return {
    channel,
    spec: {
      backup: from,
      slate: typeof path === 'string' ? { path: resolve(path) } : null,
      returns,
      beforeLive,
      onStandby,
    },
  }
}

function checkBackup(
  backup: NonNullable<SetStandbyRequest['backup']>,
  own: string,
): NonNullable<StandbySpec['backup']> {
  const given: unknown = backup.instance ?? own
  if (typeof given !== 'string' || !instanceName.test(given)) {
    throw invalid('backup', 'Its instance is the name of a vMix’s log, such as studio-b.')
  }
  return { instance: given, channel: checkChannel(backup.channel) }
}

function checkOneOf(name: string, given: unknown, allowed: readonly unknown[]): void {
  if (!allowed.includes(given)) throw invalid(name, `Must be ${allowed.join(' or ')}.`)
}

function invalid(name: string, what: string): OperationFailed {
  return new OperationFailed('validation_error', `Invalid ${name}. ${what}`)
}
