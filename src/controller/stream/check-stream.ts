import { destinationIdentity, validateRtmpUrl, validateStreamKey } from '../../destinations/index.ts'
import { resolveSecret, Secret, type SecretReference } from '../../secrets/index.ts'
import { channelCount, type VMixState } from '../../vmix/index.ts'
import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { OperationOptions } from '../operation/operation.ts'
import type { DestinationSummary } from '../results.ts'
import { checkFailoverTimes, checkNotTheSame, type FailoverTimes } from './check-backup.ts'

/** A second address of a destination, with a key of its own, for when the first one fails. Needs the gateway. */
export interface StreamBackup extends FailoverTimes {
  /** `rtmp://` or `rtmps://` with host and app, without the key. */
  readonly rtmpUrl: string
  readonly streamKey: string | Secret | SecretReference
}

/** Where a stream shall go; the parts that `StreamingDestinations` fills in. */
export interface StreamDestination {
  /** `rtmp://` or `rtmps://` with host and app, without the key. */
  readonly rtmpUrl: string
  /** The stream key, or a reference to where it stands (`env:`, `file:`). */
  readonly streamKey: string | Secret | SecretReference
  /** What people call it; default: the host. */
  readonly name?: string
  /** Tells destinations apart that share a URL; default: made of URL and key's fingerprint. */
  readonly destinationId?: string
  /** The platform's recommended bitrate, kb/s, for the health verdict. */
  readonly recommendedKbps?: { readonly min: number; readonly max: number } | null
  /** A second address of the same destination, for when this one fails. */
  readonly backup?: StreamBackup
}

/**
 * One destination and the channel that sends to it.
 *
 * @example { ...StreamingDestinations.twitch(key), channel: 0 }
 */
export interface StartStreamRequest extends StreamDestination, OperationOptions {
  /** vMix's stream, 0-based; default 0, which people know as "Stream 1". */
  readonly channel?: number
  /** Ends what the channel is sending now, if it is something else. Without it that is `channel_busy`. */
  readonly replace?: boolean
}

/** A destination that was checked, with its key at hand. */
export interface CheckedDestination {
  /** For people and the log: without whatever looks like a secret in the URL. */
  readonly summary: DestinationSummary
  /** As it was given. */
  readonly url: string
  readonly key: Secret
  readonly recommendedKbps: { readonly min: number; readonly max: number } | null
  readonly backup: (FailoverTimes & CheckedAddress) | null
  /** It goes to a receiver on this machine instead; null: it is the show. */
  readonly rehearsal: {
    /** What of the show is not tried: sentences for a person. */
    readonly notes: readonly string[]
    /** Whether a picture arrives there in time. */
    readonly arrives: (options: { readonly limitMs: number; readonly signal: AbortSignal }) => Promise<boolean>
  } | null
}

interface CheckedAddress {
  readonly url: string
  readonly key: Secret
  readonly keyFingerprint: string
}

const highestChannel = 4
const destinationName = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/

/** A channel that some version of vMix has. What this one has is known when its state is read. */
export function checkChannel(channel: number | undefined): number {
  const given = channel ?? 0
  if (Number.isInteger(given) && given >= 0 && given <= highestChannel) return given
  throw new OperationFailed('validation_error', 'Invalid channel. Must be 0, 1, or 2 (0 to 4 from vMix 28).')
}

/** The channel against the vMix that is there. Its number in the messages is 0-based, as in the call. */
export function checkChannelOf(state: VMixState, channel: number): void {
  const count = channelCount(state.version)
  if (channel < count) return
  throw new OperationFailed(
    'validation_error',
    `Invalid channel. Must be 0, 1, or 2: vMix ${state.version} has ${count} streams, and channel ${channel} needs vMix 28 or later.`,
  )
}

/** Checks URL and key, and resolves the key. @throws OperationFailed `validation_error` */
export async function checkDestination(
  context: OperationContext,
  destination: StreamDestination,
): Promise<CheckedDestination> {
  const { url, key, keyFingerprint } = await checkAddress(context, destination)
  const backup = destination.backup === undefined ? null : await checkBackup(context, destination.backup)
  checkNotTheSame(backup?.url === url && backup.keyFingerprint === keyFingerprint)
  checkDestinationId(destination.destinationId)
  const summary = {
    destinationId: destination.destinationId ?? destinationIdentity(destination.rtmpUrl, keyFingerprint),
    name: destination.name ?? new URL(destination.rtmpUrl).host,
    url: context.redactor.redactUrl(destination.rtmpUrl),
    keyFingerprint,
    ...(backup === null
      ? {}
      : { backup: { url: context.redactor.redactUrl(backup.url), keyFingerprint: backup.keyFingerprint } }),
  }
  return { summary, url, key, recommendedKbps: destination.recommendedKbps ?? null, backup, rehearsal: null }
}

async function checkAddress(
  context: OperationContext,
  { rtmpUrl, streamKey }: Pick<StreamDestination, 'rtmpUrl' | 'streamKey'>,
): Promise<CheckedAddress> {
  const problem = validateRtmpUrl(rtmpUrl)[0]
  if (problem !== undefined) throw new OperationFailed('validation_error', problem.message)
  const key = await keyOf(streamKey)
  const keyProblem = validateStreamKey(key.reveal())[0]
  if (keyProblem !== undefined) throw new OperationFailed('validation_error', keyProblem.message)
  context.redactor.add(key)
  return { url: rtmpUrl, key, keyFingerprint: (await context.fingerprints()).fingerprint(key) }
}

async function checkBackup(context: OperationContext, backup: StreamBackup): Promise<CheckedDestination['backup']> {
  if (context.gateway === null) {
    throw new OperationFailed(
      'unsupported',
      'A backup address needs the gateway: vMix alone sends a channel to one address. Use the gateway, or leave the backup away.',
    )
  }
  return { ...checkFailoverTimes(backup), ...(await checkAddress(context, backup)) }
}

/** A destination's id as a caller may give it. @throws OperationFailed `validation_error` */
export function checkDestinationId(given: string | undefined): void {
  if (given === undefined || destinationName.test(given)) return
  throw new OperationFailed(
    'validation_error',
    'Invalid destination id. Use up to 128 letters, digits and . _ : - and begin with a letter or digit.',
  )
}

async function keyOf(given: string | Secret | SecretReference | null | undefined): Promise<Secret> {
  if (typeof given === 'string') return new Secret(given)
  if (given instanceof Secret) return given
  // From a program without types, or a form that was not filled in.
  if (typeof given !== 'object' || given === null) return new Secret('')
  return await resolveSecret(given)
}
