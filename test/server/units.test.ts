import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findProgram } from '../support/programs.ts'
import { temporaryFolder } from '../support/show.ts'

const page = join(import.meta.dirname, '../../docs/server.md')

/** What it says of units; their program and their user need not be on this machine. */
function verify(files: readonly string[]): Promise<string> {
  return new Promise((done) => {
    execFile('systemd-analyze', ['verify', '--man=no', '--recursive-errors=no', ...files], (_error, stdout, stderr) =>
      done(`${stdout}${stderr}`),
    )
  })
}

it('the units of docs/server.md are there, and systemd takes them where it is', async () => {
  await using folder = await temporaryFolder()
  const text = await readFile(page, 'utf8')
  const units = [...text.matchAll(/`\/etc\/systemd\/system\/([\w-]+\.service)`:\n```ini\n([^`]+)```/g)]
  expect(units.map(([, name]) => name)).toEqual(['vmixctl-gateway.service', 'vmixctl.service'])
  // No part of what is installed for the tests: a machine without systemd runs none of it either.
  if (findProgram('systemd-analyze') === null) return
  const files = units.map(([, name = '']) => join(folder.path, name))
  for (const [n, [, , unit = '']] of units.entries()) {
    await writeFile(files[n] ?? '', unit.replaceAll('/usr/bin/vmixctl', process.execPath))
  }
  const said = (await verify(files)).split('\n').filter((line) => line.includes('vmixctl'))
  expect(said).toEqual([])
  await writeFile(files[0] ?? '', 'ExecStart=nothing\n[Service]\nRestrat=always\n')
  expect(await verify(files)).toContain('vmixctl-gateway.service')
})
