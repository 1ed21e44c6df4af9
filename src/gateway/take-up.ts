import type { FeedCommands } from './feed-commands.ts'
import type { Journal, NewEvent } from './journal.ts'
import type { OutputCommands } from './output-commands.ts'
import type { FoundState, SavedFeed } from './state/index.ts'
import type { Predecessor } from './supervision/index.ts'

/** Opens what an earlier gateway had open, with the same keys and names, and tells of it. Nothing in it waits. */
export function takeUp(
  found: FoundState & { readonly expired: boolean; readonly predecessor: Predecessor | null },
  feeds: FeedCommands,
  outputs: OutputCommands,
  journal: Pick<Journal, 'record'>,
): void {
  for (const saved of found.state.feeds) {
    const channel = feeds.takeUp(saved)
    for (const output of saved.outputs) outputs.takeUp(channel, output)
    journal.record(restarted(saved, found.predecessor))
  }
  if (found.state.feeds.length === 0 && hung(found.predecessor)) journal.record(restartedEmpty(found.predecessor))
  if (found.expired) journal.record(expired(found))
  if (found.unreadable !== 0) journal.record(damaged(found))
}

const nobody = { channel: null, outputId: null, name: null, health: null } as const

function hung(predecessor: Predecessor | null): boolean {
  return predecessor !== null && predecessor.hungMs !== null
}

/** Why there was one before, and is none any more. */
function ending(predecessor: Predecessor | null): { readonly text: string; readonly code: string | null } {
  if (predecessor === null) return { text: 'had ended unexpectedly', code: null }
  const { how, hungMs } = predecessor
  if (hungMs === null) return { text: `had ended unexpectedly (${how})`, code: null }
  return { text: `had hung: it said nothing for ${Math.round(hungMs / 1000)} s, and was ended for that`, code: 'hung' }
}

function restarted({ instance, channel, outputs }: SavedFeed, predecessor: Predecessor | null): NewEvent {
  const running = outputs.filter(({ failed }) => failed === null).length
  const what = running === 1 ? '1 destination or recording' : `${running} destinations or recordings`
  const { text, code } = ending(predecessor)
  const message = `The gateway ${text}. It runs again: stream ${channel + 1} is taken up, with ${what}.`
  return { ...nobody, kind: 'gateway.restarted', instance, channel, message, code }
}

/** It carried nothing; that it hung is told all the same. */
function restartedEmpty(predecessor: Predecessor | null): NewEvent {
  const { text, code } = ending(predecessor)
  return { ...nobody, kind: 'gateway.restarted', instance: null, message: `The gateway ${text}. It runs again.`, code }
}

function expired({ ageMs }: FoundState): NewEvent {
  const ago = ageMs < 2 * 3_600_000 ? `${Math.round(ageMs / 60_000)} minutes` : `${Math.round(ageMs / 3_600_000)} hours`
  const message = `What a gateway had open that ended unexpectedly ${ago} ago is not taken up: go live anew.`
  return { ...nobody, kind: 'gateway.state_expired', instance: null, message, code: 'expired' }
}

function damaged({ unreadable, setAside }: FoundState): NewEvent {
  const what =
    unreadable === null
      ? 'What the gateway had open before could not be read, and is not taken up'
      : `${unreadable} of the streams and destinations that the gateway had open before could not be read, and are not taken up`
  const where = setAside === null ? 'The file could not be set aside.' : `The file is kept as ${setAside}.`
  return { ...nobody, kind: 'gateway.state_damaged', instance: null, message: `${what}. ${where}`, code: 'damaged' }
}
