import { isRehearsalUrl } from '../../destinations/index.ts'
import type { Secret } from '../../secrets/index.ts'
import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { OperationOptions } from '../operation/operation.ts'
import { checkSrt, type SrtDestination } from './check-srt.ts'
import { checkDestination, type CheckedDestination, type StreamDestination } from './check-stream.ts'

/** What is rehearsed, so that its receiver can be told from others. */
export interface RehearsedDestination {
  readonly instance: string
  /** 0-based. */
  readonly channel: number
  readonly destinationId: string
  /** As people call it. */
  readonly name: string
}

/** Receivers on this machine that take a show instead of its destinations. */
export interface RehearsalReceivers {
  /**
   * Where this destination's stream is taken, with a key of its own: the real one goes nowhere.
   *
   * @throws Error where no receiver can be had
   */
  receiverFor(destination: RehearsedDestination): Promise<RehearsalReceiver>
}

/** A receiver on this machine, for one destination. */
export interface RehearsalReceiver {
  /** As `rehearsalUrl` makes it; a start refuses any other. */
  readonly rtmpUrl: string
  readonly streamKey: Secret
  /** Waits until a picture arrives from now on, or is arriving. @returns whether it did within the limit */
  arrives(options: { readonly limitMs: number; readonly signal: AbortSignal }): Promise<boolean>
}

/** So long a receiver is waited for, ms. */
const receiverMs = 5000

/** A destination that is rehearsed: sent to a receiver here, under its own id and name. */
export type RehearsalRequest = (StreamDestination | SrtDestination) &
  OperationOptions & {
    readonly channel: number
    readonly replace: boolean
    readonly rehearsal: RehearsalReceivers
  }

/**
 * Checks a destination as a show would, its key with it, and turns it to a receiver on this machine.
 *
 * @param stopped aborted with what ended the start
 * @throws OperationFailed what a show would be refused for; `unsupported` where vMix cannot reach this machine's receivers
 */
export async function checkRehearsed(
  context: OperationContext,
  request: RehearsalRequest,
  stopped?: AbortSignal,
): Promise<CheckedDestination> {
  const isSrt = 'srtAddress' in request
  const real = isSrt
    ? { ...(await checkSrt(context, request)), recommendedKbps: null }
    : await checkDestination(context, request)
  if (context.gateway === null) checkDirect(context, isSrt)
  const { destinationId, name, backup } = real.summary
  const { channel, rehearsal } = request
  const { instance } = context
  const ends = [stopped, request.signal].filter((signal) => signal !== undefined)
  const receiver = await receiverOf(context, rehearsal, { instance, channel, destinationId, name }, ends)
  const { rtmpUrl, streamKey } = receiver
  const arrives: RehearsalReceiver['arrives'] = (options) => receiver.arrives(options)
  context.redactor.add(streamKey)
  const keyFingerprint = (await context.fingerprints()).fingerprint(streamKey)
  const notes = [
    ...(isSrt ? ['It is rehearsed by RTMP: the way by SRT is not tried.'] : []),
    ...(backup === undefined ? [] : ['Its backup address is not rehearsed.']),
  ]
  return {
    summary: { destinationId, name, url: rtmpUrl, keyFingerprint },
    url: rtmpUrl,
    key: streamKey,
    recommendedKbps: real.recommendedKbps,
    backup: null,
    rehearsal: { notes, arrives },
  }
}

/** The channel is held meanwhile, and a show may wait for it: so it has a limit, and a stop ends it. */
async function receiverOf(
  { clock }: OperationContext,
  receivers: RehearsalReceivers,
  destination: RehearsedDestination,
  ends: readonly AbortSignal[],
): Promise<RehearsalReceiver> {
  const over = new AbortController()
  const limit = clock.sleep(receiverMs, AbortSignal.any([over.signal, ...ends])).then(() => {
    throw new Error(`none was given within ${receiverMs / 1000} s.`)
  })
  limit.catch(() => undefined)
  let receiver: RehearsalReceiver
  try {
    receiver = await Promise.race([receivers.receiverFor(destination), limit])
  } catch (cause) {
    const ended = ends.find((signal) => signal.aborted)
    if (ended?.reason instanceof OperationFailed) throw ended.reason
    if (ended !== undefined) throw new OperationFailed('aborted', 'The operation was ended by its caller.', { cause })
    const why = cause instanceof Error ? cause.message : 'the reason is not known.'
    throw new OperationFailed('configuration_error', `There is no receiver to rehearse with: ${why}`, { cause })
  } finally {
    over.abort()
  }
  // Whatever gave the address: a rehearsal leaves this machine on no account.
  if (isRehearsalUrl(receiver.rtmpUrl)) return receiver
  throw new OperationFailed('validation_error', 'A rehearsal goes to a receiver on this machine, and to nothing else.')
}

/** Without the gateway vMix itself sends, and must be where the receivers are. */
function checkDirect({ host }: OperationContext, isSrt: boolean): void {
  if (isSrt) {
    throw new OperationFailed(
      'unsupported',
      'SRT goes out through the gateway, in a rehearsal too: start the gateway (vmixctl gateway) and name it (--gateway).',
    )
  }
  if (isLoopback(host)) return
  throw new OperationFailed(
    'unsupported',
    `Without the gateway vMix sends to the receiver itself, and that one is reached on this machine only, while vMix runs at ${host}. Use the gateway: vMix sends to it, and it sends to the receivers.`,
  )
}

function isLoopback(host: string): boolean {
  return /^(?:localhost\.?|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)
}
