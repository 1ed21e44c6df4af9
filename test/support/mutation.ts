/** Numbers from 0 to 1, small and repeatable (mulberry32): a failure names its round, and the same round fails again. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What a text is made of, in order: lines, or tags, quoted values and what stands between them. */
export type Parts = readonly Buffer[]

/** Cuts a text before and behind everything that is `part`, a global expression; no byte is lost. */
export function partsOf(text: Buffer, part: RegExp): Parts {
  const parts: Buffer[] = []
  let last = 0
  // One character for each byte, so that places in the one are places in the other.
  for (const { 0: piece, index } of text.toString('latin1').matchAll(part)) {
    parts.push(text.subarray(last, index), text.subarray(index, index + piece.length))
    last = index + piece.length
  }
  return [...parts, text.subarray(last)].filter((piece) => piece.length > 0)
}

export interface MutationOptions {
  /** What is mutated, and where pieces of others are taken from. */
  readonly seeds: readonly Parts[]
  /** What is put in, as a part of its own or at any byte. */
  readonly pieces: readonly Buffer[]
  /** In place of a part that `replaceable` names, such as a quoted value. */
  readonly values: readonly Buffer[]
  readonly replaceable: (part: Buffer) => boolean
}

/**
 * One of the seeds, changed in a few places: parts left out, doubled, many times over, exchanged, brought from another
 * seed or given another value (what is still of the right form, and therefore gets far), and then single bytes (what is
 * of no form). Some come out as they were.
 */
export function mutated(options: MutationOptions, random: () => number): Buffer {
  const pick = (below: number) => Math.floor(random() * below)
  const parts = [...(options.seeds[pick(options.seeds.length)] ?? [])]
  for (let changes = pick(4); changes > 0; changes--) changeParts(parts, options, pick)
  let bytes: Buffer = Buffer.concat(parts)
  // Most of them keep their form.
  for (let changes = random() < 0.7 ? 0 : 1 + pick(3); changes > 0; changes--) bytes = changeBytes(bytes, options, pick)
  return bytes.length === 0 ? Buffer.from('<') : bytes
}

type Pick = (below: number) => number

function changeParts(parts: Buffer[], options: MutationOptions, pick: Pick): void {
  const { seeds, pieces, values, replaceable } = options
  const at = pick(parts.length + 1)
  const few = pick(6)
  switch (pick(6)) {
    case 0:
      parts.splice(at, few)
      break
    case 1:
      parts.splice(at, 0, ...parts.slice(at, at + few))
      break
    case 2:
      // Taken from here and put there.
      parts.splice(pick(parts.length + 1), 0, ...parts.splice(at, few))
      break
    case 3: {
      const other = seeds[pick(seeds.length)] ?? []
      const from = pick(other.length)
      parts.splice(at, pick(3), ...other.slice(from, from + pick(12)))
      break
    }
    case 4: {
      const piece = pieces[pick(pieces.length)]
      const times = pick(8) === 0 ? 40 : 1
      if (piece !== undefined) parts.splice(at, 0, ...Array.from({ length: times }, () => piece))
      break
    }
    default: {
      // The next one from a place that is chosen by chance.
      const index = parts.findIndex((part, place) => place >= at && replaceable(part))
      const value = values[pick(values.length)]
      if (index >= 0 && value !== undefined) parts[index] = value
    }
  }
}

function changeBytes(bytes: Buffer, { pieces }: MutationOptions, pick: Pick): Buffer {
  const at = pick(bytes.length)
  const until = Math.min(bytes.length, at + pick(40))
  switch (pick(6)) {
    case 0: {
      const changed = Buffer.from(bytes)
      if (at < changed.length) changed[at] = pick(256)
      return changed
    }
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(until)])
    case 2:
      return Buffer.concat([bytes.subarray(0, until), bytes.subarray(at)])
    case 3:
      return Buffer.concat([bytes.subarray(0, at), pieces[pick(pieces.length)] ?? Buffer.of(), bytes.subarray(at)])
    case 4: {
      const changed = Buffer.from(bytes)
      const one = changed[at]
      if (one !== undefined) changed[at] = one ^ (1 << pick(8))
      return changed
    }
    default:
      return bytes.subarray(0, Math.max(1, at))
  }
}
