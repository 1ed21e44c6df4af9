import { readChunks } from '../chunks.ts'
import { maxDepth } from './lossless-json.ts'

/** Longest entry, bytes. No more than that is kept in memory. */
const maxEntryBytes = 4 * 1024 * 1024

/** The bytes of one entry, or why what follows is none. */
export type Framed = { readonly entry: Buffer } | { readonly broken: string }

const space = 0x20
const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * Divides a file into the JSON objects that stand in it, whatever the layout: one a line, over many lines, in an array.
 * What is in them is the caller's to read. It ends with `broken` where something else stands between them, where one is
 * not ended, and where one is too long or nested too deep.
 */
export async function* frameEntries(path: string, signal?: AbortSignal): AsyncGenerator<Framed> {
  const framer = new Framer()
  let begun = false
  for await (const chunk of readChunks(path, { signal })) {
    const marked = !begun && chunk.subarray(0, byteOrderMark.length).equals(byteOrderMark)
    begun = true
    yield* framer.take(marked ? chunk.subarray(byteOrderMark.length) : chunk)
    if (framer.broken) return
  }
  yield* framer.end()
}

/** Works on bytes: in UTF-8 no byte of a longer character looks like a quote or a bracket. */
class Framer {
  broken = false
  /** The beginning of the entry that is not ended yet. */
  #kept: Buffer = Buffer.alloc(0)
  /** How many brackets are open in the entry; 0 between entries. */
  #open = 0
  #inText = false
  #escaped = false
  /** What may come between entries: outside of an array any; in it the first or none, a comma or its end, one more. */
  #expecting: 'any' | 'first' | 'separator' | 'next' = 'any'

  take(chunk: Buffer): readonly Framed[] {
    const data = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk])
    const framed: Framed[] = []
    let begin = 0
    for (let at = this.#kept.length; at < data.length; at++) {
      const inside = this.#open > 0
      const why = inside ? this.#inside(data[at] ?? 0) : this.#between(data[at] ?? 0)
      if (why !== null) return [...framed, this.#break(why)]
      if (!inside) begin = at
      else if (this.#open === 0) {
        if (at + 1 - begin > maxEntryBytes) return [...framed, this.#break(tooLong)]
        framed.push({ entry: data.subarray(begin, at + 1) })
      }
    }
    this.#kept = data.subarray(this.#open > 0 ? begin : data.length)
    if (this.#kept.length > maxEntryBytes) framed.push(this.#break(tooLong))
    return framed
  }

  end(): readonly Framed[] {
    if (this.#open > 0) return [this.#break('the file ends in the middle of it')]
    return this.#expecting === 'any' ? [] : [this.#break('the file ends before its array does')]
  }

  #inside(byte: number): string | null {
    if (this.#inText) {
      if (byte < space) return 'a control character in a text'
      if (this.#escaped) this.#escaped = false
      else if (byte === backslash) this.#escaped = true
      else if (byte === quote) this.#inText = false
    } else if (byte === quote) this.#inText = true
    else if (byte === openBrace || byte === openBracket) {
      // What cannot be within the bound, so that an endless one ends; the reader is exact.
      if (++this.#open > maxDepth + 1) return `nested deeper than ${maxDepth} levels`
    } else if (byte === closeBrace || byte === closeBracket) this.#open--
    return null
  }

  #between(byte: number): string | null {
    const expecting = this.#expecting
    if (byte === space || (byte >= 0x09 && byte <= 0x0d && byte !== 0x0b && byte !== 0x0c)) return null
    if (byte === openBrace && expecting !== 'separator') {
      this.#open = 1
      if (expecting !== 'any') this.#expecting = 'separator'
    } else if (byte === openBracket && expecting === 'any') this.#expecting = 'first'
    else if (byte === closeBracket && (expecting === 'first' || expecting === 'separator')) this.#expecting = 'any'
    else if (byte === comma && expecting === 'separator') this.#expecting = 'next'
    else return 'expected an entry, as a JSON object in UTF-8'
    return null
  }

  #break(broken: string): Framed {
    this.broken = true
    return { broken }
  }
}

const tooLong = `longer than ${maxEntryBytes / 1024 / 1024} MiB, which is not taken here`
