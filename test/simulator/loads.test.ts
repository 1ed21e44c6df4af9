import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Prints the names of the packages that importing the simulator loads. */
const program = `
import { registerHooks } from 'node:module'
const packages = new Set()
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const name = /node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(resolved.url)?.[1]
    if (name !== undefined) packages.add(name)
    return resolved
  },
})
await import(${JSON.stringify(new URL('../../src/simulator/index.ts', import.meta.url).href)})
console.log(JSON.stringify([...packages].sort()))
`

it('the simulator loads no server library and no command line', async () => {
  const options = { cwd: root, timeout: 60_000 }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], options)
  const packages = JSON.parse(stdout) as string[]
  // Parsing what comes from outside, XML and media files: what the library needs itself.
  const own = ['mediabunny', 'saxes', 'xmlchars', 'zod']
  expect(packages.filter((name) => !own.includes(name))).toEqual([])
  expect(packages).toContain('saxes')
})
