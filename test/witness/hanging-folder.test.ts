import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, openSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { readReceivers } from '../../src/witness/index.ts'
import { append, one, place, sizeOf } from './publish-support.ts'
import { until } from './support.ts'

/** For the process that reads and writes elsewhere. */
const onHangingDisk = `--import ${new URL('hanging-open.ts', import.meta.url).href}`

/** A log whose copies lie on disks that hang: whoever opens one waits, as for a server that is gone. */
async function hanging(count: number) {
  const log = await place()
  const copies = await Promise.all(Array.from({ length: count }, () => mkdtemp(join(tmpdir(), 'copies-'))))
  await one(log, { folders: copies })
  vi.stubEnv('NODE_OPTIONS', onHangingDisk)
  onTestFinished(() => void vi.unstubAllEnvs())
  const paths = await Promise.all(copies.map(async (folder) => join(folder, (await readdir(folder))[0] ?? '')))
  for (const path of paths) {
    await rename(path, `${path}.away`)
    execFileSync('mkfifo', [path])
  }
  const free = async (): Promise<void> => {
    for (const path of paths) {
      // Opened for writing too, it lets go whoever still waits.
      closeSync(openSync(path, constants.O_RDWR | constants.O_NONBLOCK))
      await rm(path)
      await rename(`${path}.away`, path)
    }
  }
  return { log, copies, paths, free }
}

const program = (folder: string, signerFolder: string, copies: readonly string[]): string => `
  import { openWitness } from ${JSON.stringify(new URL('../../src/witness/index.ts', import.meta.url).href)}
  const [folder, signerFolder, copies] = ${JSON.stringify([folder, signerFolder, copies])}
  const witness = await openWitness({
    folder, instance: 'studio', host: 'localhost', port: 8088, actor: 'a', checkpoints: { signerFolder },
    publish: { to: { folders: copies }, closeMs: 300 },
  })
  await witness.append({ eventType: 'test' })
  await witness[Symbol.asyncDispose]()
  process.stdout.write('closed')
`

describe.skipIf(process.platform === 'win32')('a folder elsewhere that hangs', () => {
  it('holds up no append, however many there are, and is used again when it is back', { timeout: 60_000 }, async () => {
    const { log, copies, paths, free } = await hanging(6)
    await using witness = await log.open({ folders: copies }, { timeoutMs: 1000, retry: { baseMs: 1, capMs: 10 } })
    await append(witness)
    const codes = () => witness.published()?.receivers.map(({ failure }) => failure?.code)
    await until(() => codes()?.[0] !== undefined)
    expect(codes()).toEqual(Array<string>(6).fill('timeout'))
    for (let round = 0; round < 5; round++) await append(witness)
    await free()
    const isBack = async (path: string): Promise<boolean> => sizeOf(await readFile(path, 'utf8')) > 2
    await until(async () => (await Promise.all(paths.map(isBack))).every(Boolean))
    expect(witness.head().size).toBe(8)
  })

  it('keeps no process from its end', { timeout: 60_000 }, async () => {
    const { log, copies, free } = await hanging(1)
    const script = program(log.folder, join(dirname(log.folder), 'signer'), copies)
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    })
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await free()
    })
    const late = setTimeout(() => child.kill('SIGKILL'), 20_000)
    const [code, signal] = await once(child, 'exit')
    clearTimeout(late)
    expect([code, signal]).toEqual([0, null])
    expect(await readReceivers(log.folder)).toHaveLength(1)
  })
})
