import { backoffDelay } from '../../clock/index.ts'
import type { GatewayControl } from '../../gateway/index.ts'
import type { VMixEvent } from '../../vmix/index.ts'
import type { WitnessEvent } from '../../witness/index.ts'
import type { OperationContext } from '../context.ts'
import { gatewayRecord } from './gateway-record.ts'
import { acquireLease } from './lease.ts'
import { Problems } from './problems.ts'
import { observeVMix } from './observe-vmix.ts'

/** How long to observe, how often to look, and who is told of it besides the log. */
export interface ObserveOptions {
  /** Ends it. */
  readonly signal: AbortSignal
  /**
   * Between two looks at vMix's state, ms; default 1000. Polling load slows vMix: while its TCP API tells of changes at
   * once, it is asked every 2 s at most.
   */
  readonly pollMs?: number
  /** Told of everything that was seen, after it is in the log. */
  readonly onEvent?: (event: WitnessEvent) => void
  /** Told of what vMix shows at once, before it is compared with the log: for whoever shows it to people. */
  readonly onVMix?: (event: VMixEvent) => void
  /** Told when something keeps it from seeing or recording; it goes on trying. Null: all is well again. */
  readonly onProblem?: (message: string | null) => void
  /** Told once where vMix's TCP API is closed, or not to be asked: what others switch is seen by polling, and later. */
  readonly onPolledOnly?: () => void
}

const retry = { baseMs: 500, capMs: 5000 }

/**
 * Watches one vMix and its gateway, and writes what it sees into the log: what others switched, destinations lost and
 * recovered, changes of health. One holder of the instance's lease does so at a time; another waits for its turn.
 * Resolves when the signal ends it; it changes nothing in vMix.
 *
 * @param what `gateway`: only what the gateway tells
 */
export async function observe(
  context: OperationContext,
  options: ObserveOptions,
  what: 'all' | 'gateway' = 'all',
): Promise<void> {
  const { signal } = options
  const problems = new Problems(options.onProblem)
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      using lease = await acquireLease(context.paths.locks)
      problems.set('lease', null)
      if (lease !== null) {
        const observation = { context, options, problems, epoch: lease.epoch }
        const { gateway } = context
        await Promise.all([
          what === 'all' ? watchVMix(observation) : null,
          gateway === null ? null : recordGateway(observation, gateway),
        ])
        return
      }
    } catch (error) {
      if (signal.aborted) return
      problems.set('lease', error instanceof Error ? error.message : 'The show cannot be observed.')
    }
    await pause(context, Math.min(attempt, 4), signal)
  }
}

interface Observation {
  readonly context: OperationContext
  readonly options: ObserveOptions
  readonly problems: Problems
  readonly epoch: number
}

async function watchVMix(observation: Observation): Promise<void> {
  const { context, options, problems } = observation
  await observeVMix(context, {
    signal: options.signal,
    pollMs: options.pollMs ?? 1000,
    record: (event) => record(observation, event),
    problem: (message) => problems.set('vmix', message),
    polledOnly: () => options.onPolledOnly?.(),
    seen: (event) => options.onVMix?.(event),
  })
}

/** Once, in order: an event is recorded with its number, then acknowledged; after a crash the log says which was last. */
async function recordGateway(observation: Observation, gateway: GatewayControl): Promise<void> {
  const { context, options, problems } = observation
  const { signal } = options
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      const { events } = await gateway.status(signal)
      const ledger = await context.log.ledger()
      problems.set('gateway', null)
      for await (const event of gateway.events(ledger.lastGatewayEvent(events.journalId), signal)) {
        if (event.instance === context.instance || event.instance === null) {
          await record(observation, gatewayRecord(event))
        }
        await gateway.acknowledge(event.seq, signal, context.instance)
        attempt = 1
      }
    } catch (error) {
      if (signal.aborted) return
      problems.set('gateway', error instanceof Error ? error.message : 'The gateway cannot be heard.')
    }
    await pause(context, attempt, signal)
  }
}

async function record({ context, options, epoch }: Observation, event: WitnessEvent): Promise<void> {
  const witness = await context.log.witness()
  await witness.append({ ...event, epoch })
  options.onEvent?.(event)
}

async function pause(context: OperationContext, attempt: number, signal: AbortSignal): Promise<void> {
  await context.clock.sleep(backoffDelay(attempt, retry, Math.random()), signal).catch(() => undefined)
}
