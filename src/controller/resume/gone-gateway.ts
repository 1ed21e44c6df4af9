import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { askGateway } from '../status/gateway-answer.ts'

/** Nobody answers for so long before a gateway counts as gone, ms: one that is busy is slow, and sends the show on. */
const goneMs = 6000
const askEveryMs = 2000

const foreign =
  "Something answers at its gateway's address, and does not take the token or is of another version, so nobody can tell whether the gateway is gone. Name its token or data folder; or, if it is surely gone, start the stream without a gateway, and say replace."

interface Gone {
  readonly channel: number
  /** The caller has made sure of it: with a gateway here it is asked once more, without one the caller is believed. */
  readonly isSaid: boolean
}

/**
 * Looks whether the gateway through which a stream goes is really gone. One late answer is no reason to stop a show.
 *
 * @throws OperationFailed where it answers, or where nobody here can ask it; the signal's reason, when it is aborted
 */
export async function checkGone(
  context: OperationContext,
  signal: AbortSignal,
  { channel, isSaid }: Gone,
): Promise<void> {
  const { gateway, clock, waits } = context
  if (gateway === null) {
    if (isSaid) return
    throw refused(
      channel,
      'It went through a gateway that is not known here, so nobody can tell whether it is gone. Name that gateway, or say that it is gone.',
    )
  }
  const end = clock.monotonic() + goneMs
  for (;;) {
    const left = end - clock.monotonic()
    const limitMs = isSaid ? waits.gatewayMs : Math.ceil(Math.max(left, askEveryMs))
    const { answers, isForeign } = await askGateway(context, signal, undefined, limitMs)
    if (answers) throw refused(channel, 'Its gateway answers, and sends it on. Start or stop it as usual.')
    if (isForeign === true) throw refused(channel, foreign)
    if (isSaid || clock.monotonic() >= end) return
    await clock.sleep(Math.min(askEveryMs, end - clock.monotonic()), signal)
  }
}

function refused(channel: number, why: string): OperationFailed {
  return new OperationFailed('validation_error', `Stream ${channel + 1} is not sent directly. ${why}`)
}
