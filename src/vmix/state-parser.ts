import { SaxesParser } from 'saxes'
import { emptyAttributes } from './attributes.ts'
import { VMixAPIError } from './errors/api-error.ts'
import type { VMixState } from './state.ts'
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
  const parser = new SaxesParser({ xmlns: false, position: false })
  const builder = new StateBuilder()
  const walk = new Walk()
  const onText = (text: string) => walk.text(text)
  // Not gathering texts that nobody wants saves time: the blanks of an indented document are many.
  let listening = false
  const listen = (wanted: boolean) => {
    if (wanted === listening) return
    listening = wanted
    if (wanted) parser.on('text', onText)
    else parser.off('text')
  }
  parser.on('error', (error) => {
    if (!isForbiddenCharacter(error)) throw error
  })
  parser.on('opentagstart', (tag) => {
    tag.attributes = emptyAttributes()
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (walk.depth === 0 && name !== 'vmix') throw badState(`its root is <${name.slice(0, 40)}>`, undefined)
    listen(walk.open(builder.root, name, attributes))
  })
  parser.on('closetag', () => listen(walk.close()))
  try {
    parser.write(withoutLead(xml)).close()
  } catch (error) {
    if (error instanceof VMixAPIError) throw error
    throw badState('it is not well-formed XML, or it was cut off', error)
  }
  if (!builder.sawSection) throw badState('it is empty', undefined)
  return builder.build(walk.extras.list)
}

/**
 * Blank lines before `<?xml?>` are forbidden by XML; a byte order mark may stand before or after them. Most documents
 * need no trimming, and are better left whole: reading a trimmed copy, which is a view of the other, takes longer.
 */
function withoutLead(xml: string): string {
  const first = xml.charCodeAt(0) === 0xfeff ? 1 : 0
  return xml.charCodeAt(first) === 0x3c ? xml : xml.trimStart()
}

/** Titles pasted from elsewhere hold control characters; they are no reason to be blind to the whole show. */
function isForbiddenCharacter(error: Error): boolean {
  return error.message.endsWith('disallowed character.') || error.message.endsWith('malformed character entity.')
}

function badState(why: string, cause: unknown): VMixAPIError {
  return new VMixAPIError(
    'bad_state',
    `What answered is no vMix state document: ${why}. Check that host and port are those of vMix's Web Controller (port 8088 unless changed).`,
    { mayHaveBeenSent: true, cause },
  )
}
