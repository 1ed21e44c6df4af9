import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { systemClock } from '../../src/clock/index.ts'
import { builtPage } from './room-server.ts'

const root = join(import.meta.dirname, '../..')
const source = join(root, 'dashboard')
/** In the folder that is emptied by each build: what another one has built is never taken for ours. */
const stamp = join(builtPage, '.built-from')
const lock = join(root, 'dist/.dashboard-is-being-built')
/** Far longer than a build takes. */
const abandonedMs = 120_000

/**
 * The page from its source as it stands now, as `npm run dashboard` makes it. It is built once for one state of the source,
 * whoever asks first: test files run beside one another, and none may empty the folder that another one's server reads.
 */
export async function buildPage(): Promise<void> {
  await alone(async () => {
    const state = await stateOfSource()
    if ((await readFile(stamp, 'utf8').catch(() => '')) === state) return
    await build({ configFile: join(source, 'vite.config.ts'), logLevel: 'error' })
    await writeFile(stamp, state)
  })
}

/** Everything that the page is made of: its folder, and the packages. Of the server it has types alone. */
async function stateOfSource(): Promise<string> {
  const hash = createHash('sha256')
  const files = await readdir(source, { recursive: true, withFileTypes: true })
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
  for (const path of [...paths.toSorted(), join(root, 'package-lock.json')])
    hash
      .update(path)
      .update('\0')
      .update(await readFile(path))
  return hash.digest('hex')
}

async function alone(work: () => Promise<void>): Promise<void> {
  await mkdir(join(root, 'dist'), { recursive: true })
  while (!(await taken())) await systemClock.sleep(50)
  try {
    await work()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

async function taken(): Promise<boolean> {
  try {
    await mkdir(lock)
    return true
  } catch {
    const since = await stat(lock).catch(() => null)
    if (since !== null && Date.now() - since.mtimeMs > abandonedMs) await rm(lock, { recursive: true, force: true })
    return false
  }
}
