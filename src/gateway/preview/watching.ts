import type { WebSocket } from 'ws'
import type { Clock } from '../../clock/index.ts'
import type { FeedPreview } from './feed-preview.ts'
import { ReadSoFar } from './read-so-far.ts'
import type { Ticket } from './tickets.ts'

/** How often a viewer is asked whether it is still there; two silences, and it is gone. */
const HEARTBEAT_MS = 15_000
/** RFC 6455, 7.4.1. */
const GOING_AWAY = 1001
const POLICY = 1008

/** Shows the feed to whoever is at this socket, until it leaves or the signal. */
export function watch(options: {
  readonly socket: WebSocket
  readonly preview: FeedPreview
  readonly ticket: Ticket
  readonly sound: boolean
  readonly clock: Clock
  readonly signal: AbortSignal
}): void {
  const { socket, preview, ticket, sound, clock, signal } = options
  const gone = new AbortController()
  const far = new ReadSoFar()
  const send = (message: Buffer | string): void => {
    socket.send(message, ignored)
    const question = far.sent(message.length, clock.monotonic())
    if (question !== null) socket.ping(question, undefined, ignored)
  }
  socket.on('pong', (answer) => far.answered(answer.toString('latin1')))
  const viewer = preview.join(
    {
      get unreadBytes() {
        return far.unreadBytes
      },
      unreadMs: (nowMs) => far.unreadMs(nowMs),
      text: send,
      bytes: send,
      drop: () => socket.terminate(),
    },
    ticket,
    sound,
  )
  const end = (): void => {
    socket.close(GOING_AWAY, 'The gateway stops.')
    socket.terminate()
  }
  signal.addEventListener('abort', end, { once: true })
  socket.on('error', () => undefined)
  socket.on('message', () => socket.close(POLICY, 'A viewer has nothing to say here.'))
  socket.on('close', () => {
    gone.abort()
    signal.removeEventListener('abort', end)
    preview.leave(viewer)
  })
  void heartbeat(socket, clock, gone.signal)
}

/** A socket that is closing takes nothing more, and says so here; its `close` follows. */
function ignored(): void {}

async function heartbeat(socket: WebSocket, clock: Clock, signal: AbortSignal): Promise<void> {
  let heard = true
  socket.on('pong', () => {
    heard = true
  })
  while (!signal.aborted) {
    await clock.sleep(HEARTBEAT_MS, signal).catch(() => undefined)
    if (signal.aborted || socket.readyState !== socket.OPEN) return
    if (!heard) return socket.terminate()
    heard = false
    socket.ping()
  }
}
