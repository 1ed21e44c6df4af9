import { z } from 'zod'
import { text } from './fields.ts'

const belongs = 'An http(s) address that takes what is posted to it, such as https://upload.example/sink.'

/** What a look before a show is told beside the show itself. */
export const preflightConfig = z.strictObject({
  uploadTo: text(belongs, 1000)
    .refine((given) => isTarget(given), belongs)
    .refine(
      (given) => hasNoLogin(given),
      'A login never stands in this file. Name a test target that takes what is posted by this machine without one.',
    )
    .optional()
    .describe(
      'How fast the line is: every preflight sends random bytes to this address for four seconds, twice what the show needs; absent: not measured.',
    ),
})

function isTarget(given: string): boolean {
  const url = URL.parse(given)
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== ''
}

function hasNoLogin(given: string): boolean {
  const url = URL.parse(given)
  return url === null || (url.username === '' && url.password === '')
}
