import { readFileSync } from 'node:fs'

/** The package's, which stands beside `src` in a checkout and beside `dist` where it is installed. */
export function version(): string {
  const file: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const known = typeof file === 'object' && file !== null && 'version' in file ? file.version : null
  return typeof known === 'string' ? known : 'unknown'
}
