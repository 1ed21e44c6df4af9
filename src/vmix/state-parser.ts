import { VMixAPIError } from './errors/api-error.ts'
import type { VMixState } from './state.ts'
import { type Elements, readPlain } from './state/read-plain.ts'
import { readXml } from './state/read-xml.ts'
import { Walk } from './state/walk.ts'
import { StateBuilder } from './state-builder.ts'

/**
 * Reads a state document. Tolerant of what versions differ in: a byte order mark, an `<?xml?>` line, missing and
 * unknown elements and attributes, characters that XML forbids and presets carry nevertheless. A document that is cut
 * off or is no `<vmix>` is refused, so that half a document never reads as "nothing is running".
 *
 * @throws {VMixAPIError} `bad_state`
 * @example parseState('<vmix><version>29.0.0.49</version>…</vmix>').streams[0]?.live
 */
export function parseState(xml: string): VMixState {
  const plain = new StateElements()
  return readPlain(xml, plain) ? plain.state() : parseAnyState(xml)
}

/** The same by the parser of all of XML alone: what {@link parseState} must not differ from. */
export function parseAnyState(xml: string): VMixState {
  const elements = new StateElements()
  try {
    readXml(xml, elements)
  } catch (error) {
    if (error instanceof VMixAPIError) throw error
    throw badState('it is not well-formed XML, or it was cut off', error)
  }
  return elements.state()
}

class StateElements implements Elements {
  readonly #builder = new StateBuilder()
  readonly #walk = new Walk(this.#builder.root)

  open(name: string, attributes: Readonly<Record<string, string>>): boolean {
    if (this.#walk.depth === 0 && name !== 'vmix') throw badState(`its root is <${name.slice(0, 40)}>`, undefined)
    return this.#walk.open(name, attributes)
  }

  text(text: string): void {
    this.#walk.text(text)
  }

  close(): boolean {
    return this.#walk.close()
  }

  state(): VMixState {
    if (!this.#builder.sawSection) throw badState('it is empty', undefined)
    return this.#builder.build(this.#walk.extras.list)
  }
}

function badState(why: string, cause: unknown): VMixAPIError {
  return new VMixAPIError(
    'bad_state',
    `What answered is no vMix state document: ${why}. Check that host and port are those of vMix's Web Controller (port 8088 unless changed).`,
    { mayHaveBeenSent: true, cause },
  )
}
