import { signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { readHistory } from '../api/history.ts'
import { askSession, type Session } from '../api/session.ts'
import { Board } from './board.ts'
import { browserSource } from './browser-source.ts'
import { pageClock, type PageClock } from './clock.ts'
import { followEvents, type Connection } from './event-stream.ts'
import { Histories } from './histories.ts'
import { placeOf, type Place } from './place.ts'

/** How it stands with the server, since when by this page's clock, and when something came last. */
interface Line {
  readonly connection: Connection
  readonly lastHeard: number
}

/** A token that was just made, for as long as it is shown: nobody can read it again. */
export interface FreshToken {
  readonly name: string
  readonly text: string
  /** There was none before: this browser signs in with it. */
  readonly isFirst: boolean
}

/** What all parts of the page are drawn from. */
export interface Page {
  readonly board: Board
  readonly histories: Histories
  readonly clock: PageClock
  readonly line: ReadonlySignal<Line>
  readonly session: Signal<Session>
  readonly place: ReadonlySignal<Place>
  /** Said by a screen reader: what happened because of a press, or what must be known. */
  readonly said: Signal<string>
  /** Kept here, because signing in with the first one draws the page anew. */
  readonly freshToken: Signal<FreshToken | null>
  /** Asks anew who this is, and connects again. */
  readonly enter: () => Promise<void>
}

export function openPage(): Page {
  const board = new Board()
  const histories = new Histories(readHistory)
  const clock = pageClock((ms, call) => void setInterval(call, ms))
  const line = signal<Line>({ connection: 'connecting', lastHeard: Date.now() })
  const session = signal<Session>(null)
  const place = signal(placeOf(location.hash))
  let end: () => void = () => undefined
  addEventListener('hashchange', () => (place.value = placeOf(location.hash)))

  const follow = (): void => {
    end()
    end = followEvents({
      open: browserSource,
      admitted: async () => {
        session.value = (await askSession()) ?? session.value
        return session.value === null ? null : session.value !== 'signedOut'
      },
      later: (ms, call) => {
        const timer = setTimeout(call, ms)
        return () => clearTimeout(timer)
      },
      random: () => Math.random(),
      onSnapshot: (snapshot) => {
        board.take(snapshot)
        histories.take(snapshot.entities, Date.now() / 1000)
      },
      onChanges: (changes) => {
        board.change(changes)
        histories.take(changes.set, Date.now() / 1000)
      },
      onHeartbeat: (at) => clock.heard(at),
      onHeard: () => (line.value = { connection: 'open', lastHeard: Date.now() }),
      onConnection: (connection) => {
        if (connection !== 'open') histories.break(Date.now() / 1000)
        else {
          histories.askAgain()
          // The server was away when it was asked who this is.
          if (session.peek() === null) void askSession().then((who) => (session.value = who))
        }
        line.value = { ...line.peek(), connection }
      },
    })
  }
  const enter = async (): Promise<void> => {
    session.value = await askSession()
    if (session.value !== 'signedOut') follow()
  }
  return { board, histories, clock, line, session, place, said: signal(''), freshToken: signal(null), enter }
}

const PageContext = createContext<Page | null>(null)
export const PageProvider = PageContext.Provider

export function usePage(): Page {
  const page = useContext(PageContext)
  if (page === null) throw new Error('A part of the page stands outside of it.')
  return page
}
