import { z } from 'zod'
import { redactUrl } from '../../secrets/index.ts'
import { presetProblem } from '../room/index.ts'
import { displayName, id, secret, text } from './fields.ts'

const platforms = ['twitch', 'youtube', 'facebook', 'custom', 'srt'] as const
const keyInAddress =
  'It looks as if a login or the key stood in the address. The key belongs beside it (key: env:NAME); where the last part is the application of the server, end it with a slash.'
const latencyBelongs = 'The latency of SRT: 20 to 8000 ms.'

/** Where streams can be sent to. */
export const destinationConfig = z
  .strictObject({
    id: id.describe('By this the page, the API and the log know it.'),
    name: displayName.optional().describe('As people call it; the id, unless said.'),
    platform: z.enum(platforms).describe('`custom`: any RTMP or RTMPS server; `srt`: by SRT.'),
    url: text('The address that it is sent to, without the key.', 2048)
      .optional()
      .describe('The server without the key; for `custom` and `srt`, which have none of their own.'),
    key: secret
      .optional()
      .describe('Where the stream key stands: `env:NAME` or `file:PATH`; of `srt` the passphrase, if it has one.'),
    mode: z
      .enum(['caller', 'listener'])
      .optional()
      .describe('Of `srt`: it calls the receiver, or waits to be called; caller, unless said.'),
    latencyMs: z
      .int(latencyBelongs)
      .min(20, latencyBelongs)
      .max(8000, latencyBelongs)
      .optional()
      .describe('Of `srt`, in ms; 120, unless said.'),
    streamId: text('The stream id of SRT: up to 512 characters.', 512)
      .optional()
      .describe('Of `srt`: what a caller tells the receiver. Shown in clear; it is no place for a secret.'),
  })
  .superRefine((given, context) => {
    const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const { platform, url, key, mode, latencyMs, streamId } = given
    const wants = platform === 'custom' || platform === 'srt'
    if (wants && url === undefined) return problem('platform', `A ${platform} destination needs its url beside it.`)
    if (platform !== 'srt' && key === undefined) {
      problem('platform', 'This destination needs its key beside it: key: env:NAME or key: file:PATH.')
    }
    for (const [name, value] of Object.entries({ mode, latencyMs, streamId })) {
      if (platform !== 'srt' && value !== undefined) problem(name, `${name} is of SRT alone. Leave it away.`)
    }
    if (url !== undefined && redactUrl(url) !== url) return problem('url', keyInAddress)
    const srt = mode === undefined ? {} : { mode }
    const wrong = presetProblem({ id: given.id, name: given.name ?? given.id, platform, url: url ?? null, srt })
    if (wrong !== null) problem(url === undefined ? 'platform' : 'url', wrong)
  })
