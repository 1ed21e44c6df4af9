import { destinationIdentity, validateSrt } from '../../destinations/index.ts'
import type { OutputSpec } from '../../gateway/index.ts'
import { resolveSecret, Secret, type SecretReference } from '../../secrets/index.ts'
import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { OperationOptions } from '../operation/operation.ts'
import type { DestinationSummary } from '../results.ts'
import { checkFailoverTimes, checkNotTheSame, type FailoverTimes } from './check-backup.ts'
import { checkDestinationId } from './check-stream.ts'

/** Where a stream shall go by SRT, and how. */
export interface SrtDestination {
  /** `srt://host:port`; of a listener the port alone: `srt://:9000`. */
  readonly srtAddress: string
  /** `caller` (default) or `listener`. */
  readonly mode?: string
  /** 20–8000, default 120. */
  readonly latencyMs?: number
  /** 10 to 79 characters, or a reference to where it stands (`env:`, `file:`). Absent: not encrypted. */
  readonly passphrase?: string | Secret | SecretReference | null
  /** Bytes of the AES key, with a passphrase: 16, 24 or 32. Default: libsrt's own choice, 16. */
  readonly keyLength?: number | null
  /** What a caller tells the receiver, up to 512 bytes. */
  readonly streamId?: string | null
  /** What people call it; default: the address. */
  readonly name?: string
  /** Tells destinations apart; default: made of address, passphrase's fingerprint and stream id. */
  readonly destinationId?: string
  /** A second receiver, of a caller, for when this one fails; latency and key length are those of the first. */
  readonly backup?: SrtBackupAddress
}

/** A second address of an SRT destination. */
export interface SrtBackupAddress extends FailoverTimes {
  /** `srt://host:port` */
  readonly srtAddress: string
  readonly passphrase?: string | Secret | SecretReference | null
  readonly streamId?: string | null
}

/**
 * One SRT destination and the channel whose feed the gateway sends to it.
 *
 * @example { srtAddress: 'srt://studio:9000', mode: 'caller', latencyMs: 200, channel: 0 }
 */
export interface StartSrtRequest extends SrtDestination, OperationOptions {
  /** 0-based; default 0. */
  readonly channel?: number
  /** Ends what the channel is sending now past the gateway. Without it that is `channel_busy`. */
  readonly replace?: boolean
}

/** An SRT destination that was checked, with its passphrase at hand. */
export interface CheckedSrt {
  readonly summary: DestinationSummary
  readonly spec: OutputSpec & { readonly kind: 'srt' }
}

/** @throws OperationFailed `validation_error` */
export async function checkSrt(context: OperationContext, request: StartSrtRequest): Promise<CheckedSrt> {
  const { srtAddress: address, mode = 'caller', latencyMs = 120, streamId = null } = request
  // What needs no secret first: a mistake is told before a file is read or a variable missed.
  refuseProblem({ address, mode, latencyMs, streamId })
  const passphrase = await passphraseOf(request.passphrase ?? null)
  const keyLength = request.keyLength ?? null
  refuseProblem({ address, mode, latencyMs, streamId, keyLength, passphrase: passphrase?.reveal() ?? null })
  if (passphrase !== null) context.redactor.add(passphrase)
  checkDestinationId(request.destinationId)
  const keyFingerprint = await fingerprintOf(context, passphrase, streamId)
  const backup =
    request.backup === undefined ? null : await checkBackup(context, request.backup, { mode, latencyMs, keyLength })
  checkNotTheSame(backup?.address === address && backup.keyFingerprint === keyFingerprint)
  const destinationId =
    request.destinationId ?? `srt-${destinationIdentity(address, keyFingerprint).split('-').at(-1) ?? ''}`
  const name = request.name ?? address.replace(/^srt:\/\//i, 'SRT ')
  return {
    summary: {
      destinationId,
      name,
      url: address,
      keyFingerprint: keyFingerprint ?? '',
      ...(backup === null ? {} : { backup: { url: backup.address, keyFingerprint: backup.keyFingerprint ?? '' } }),
    },
    spec: {
      kind: 'srt',
      outputId: destinationId,
      name,
      address,
      mode: mode === 'listener' ? 'listener' : 'caller',
      latencyMs,
      passphrase: passphrase?.reveal() ?? null,
      keyLength: keyLength === 16 || keyLength === 24 || keyLength === 32 ? keyLength : null,
      streamId,
      keyFingerprint,
      ...(backup === null ? {} : { backup }),
    },
  }
}

async function checkBackup(
  context: OperationContext,
  given: SrtBackupAddress,
  settings: { readonly mode: string; readonly latencyMs: number; readonly keyLength: number | null },
): Promise<NonNullable<CheckedSrt['spec']['backup']>> {
  const { srtAddress: address, streamId = null } = given
  if (settings.mode === 'listener') {
    throw new OperationFailed('validation_error', 'A listener has no backup: it is called, and calls nobody.')
  }
  refuseProblem({ ...settings, keyLength: null, address, streamId })
  const passphrase = await passphraseOf(given.passphrase ?? null)
  refuseProblem({ ...settings, address, streamId, passphrase: passphrase?.reveal() ?? null })
  if (passphrase !== null) context.redactor.add(passphrase)
  const keyFingerprint = await fingerprintOf(context, passphrase, streamId)
  return { ...checkFailoverTimes(given), address, passphrase: passphrase?.reveal() ?? null, streamId, keyFingerprint }
}

function refuseProblem(settings: Parameters<typeof validateSrt>[0]): void {
  const problem = validateSrt(settings)[0]
  if (problem !== undefined) throw new OperationFailed('validation_error', problem.message)
}

async function passphraseOf(given: string | Secret | SecretReference | null): Promise<Secret | null> {
  if (given === null || given instanceof Secret) return given
  return typeof given === 'string' ? new Secret(given) : await resolveSecret(given)
}

async function fingerprintOf(
  context: OperationContext,
  passphrase: Secret | null,
  streamId: string | null,
): Promise<string | null> {
  if (passphrase === null && streamId === null) return null
  const both = new Secret(JSON.stringify([passphrase?.reveal() ?? null, streamId]))
  return (await context.fingerprints()).fingerprint(both)
}
