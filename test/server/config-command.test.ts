import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/show.ts'

const main = join(import.meta.dirname, '../../src/cli/main.ts')

function vmixctl(cwd: string, ...args: readonly string[]) {
  return new Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>((done) => {
    const child = execFile(process.execPath, [main, ...args], { cwd }, (_error, out, err) =>
      done({ code: child.exitCode, out, err }),
    )
  })
}

it('a configuration is begun once, checked by line and column, and a server says the same of it', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'vmixctl.yaml')
  expect(await vmixctl(folder.path, 'config', 'check')).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no vmixctl.yaml. "vmixctl config init" writes one'),
  })
  expect(await vmixctl(folder.path, 'config', 'init', '--json')).toMatchObject({ code: 0 })
  const begun = await readFile(file, 'utf8')
  expect(await vmixctl(folder.path, 'config', 'init')).toMatchObject({
    code: 2,
    err: expect.stringContaining('exists already and is not overwritten'),
  })
  expect(await readFile(file, 'utf8')).toBe(begun)
  expect(await vmixctl(folder.path, 'config', 'check')).toMatchObject({
    code: 0,
    out: expect.stringContaining('vmixctl.yaml can be used: 1 vMix, 0 destinations.'),
  })
  await writeFile(file, begun.replace('port: 8088', 'prot: 8088'))
  const line = begun.split('\n').findIndex((text) => text.includes('port: 8088')) + 1
  const wrong = `vmixctl.yaml:${line}:5 instances[0]: There is no prot here. Did you mean port?`
  expect(await vmixctl(folder.path, 'config', 'check')).toMatchObject({ code: 1, err: `${wrong}\n` })
  const { code, out } = await vmixctl(folder.path, 'config', 'check', '--json')
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({
    success: false,
    error: 'config_wrong',
    problems: [{ line, column: 5, path: 'instances[0]', message: 'There is no prot here. Did you mean port?' }],
  })
  const served = await vmixctl(folder.path, 'serve', '--data', folder.path, '--listen', '127.0.0.1:0')
  expect(served).toMatchObject({ code: 2, err: `${wrong}\n` })
})
