import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { checkName, nameOf, refuse } from '../operation/operation.ts'
import { runStop } from '../operation/run-stop.ts'
import type { SetStandbyResult } from '../results.ts'
import { GatewaySteps } from '../steps/gateway-steps.ts'
import { noGateway } from './no-gateway.ts'
import { checkStandby, type CheckedStandby, type SetStandbyRequest } from './standby-request.ts'
import { standbyOf } from './standby-state.ts'

/**
 * Sets a stream's standby at the gateway, or takes it away; the stream may be live or not. Opens the stream's feed there,
 * so that it can be set before the show. Nothing is sent to vMix.
 */
export async function setStandby(context: OperationContext, request: SetStandbyRequest): Promise<SetStandbyResult> {
  const { channel = 0, backup, slate } = request
  const spec = {
    operationId: nameOf(request),
    kind: 'standby_set',
    failedAs: 'standby_failed',
    channel,
    params: {
      channel: Number.isSafeInteger(channel) ? channel : null,
      backup: backup === undefined ? null : `${backup.instance ?? context.instance}/${backup.channel}`,
      slate: typeof slate === 'string' ? slate : null,
      returns: request.returns ?? 'steady',
      before_live: request.beforeLive ?? false,
      on_standby: request.onStandby ?? 'mark',
    },
    options: request,
  } as const
  let checked: CheckedStandby
  try {
    checkName(request)
    checked = checkStandby(request, context.instance)
    if (context.gateway === null) throw noGateway()
  } catch (error) {
    return await refuse(context, spec, error)
  }
  const { gateway } = context
  return await runStop(context, spec, async (running) => {
    if (gateway === null) throw noGateway()
    const steps = new GatewaySteps(context, gateway, running, checked.channel)
    if (checked.spec === null && (await steps.feed()) === null) {
      throw new OperationFailed(
        'api_error',
        `Stream ${checked.channel + 1} is not open at the gateway, and has no standby.`,
      )
    }
    if (checked.spec !== null) await steps.openFeed()
    const standby = standbyOf(await steps.setStandby(checked.spec))
    return {
      eventType: 'standby_set',
      result: { success: true, on: standby.on },
      value: (end) => ({ success: true, message: messageOf(checked), channel: checked.channel, standby, ...end }),
    }
  })
}

function messageOf({ channel, spec }: CheckedStandby): string {
  const stream = `Stream ${channel + 1}`
  if (spec === null) return `${stream} has no standby any more.`
  const backup = spec.backup === null ? null : `stream ${spec.backup.channel + 1} of ${spec.backup.instance}`
  const parts = [backup, spec.slate === null ? null : `the slate ${spec.slate.path}`].filter((part) => part !== null)
  const back = spec.returns === 'steady' ? 'back when it is steady for 5 s' : 'back only when told'
  return `${stream} goes over to ${parts.join(', else to ')} when it does not come; ${back}.`
}
