import type { Board } from '../board/index.ts'

/** Where a client stands: which board, and how much of it it has. */
export interface EventPosition {
  readonly boardId: string
  readonly version: number
}

/** `<boardId>-<version>`, as the event stream names each message. Null: not one of ours. */
export function parsePosition(text: string | undefined): EventPosition | null {
  const match = /^(?<boardId>[0-9a-f-]{36})-(?<version>\d{1,15})$/.exec(text ?? '')
  const { boardId, version } = match?.groups ?? {}
  return boardId === undefined || version === undefined ? null : { boardId, version: Number(version) }
}

/** All of it. */
function snapshotMessage(board: Board): Buffer {
  const { id, version, entities } = board
  return message('snapshot', { id, version, entities }, `${id}-${version}`)
}

/** What changed after `version`; a snapshot where that cannot be told. */
export function messageAfter(board: Board, version: number | null): Buffer {
  const changes = version === null ? null : board.changesAfter(version)
  return changes === null ? snapshotMessage(board) : message('changes', changes, `${board.id}-${changes.version}`)
}

export function heartbeatMessage(at: Date): Buffer {
  return message('heartbeat', { at: at.toISOString() })
}

/** JSON has no line ends of its own, so one `data` line holds it. */
function message(event: string, data: unknown, id?: string): Buffer {
  return Buffer.from(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`)
}
