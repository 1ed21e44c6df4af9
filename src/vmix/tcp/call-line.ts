import { callPath, type CallParams } from '../call.ts'
import { VMixAPIError } from '../errors/api-error.ts'

/**
 * The line of a call, `FUNCTION Name k=v&k=v`, values percent-encoded as in HTTP. That vMix decodes them here too is
 * what users of other clients report ([B]: companion-module-studiocoast-vmix #365, v29: a raw `&` cuts the value, `%26`
 * arrives; node-vmix encodes so as well); the vendor's manual does not say it.
 *
 * @throws {VMixAPIError} `invalid_parameter`: nothing was sent
 */
export function callLine(name: string, params: CallParams): string {
  if (!/^[A-Za-z]\w{0,99}$/.test(name)) {
    // Whatever has a blank or a line's end in it would be another call, or two.
    const message = `"${name.slice(0, 40)}" is no name of a vMix function. Nothing was sent.`
    throw new VMixAPIError('invalid_parameter', message, { mayHaveBeenSent: false })
  }
  const path = callPath(name, params)
  const query = path.indexOf('&')
  return query < 0 ? `FUNCTION ${name}\r\n` : `FUNCTION ${name} ${path.slice(query + 1)}\r\n`
}
