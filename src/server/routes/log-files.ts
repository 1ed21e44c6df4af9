import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import {
  exportFormats,
  exportLog,
  proveEntry,
  readEntries,
  readLastEntries,
  type ExportFormat,
} from '../../witness/index.ts'
import { operation, problems } from '../http/operation.ts'
import { deskOf, instanceParams } from './desk.ts'
import { entryBody } from './log-entry.ts'
import { logProblem } from './log-problem.ts'
import type { ApiParts, App } from './parts.ts'

const file = { schema: z.string() }

export const exportQuery = z.object({ format: z.enum(exportFormats).default('json') })

export const exportedLog = {
  description: 'The file.',
  content: { 'application/json': { schema: z.array(entryBody) }, 'text/csv': file, 'text/html': file },
}

const exportRoute = createRoute({
  ...operation('exportLog'),
  method: 'get',
  path: '/api/v1/instances/{id}/log/export',
  tags: ['log'],
  summary: 'The show log as a file: JSON, CSV, or a report to read and print.',
  request: { params: instanceParams, query: exportQuery },
  responses: { 200: exportedLog, ...problems },
})

const proveRoute = createRoute({
  ...operation('proveEntry'),
  method: 'get',
  path: '/api/v1/instances/{id}/log/proofs/{sequence}',
  tags: ['log'],
  summary: 'A proof of one entry, which can be checked without the log: `vmixctl witness verify-proof FILE`.',
  request: { params: instanceParams.extend({ sequence: z.coerce.number().int().min(1) }) },
  responses: { 200: { description: 'The file.', content: { 'text/plain': file } }, ...problems },
})

const types: Readonly<Record<ExportFormat, string>> = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
}
const longestMs = 10 * 60_000

export function addLogFiles(app: App, parts: ApiParts): void {
  app.openapi(exportRoute, async (c) => {
    const { id, controller } = deskOf(parts, c.req.valid('param').id)
    return await exported(c, controller.witnessFolder, id, c.req.valid('query').format)
  })
  app.openapi(proveRoute, async (c) => {
    const { id, sequence } = c.req.valid('param')
    const { controller } = deskOf(parts, id)
    const signal = AbortSignal.timeout(longestMs)
    const { text } = await logProblem(proveEntry({ folder: controller.witnessFolder, entry: sequence, signal }))
    return c.text(text, 200, { 'content-disposition': `attachment; filename="${id}-${sequence}.tlog-proof"` })
  })
}

/** The log in this folder as a file to keep. @throws Problem */
export async function exported(c: Context, folder: string, name: string, format: ExportFormat) {
  // Read once before the answer begins: a log that cannot be read is a problem, and not half a file.
  await logProblem(readLastEntries(folder, 1))
  const signal = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(longestMs)])
  const text = exportLog(readEntries(folder, { signal }), format)
  return c.body(ReadableStream.from(text).pipeThrough(new TextEncoderStream()), 200, {
    'content-type': types[format],
    'content-disposition': `attachment; filename="${name}.${format}"`,
  })
}
