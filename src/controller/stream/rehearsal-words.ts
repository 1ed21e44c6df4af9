import type { CheckedDestination } from './check-stream.ts'

export function isRehearsal({ rehearsal }: CheckedDestination): boolean {
  return rehearsal !== null
}

/** As the log has it, in intent and outcome, and as its caller gets it. */
export function kindOf(destination: CheckedDestination): { readonly rehearsal?: true } {
  return isRehearsal(destination) ? { rehearsal: true } : {}
}

export function rehearsedMessage(channel: number, destination: CheckedDestination, alreadyLive: boolean): string {
  const { name } = destination.summary
  const what = alreadyLive
    ? `${name} is rehearsed on Stream ${channel + 1} already; nothing was sent.`
    : `Rehearsal: Stream ${channel + 1} arrives at a receiver on this machine instead of ${name}. Nobody else gets it.`
  return [what, ...(destination.rehearsal?.notes ?? [])].join(' ')
}

export function directRehearsedMessage(channel: number, destination: CheckedDestination): string {
  const { name } = destination.summary
  return `Rehearsal: vMix sends Stream ${channel + 1} itself, and it arrives at a receiver on this machine instead of ${name}.`
}
