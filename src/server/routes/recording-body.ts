import { z } from '@hono/zod-openapi'

/** What to record into. No folder: where files are written is the server's to say. */
export const recordingBody = z
  .strictObject({
    filename: z.string().max(200).optional().meta({ description: 'Without folders.', example: 'show_{date}.mp4' }),
    format: z.string().max(8).optional().meta({ example: 'MKV' }),
    quality: z.string().max(16).optional().meta({ example: 'high' }),
  })
  .meta({ id: 'Recording' })

/** The same without what was not said. */
export function recordingOf(given: z.infer<typeof recordingBody>): {
  readonly filename?: string
  readonly format?: string
  readonly quality?: string
} {
  const { filename, format, quality } = given
  return {
    ...(filename === undefined ? {} : { filename }),
    ...(format === undefined ? {} : { format }),
    ...(quality === undefined ? {} : { quality }),
  }
}
