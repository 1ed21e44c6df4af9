import type { ProgramChange } from './program.ts'
import type { StandbyReason, StandbySource } from './rules.ts'

const reasons: Readonly<Record<StandbyReason, string>> = {
  asked: 'as asked',
  before_live: 'because vMix does not send yet',
  main_ended: 'because vMix has ended its stream',
  main_lost: 'because the stream from vMix is lost',
  main_stalled: 'because no picture arrives from vMix',
  main_steady: 'because the stream from vMix is steady again',
  backup_lost: 'because the backup is lost too',
  backup_steady: 'because the backup is steady again',
  nothing_left: 'because there is nothing else',
}

const sources: Readonly<Record<StandbySource, string>> = {
  main: 'the show',
  backup: 'the backup',
  slate: 'the slate',
}

/** "The slate is sent, because the stream from vMix is lost." */
export function changeSentence({ to, why }: ProgramChange, mainLive: boolean): string {
  if (to === 'main' && !mainLive)
    return 'Nothing is sent any more: neither backup nor slate is there, or nobody takes it.'
  const what = to === 'main' ? 'The show is sent again' : `${sources[to].replace(/^t/, 'T')} is sent`
  return `${what}, ${reasons[why]}.`
}
