import { SrtError } from '../errors.ts'
import type { SrtCounters, SrtSendTask } from '../process-messages.ts'
import { readableAddress } from './address.ts'
import { COUNTERS_BYTES, readCounters, readLossCounts } from './counters.ts'
import type { SrtLibrary } from './library.ts'
import type { LossCounts } from './loss-estimate.ts'

/** Socket options by their numbers in srt.h. */
const Flag = {
  sendSync: 1,
  receiveSync: 2,
  flightWindow: 4,
  receiveBuffer: 6,
  transmissionType: 50,
  latency: 23,
  passphrase: 26,
  keyLength: 27,
  oldestPeer: 45,
  streamId: 46,
  retransmission: 61,
} as const
const LIVE = 0
/** 1.3.0, of 2018: the first whose handshake tells the passphrase. */
const OLDEST_CALLER = 0x01_03_00
/** The least that libsrt takes. */
const LEAST_PACKETS = 32
const PACKET_BYTES = 1456
/** `SRT_EASYNCSND`: its buffer is full, try again. */
const NO_ROOM = 6001
const NOT_A_SOCKET = -1

/** States of a socket (`SRT_SOCKSTATUS`). */
const CONNECTED = 5
const BROKEN = 6

/** A socket of libsrt that never blocks. */
export class SrtSocket {
  readonly #library: SrtLibrary
  readonly #id: number
  readonly #counters = Buffer.alloc(COUNTERS_BYTES)

  private constructor(library: SrtLibrary, id: number) {
    this.#library = library
    this.#id = id
  }

  /** A socket with everything that has to be set before it connects or listens. */
  static open(library: SrtLibrary, task: SrtSendTask): SrtSocket {
    const socket = new SrtSocket(library, library.createSocket())
    socket.#set(Flag.transmissionType, int(LIVE))
    socket.#set(Flag.sendSync, int(0))
    socket.#set(Flag.receiveSync, int(0))
    socket.#set(Flag.latency, int(task.latencyMs))
    // We receive no data; for each who calls, with a wrong passphrase too, libsrt would reserve half a megabyte for it.
    socket.#set(Flag.flightWindow, int(LEAST_PACKETS))
    socket.#set(Flag.receiveBuffer, int(LEAST_PACKETS * PACKET_BYTES))
    // Not twice within a round trip: else a packet is sent again with each report of its loss. Known from 1.4.2 on.
    library.setFlag(socket.#id, Flag.retransmission, int(1), 4)
    // An older caller is let in without it, is sent nothing, and keeps others out.
    if (task.mode === 'listener') socket.#set(Flag.oldestPeer, int(OLDEST_CALLER))
    if (task.passphrase !== null) {
      socket.#set(Flag.passphrase, Buffer.from(task.passphrase))
      if (task.keyLength !== null) socket.#set(Flag.keyLength, int(task.keyLength))
    }
    if (task.streamId !== null && task.mode === 'caller') socket.#set(Flag.streamId, Buffer.from(task.streamId))
    return socket
  }

  #set(flag: number, value: Buffer): void {
    if (this.#library.setFlag(this.#id, flag, value, value.length) === 0) return
    throw new SrtError('settings', `libsrt ${this.#library.version} does not take a setting (option ${flag}).`)
  }

  connect(address: Buffer): void {
    if (this.#library.connect(this.#id, address, address.length) !== NOT_A_SOCKET) return
    throw new SrtError('address', 'The system does not let us connect to this address.')
  }

  listen(address: Buffer): void {
    if (this.#library.bind(this.#id, address, address.length) === 0 && this.#library.listen(this.#id, 1) === 0) return
    throw new SrtError('address', 'The port is taken by another program, or the address is none of this machine.')
  }

  /** The one who has called, or null when nobody has. */
  accept(): { readonly socket: SrtSocket; readonly peer: string | null } | null {
    const address = Buffer.alloc(128)
    const length = int(address.length)
    const id = this.#library.accept(this.#id, address, length)
    if (id === NOT_A_SOCKET) return null
    return { socket: new SrtSocket(this.#library, id), peer: readableAddress(address) }
  }

  get state(): 'pending' | 'connected' | 'gone' {
    const state = this.#library.state(this.#id)
    return state === CONNECTED ? 'connected' : state >= BROKEN ? 'gone' : 'pending'
  }

  /** Why the other side, or libsrt itself, did not let the connection come about. */
  get rejectReason(): number {
    return this.#library.rejectReason(this.#id)
  }

  /** One message of at most 1316 bytes. `full`: it was not taken, and may be later. */
  send(message: Buffer): 'sent' | 'full' | 'gone' {
    if (this.#library.send(this.#id, message, message.length, null) >= 0) return 'sent'
    return this.#library.lastError() === NO_ROOM ? 'full' : 'gone'
  }

  /** Null when the connection is gone. */
  counters(): Omit<SrtCounters, 'packetsLost'> | null {
    return this.#count() ? readCounters(this.#counters) : null
  }

  /** Null when the connection is gone. */
  lossCounts(): LossCounts | null {
    return this.#count() ? readLossCounts(this.#counters) : null
  }

  #count(): boolean {
    return this.#library.statistics(this.#id, this.#counters, 0, 1) === 0
  }

  close(): void {
    this.#library.close(this.#id)
  }
}

function int(value: number): Buffer {
  const memory = Buffer.alloc(4)
  memory.writeInt32LE(value)
  return memory
}
