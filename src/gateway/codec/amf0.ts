/**
 * AMF0, the value encoding of RTMP commands and FLV script data (Adobe, "Action Message Format - AMF 0", 2007).
 * What is decoded comes from a stranger: depth, count and length are bounded, and nothing is trusted.
 */

/** A decoded value. Objects have no prototype, so no key can reach one. Dates are numbers (ms since 1970). */
export type AmfValue = number | boolean | string | null | undefined | readonly AmfValue[] | AmfObject
export interface AmfObject {
  readonly [key: string]: AmfValue
}

/** The bytes are no AMF0, or more of it than is accepted. */
export class AmfError extends Error {
  override readonly name = 'AmfError'
}

const MAX_DEPTH = 16
const MAX_VALUES = 4096

/** Type markers. */
const NUMBER = 0x00
const BOOLEAN = 0x01
const STRING = 0x02
const OBJECT = 0x03
const NULL = 0x05
const UNDEFINED = 0x06
const ECMA_ARRAY = 0x08
const OBJECT_END = 0x09
const STRICT_ARRAY = 0x0a
const DATE = 0x0b
const LONG_STRING = 0x0c
const UNSUPPORTED = 0x0d
const XML_DOCUMENT = 0x0f
const TYPED_OBJECT = 0x10

class AmfReader {
  readonly #data: Buffer
  #at: number
  #values = 0

  constructor(data: Buffer, start: number) {
    this.#data = data
    this.#at = start
  }

  get done(): boolean {
    return this.#at >= this.#data.length
  }

  value(depth: number): AmfValue {
    if (depth > MAX_DEPTH) throw new AmfError(`AMF0 values are nested deeper than ${MAX_DEPTH}`)
    this.#values++
    if (this.#values > MAX_VALUES) throw new AmfError(`more than ${MAX_VALUES} AMF0 values`)
    const marker = this.#data.readUInt8(this.#take(1))
    switch (marker) {
      case NUMBER:
        return this.#data.readDoubleBE(this.#take(8))
      case BOOLEAN:
        return this.#data.readUInt8(this.#take(1)) !== 0
      case STRING:
        return this.#shortText()
      case LONG_STRING:
      case XML_DOCUMENT:
        return this.#text(this.#data.readUInt32BE(this.#take(4)))
      case NULL:
        return null
      case UNDEFINED:
      case UNSUPPORTED:
        return undefined
      case OBJECT:
        return this.#object(depth)
      case TYPED_OBJECT:
        this.#shortText()
        return this.#object(depth)
      case ECMA_ARRAY:
        // Its count is only a hint: encoders write 0, or count wrongly. The end marker decides.
        this.#take(4)
        return this.#object(depth)
      case STRICT_ARRAY:
        return this.#array(depth)
      case DATE: {
        const at = this.#data.readDoubleBE(this.#take(8))
        this.#take(2)
        return at
      }
      default:
        throw new AmfError(`unknown AMF0 type 0x${marker.toString(16).padStart(2, '0')}`)
    }
  }

  #array(depth: number): AmfValue[] {
    const count = this.#data.readUInt32BE(this.#take(4))
    if (count > this.#data.length - this.#at) throw new AmfError('an AMF0 array is longer than its message')
    const values: AmfValue[] = []
    for (let i = 0; i < count; i++) values.push(this.value(depth + 1))
    return values
  }

  #object(depth: number): AmfObject {
    const object: Record<string, AmfValue> = Object.create(null)
    for (;;) {
      // Some encoders leave the end marker of the last object out: the end of the message is taken for it.
      if (this.done) return object
      const name = this.#shortText()
      if (name === '' && this.#data[this.#at] === OBJECT_END) {
        this.#at++
        return object
      }
      object[name] = this.value(depth + 1)
    }
  }

  #shortText(): string {
    return this.#text(this.#data.readUInt16BE(this.#take(2)))
  }

  #text(length: number): string {
    const start = this.#take(length)
    return this.#data.toString('utf8', start, start + length)
  }

  #take(length: number): number {
    const start = this.#at
    if (length > this.#data.length - start) throw new AmfError('AMF0 data ends in the middle of a value')
    this.#at = start + length
    return start
  }
}

/**
 * All values of a message, from byte `start` on.
 *
 * @throws {AmfError} when they are no AMF0, nested deeper than 16 or more than 4096
 * @example decodeAmf0(body) // ['connect', 1, { app: 'live' }]
 */
export function decodeAmf0(data: Buffer, start = 0): AmfValue[] {
  const reader = new AmfReader(data, start)
  const values: AmfValue[] = []
  while (!reader.done) values.push(reader.value(0))
  return values
}

/** The string at the start of a message (a command's or data message's name), or null; looks no further. */
export function leadingString(data: Buffer, start = 0): string | null {
  if (data.length < start + 3 || data[start] !== STRING) return null
  const length = data.readUInt16BE(start + 1)
  return data.length < start + 3 + length ? null : data.toString('utf8', start + 3, start + 3 + length)
}

/** Bytes that a leading string of this text takes. */
export function encodedStringLength(text: string): number {
  return 3 + Buffer.byteLength(text)
}

/**
 * Values in AMF0, one after the other. Strings of 65,536 bytes and more become long strings.
 *
 * @example encodeAmf0('_result', 1, null, { level: 'status' })
 */
export function encodeAmf0(...values: readonly AmfValue[]): Buffer {
  const parts: Buffer[] = []
  for (const value of values) encodeValue(value, parts)
  return Buffer.concat(parts)
}

function encodeValue(value: AmfValue, parts: Buffer[]): void {
  if (value === null) parts.push(Buffer.of(NULL))
  else if (value === undefined) parts.push(Buffer.of(UNDEFINED))
  else if (typeof value === 'boolean') parts.push(Buffer.of(BOOLEAN, value ? 1 : 0))
  else if (typeof value === 'number') {
    const part = Buffer.alloc(9, NUMBER)
    part.writeDoubleBE(value, 1)
    parts.push(part)
  } else if (typeof value === 'string') encodeString(value, parts)
  else if (isArray(value)) {
    const head = Buffer.alloc(5, STRICT_ARRAY)
    head.writeUInt32BE(value.length, 1)
    parts.push(head)
    for (const item of value) encodeValue(item, parts)
  } else {
    parts.push(Buffer.of(OBJECT))
    for (const [name, item] of Object.entries(value)) {
      parts.push(withLength(Buffer.from(name)))
      encodeValue(item, parts)
    }
    parts.push(Buffer.of(0, 0, OBJECT_END))
  }
}

function encodeString(text: string, parts: Buffer[]): void {
  const bytes = Buffer.from(text)
  if (bytes.length < 0x1_0000) {
    parts.push(Buffer.of(STRING), withLength(bytes))
    return
  }
  const head = Buffer.alloc(5, LONG_STRING)
  head.writeUInt32BE(bytes.length, 1)
  parts.push(head, bytes)
}

function withLength(bytes: Buffer): Buffer {
  if (bytes.length > 0xffff) throw new AmfError('an AMF0 name is longer than 65,535 bytes')
  const part = Buffer.allocUnsafe(2 + bytes.length)
  part.writeUInt16BE(bytes.length, 0)
  bytes.copy(part, 2)
  return part
}

/** `Array.isArray` does not narrow readonly arrays. */
function isArray(value: readonly AmfValue[] | AmfObject): value is readonly AmfValue[] {
  return Array.isArray(value)
}

/** The value as an object, or null when it is something else. */
export function amfObject(value: AmfValue): AmfObject | null {
  return typeof value === 'object' && value !== null && !isArray(value) ? value : null
}
