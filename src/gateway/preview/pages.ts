import { readFile } from 'node:fs/promises'

/** A file that the browser is given: the same for everybody, nothing secret in it. */
export interface PageFile {
  readonly type: string
  readonly bytes: Buffer
}

const FOLDER = new URL('../../../assets/preview/', import.meta.url)

const types = {
  'page.html': 'text/html; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'player.js': 'text/javascript; charset=utf-8',
  'picture.js': 'text/javascript; charset=utf-8',
  'live-edge.js': 'text/javascript; charset=utf-8',
} as const
export type PageName = keyof typeof types

export function isPageName(name: string): name is PageName {
  return Object.hasOwn(types, name)
}

/** Reads one of the files that come with the package. */
export async function readPage(name: PageName): Promise<PageFile> {
  return { type: types[name], bytes: await readFile(new URL(name, FOLDER)) }
}

/**
 * What the page may do: run our scripts, show what they make, speak to where it came from. No other origin, no inline
 * script, in no frame.
 *
 * @param host `127.0.0.1:8481`, checked; named because not every browser counts `ws:` as the page's own origin
 */
export function contentSecurityPolicy(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    'media-src blob:',
    `connect-src 'self' ws://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
