import type { OperationContext } from '../context.ts'
import { checkName, nameOf, refuse, type OperationOptions } from '../operation/operation.ts'
import { runStop } from '../operation/run-stop.ts'
import type { SwitchStandbyResult } from '../results.ts'
import { GatewaySteps } from '../steps/gateway-steps.ts'
import { checkChannel } from '../stream/check-stream.ts'
import { noGateway } from './no-gateway.ts'
import { standbyOf, type StandbyState } from './standby-state.ts'

/** Which stream. @example { channel: 0 } */
export interface SwitchStandbyRequest extends OperationOptions {
  /** vMix's stream, 0-based; default 0. */
  readonly channel?: number
}

/** A live picture has a key frame every few seconds; longer is said, and not waited for. */
const LIMIT_MS = 5000

/** Slate now, or back to the show. Goes out at once, like a stop, with its intent written meanwhile. */
export async function switchStandby(
  context: OperationContext,
  to: 'slate' | 'show',
  request: SwitchStandbyRequest,
): Promise<SwitchStandbyResult> {
  const channel = request.channel ?? 0
  const spec = {
    operationId: nameOf(request),
    kind: 'standby_switch',
    failedAs: 'standby_failed',
    channel,
    params: { channel: Number.isSafeInteger(channel) ? channel : null, to },
    options: request,
  } as const
  try {
    checkName(request)
    checkChannel(channel)
    if (context.gateway === null) throw noGateway()
  } catch (error) {
    return await refuse(context, spec, error)
  }
  const { gateway } = context
  return await runStop(context, spec, async (running) => {
    if (gateway === null) throw noGateway()
    const steps = new GatewaySteps(context, gateway, running, channel)
    const asked = await steps.switchTo(to)
    const live = asked.state === 'live'
    // To a show that is not live it is gone back by itself; there is nothing to wait for.
    const { feed } =
      to === 'show' && live
        ? await steps.awaitFeed((now) => now?.standby?.on === 'main', { limitMs: LIMIT_MS, signal: running.signal })
        : { feed: asked }
    const standby = standbyOf(feed ?? asked)
    return {
      eventType: 'standby_asked',
      result: { success: true, on: standby.on },
      value: (end) => ({ success: true, message: messageOf(channel, to, standby, live), channel, standby, ...end }),
    }
  })
}

function messageOf(channel: number, to: 'slate' | 'show', { on }: StandbyState, live: boolean): string {
  const stream = `Stream ${channel + 1}`
  if (to === 'slate') {
    return on === 'slate'
      ? `${stream} sends the slate, until told.`
      : `${stream} sends the slate as soon as there is a destination.`
  }
  if (on === 'main') return `${stream} sends the show.`
  return live
    ? `${stream} goes back to the show at its next key frame.`
    : `${stream} goes back to the show when that is steady; until then it sends the ${on}.`
}
