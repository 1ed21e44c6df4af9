import type { MiddlewareHandler } from 'hono'
import type { Clock } from '../../clock/index.ts'
import type { AppEnv } from './env.ts'
import { readPageFiles, type PageFile } from './page-files.ts'
import { stampOf } from '../stored/index.ts'
import { join } from 'node:path'

/** How often it is looked whether the page was built anew, ms. */
const lookEveryMs = 1000

/** The page for people, from the folder that it was built into. */
export function page(folder: string, clock: Clock): MiddlewareHandler<AppEnv> {
  let files: ReadonlyMap<string, PageFile> | null = null
  let stamp: string | null = null
  let lookedAt = Number.NEGATIVE_INFINITY
  const look = async (): Promise<void> => {
    const now = clock.monotonic()
    if (now - lookedAt < lookEveryMs) return
    lookedAt = now
    const found = await stampOf(join(folder, 'index.html'))
    if (found === stamp) return
    files = await readPageFiles(folder)
    stamp = found
  }
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return await next()
    await look()
    const file = files?.get(c.req.path)
    if (file !== undefined) return answer(file, c.req.header('if-none-match'), c.req.header('accept-encoding') ?? '')
    if (files === null && c.req.path === '/') return notBuilt()
    return await next()
  }
}

function answer(file: PageFile, known: string | undefined, encodings: string): Response {
  const headers = new Headers({
    'content-type': file.type,
    etag: file.etag,
    'cache-control': file.isFixed ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
  })
  if (known === file.etag) return new Response(null, { status: 304, headers })
  const packed = /\bgzip\b/.test(encodings) ? file.packed : null
  if (packed !== null) headers.set('content-encoding', 'gzip')
  return new Response(new Uint8Array(packed ?? file.bytes), { headers })
}

function notBuilt(): Response {
  const text = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Control room</title>
<h1>The page is not built</h1>
<p>The server runs, and its API answers: see <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</p>
<p>In a checkout the page is built by <code>npm run build</code>. Then load this address again.</p>
`
  return new Response(text, {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  })
}
