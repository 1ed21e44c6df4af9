import type { Socket } from 'node:net'
import { writeControl, writePeerBandwidth, writeUserControl } from './chunk-writer.ts'
import type { Link } from './link.ts'
import { MessageType, UserControl, WINDOW_ACK_SIZE } from './protocol.ts'

/** What a server says to `connect`: windows, chunk size, success. */
export function acceptConnect(socket: Socket, link: Link, transaction: number, announceChunkSize: boolean): void {
  socket.write(writeControl(MessageType.windowAckSize, WINDOW_ACK_SIZE))
  socket.write(writePeerBandwidth(WINDOW_ACK_SIZE))
  if (announceChunkSize) link.announceChunkSize()
  link.command(
    0,
    '_result',
    transaction,
    { fmsVer: 'FMS/3,0,1,123', capabilities: 31 },
    { level: 'status', code: 'NetConnection.Connect.Success', description: 'Connected', objectEncoding: 0 },
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
