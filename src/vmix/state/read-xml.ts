import { SaxesParser } from 'saxes'
import { emptyAttributes } from '../attributes.ts'
import type { Elements } from './read-plain.ts'

/**
 * Reads any XML.
 *
 * @throws {Error} where it is not well-formed; whatever `elements` throw
 */
export function readXml(xml: string, elements: Elements): void {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const onText = (text: string) => elements.text(text)
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
  parser.on('opentag', ({ name, attributes }) => listen(elements.open(name, attributes)))
  parser.on('closetag', () => listen(elements.close()))
  parser.write(withoutLead(xml)).close()
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
