import { backoffDelay } from '../clock/index.ts'
import type { GatewayControl } from '../gateway/index.ts'
import { VMixError } from '../vmix/index.ts'
import type { WitnessEvent } from '../witness/index.ts'
import type { OperationContext } from './context.ts'
import { gatewayRecord } from './gateway-record.ts'
import { acquireLease } from './lease.ts'
import { VMixWatch } from './vmix-watch.ts'

export interface ObserveOptions {
  /** Ends it. */
  readonly signal: AbortSignal
  /** Between two looks at vMix's state, ms; default 1000. Polling load slows vMix. */
  readonly pollMs?: number
  /** Told of everything that was seen, after it is in the log. */
  readonly onEvent?: (event: WitnessEvent) => void
  /** Told when something keeps it from seeing or recording; it goes on trying. Null: all is well again. */
  readonly onProblem?: (message: string | null) => void
}

const retry = { baseMs: 500, capMs: 5000 }

/**
 * Watches one vMix and its gateway, and writes what it sees into the log: what others switched, destinations lost and
 * recovered, changes of health. One holder of the instance's lease does so at a time; another waits for its turn.
 * Resolves when the signal ends it; it changes nothing in vMix.
 */
export async function observe(context: OperationContext, options: ObserveOptions): Promise<void> {
  const { signal } = options
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      using lease = await acquireLease(context.paths.locks)
      if (lease !== null) {
        await Promise.all([
          watchVMix(context, options, lease.epoch),
          ...(context.gateway === null ? [] : [recordGateway(context, context.gateway, options, lease.epoch)]),
        ])
        return
      }
    } catch (error) {
      if (signal.aborted) return
      options.onProblem?.(error instanceof Error ? error.message : 'The show cannot be observed.')
    }
    await pause(context, Math.min(attempt, 4), signal)
  }
}

async function watchVMix(context: OperationContext, options: ObserveOptions, epoch: number): Promise<void> {
  const { signal } = options
  const watch = new VMixWatch({ operationMs: context.waits.operationMs })
  while (!signal.aborted) {
    try {
      const state = await context.vmix.state({ signal })
      const ledger = await context.log.ledger()
      for (const event of watch.look(state, ledger, context.clock.now())) await record(context, options, event, epoch)
      options.onProblem?.(null)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof Error)) throw error
      options.onProblem?.(error instanceof VMixError ? error.message : `The show log cannot be used: ${error.message}`)
    }
    await context.clock.sleep(options.pollMs ?? 1000, signal).catch(() => undefined)
  }
}

/** Once, in order: an event is recorded with its number, then acknowledged; after a crash the log says which was last. */
async function recordGateway(
  context: OperationContext,
  gateway: GatewayControl,
  options: ObserveOptions,
  epoch: number,
): Promise<void> {
  const { signal } = options
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      const { events } = await gateway.status(signal)
      const ledger = await context.log.ledger()
      for await (const event of gateway.events(ledger.lastGatewayEvent(events.journalId), signal)) {
        if (event.instance === context.instance || event.instance === null) {
          await record(context, options, gatewayRecord(event), epoch)
        }
        await gateway.acknowledge(event.seq, signal, context.instance)
        attempt = 1
      }
    } catch (error) {
      if (signal.aborted) return
      options.onProblem?.(error instanceof Error ? error.message : 'The gateway cannot be heard.')
    }
    await pause(context, attempt, signal)
  }
}

async function record(
  context: OperationContext,
  options: ObserveOptions,
  event: WitnessEvent,
  epoch: number,
): Promise<void> {
  const witness = await context.log.witness()
  await witness.append({ ...event, epoch })
  options.onEvent?.(event)
}

async function pause(context: OperationContext, attempt: number, signal: AbortSignal): Promise<void> {
  await context.clock.sleep(backoffDelay(attempt, retry, Math.random()), signal).catch(() => undefined)
}
