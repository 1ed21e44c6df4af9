import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** One file of the page, as it is sent. */
export interface PageFile {
  readonly type: string
  readonly etag: string
  readonly bytes: Buffer
  /** The same, packed; null where that saves nothing. */
  readonly packed: Buffer | null
  /** Its name has its content's hash in it, so that it never changes. */
  readonly isFixed: boolean
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}
const mostFiles = 200
const mostBytes = 16 * 1024 * 1024

/**
 * All files of a built page, by the address that they are asked for: read once, so that no address can lead to any other
 * file of this machine. Null: it was not built.
 */
export async function readPageFiles(folder: string): Promise<ReadonlyMap<string, PageFile> | null> {
  const names = await readdir(folder, { recursive: true }).catch(() => null)
  if (names === null || !names.includes('index.html')) return null
  const files = new Map<string, PageFile>()
  let total = 0
  for (const name of names) {
    const type = types[extname(name)]
    const path = join(folder, name)
    const about = await stat(path)
    if (type === undefined || !about.isFile()) continue
    total += about.size
    if (files.size >= mostFiles || total > mostBytes) throw new Error(`The page in ${folder} is too large to be ours.`)
    const address = `/${relative(folder, path).split(sep).join('/')}`
    const file = await pageFile(address, type, await readFile(path))
    files.set(address, file)
    if (address === '/index.html') files.set('/', file)
  }
  return files
}

async function pageFile(address: string, type: string, bytes: Buffer): Promise<PageFile> {
  const packed = await promisify(gzip)(bytes)
  return {
    type,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    bytes,
    packed: packed.length < bytes.length * 0.9 ? packed : null,
    isFixed: address.startsWith('/assets/') && /-[\w-]{8}\.\w+$/.test(address),
  }
}
