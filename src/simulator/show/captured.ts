import { majorVersion, parseState, VMixAPIError } from '../../vmix/index.ts'
import { SimulatorError } from '../error.ts'
import { layoutOf } from '../layout.ts'
import { fitTo } from './fit.ts'
import { type Show, showOf } from './show.ts'

/** What a simulated vMix is to be, where it is not what its document says. */
export interface ShowVersion {
  readonly version?: string | undefined
  readonly edition?: string | undefined
}

/**
 * The show of a captured state document: version and edition are the document's unless given. With another version
 * given, the show takes on that version's layout; else it is shown again as captured, element by element.
 *
 * @throws {SimulatorError} `bad_preset` for what is no state document, or one without inputs
 */
export function capturedShow(xml: string, given: ShowVersion, otherwise: { version: string; edition: string }): Show {
  const show = showOf(read(xml))
  if (show.inputs.length === 0 || show.inputs.length > MAX_INPUTS) {
    throw new SimulatorError(
      'bad_preset',
      `The preset has ${show.inputs.length} inputs; a show has 1 to ${MAX_INPUTS}.`,
    )
  }
  if (show.version === '') show.version = otherwise.version
  show.major = majorVersion(show.version)
  if (show.edition === '') show.edition = otherwise.edition
  show.edition = given.edition ?? show.edition
  if (given.version !== undefined && given.version !== show.version) {
    show.version = given.version
    fitTo(show, layoutOf(given.version))
  }
  return show
}

/** vMix takes a thousand. */
export const MAX_INPUTS = 1000

function read(xml: string) {
  try {
    return parseState(xml)
  } catch (error) {
    if (!(error instanceof VMixAPIError)) throw error
    const message = 'The preset is no vMix state document. Save one with: curl http://VMIX:8088/api/ > show.xml'
    throw new SimulatorError('bad_preset', message, error)
  }
}
