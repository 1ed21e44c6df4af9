import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/show.ts'

it('the example of the simulator guide runs as it stands there', async () => {
  const page = await readFile(new URL('../../docs/simulator.md', import.meta.url), 'utf8')
  const example = page.split('```ts\n')[1]?.split('```')[0] ?? ''
  expect(example).toContain('startSimulator')
  await using folder = await temporaryFolder()
  const source = new URL('../../src/simulator/index.ts', import.meta.url).href
  const file = join(folder.path, 'example.mts')
  await writeFile(file, `${example.replace('@infrafabric/vmix/simulator', source)}\nconsole.log('the end')\n`)
  const { stdout } = await promisify(execFile)(process.execPath, [file], { timeout: 60_000 })
  expect(stdout).toBe('the end\n')
})
