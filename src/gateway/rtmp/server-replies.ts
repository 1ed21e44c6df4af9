import type { Socket } from 'node:net'
import { serverCapabilities } from './capabilities.ts'
import { writeUserControl } from './chunk-writer.ts'
import type { Link } from './link.ts'
import { UserControl } from './protocol.ts'

/** What a server says to `connect`: windows, chunk size, success, and what it takes. */
export function acceptConnect(link: Link, transaction: number, announceChunkSize: boolean): void {
  link.announceWindow()
  if (announceChunkSize) link.announceChunkSize()
  link.command(
    0,
    '_result',
    transaction,
    { fmsVer: 'FMS/3,0,1,123', capabilities: 31, ...serverCapabilities },
    // The specification does not say in which of the two objects the capabilities stand; servers use both.
    {
      level: 'status',
      code: 'NetConnection.Connect.Success',
      description: 'Connected',
      objectEncoding: 0,
      ...serverCapabilities,
    },
  )
}

/** Encoders show the description to their user. */
export function rejectConnect(link: Link, transaction: number, description: string): void {
  link.command(0, '_error', transaction, null, { level: 'error', code: 'NetConnection.Connect.Rejected', description })
}

export function acceptPublish(socket: Socket, link: Link, streamId: number): void {
  socket.write(writeUserControl(UserControl.streamBegin, streamId))
  link.status(streamId, 'status', 'NetStream.Publish.Start', 'Publishing')
}

/** FMLE and its descendants wait for it; the name in it is left out, since it is the key. */
export function answerFcPublish(link: Link, transaction: number): void {
  link.command(0, '_result', transaction, null, undefined)
  link.command(0, 'onFCPublish', 0, null, { code: 'NetStream.Publish.Start', description: 'Publish now' })
}

export function answerFcUnpublish(link: Link, transaction: number): void {
  link.command(0, '_result', transaction, null, undefined)
  link.command(0, 'onFCUnpublish', 0, null, { code: 'NetStream.Unpublish.Success', description: 'Unpublished' })
}
