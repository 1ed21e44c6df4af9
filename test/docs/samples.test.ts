import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { pages, root } from './markdown.ts'

/** What a sample may use without saying where it comes from; its text makes clear what it is. */
const atHand = `
import type { GatewayControl, VMixStreamingController } from '@infrafabric/vmix'
import type { HealthVerdict, MediaReading } from '@infrafabric/vmix/health'
declare global {
  const key: string, twitchKey: string, youtubeKey: string
  const dataFolder: string, folder: string, operationId: string
  const signal: AbortSignal
  const gateway: GatewayControl
  const controller: VMixStreamingController
  const reading: MediaReading
  const another: HealthVerdict
}
`

/** As a user's strict project, with the package's names leading to the sources. */
const settings = {
  extends: join(root, 'tsconfig.json'),
  compilerOptions: {
    moduleDetection: 'force',
    noUnusedLocals: false,
    noPropertyAccessFromIndexSignature: false,
    typeRoots: [join(root, 'node_modules/@types')],
    paths: {
      '@infrafabric/vmix': [join(root, 'src/index.ts')],
      '@infrafabric/vmix/*': [join(root, 'src/*/index.ts')],
    },
  },
  include: ['*.ts'],
}

/** What the compiler says of the samples. The sources that they import have a check of their own (`npm run typecheck`). */
function typeCheck(folder: string): Promise<readonly string[]> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  return new Promise((done) => {
    execFile(process.execPath, [compiler, '-p', '.', '--pretty', 'false'], { cwd: folder }, (error, stdout, stderr) => {
      const lines = `${stdout}${stderr}`.split('\n').filter((line) => /^[^./\s]/.test(line))
      const ran = error === null || stdout.includes('error TS')
      done(ran ? lines : [...lines, `tsc did not run: ${error.message}`])
    })
  })
}

/** The paths by which the package can be imported. */
function exported(): readonly string[] {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly name: string
    readonly exports: Readonly<Record<string, unknown>>
  }
  return Object.keys(exports).map((path) => `${name}${path.slice(1)}`)
}

describe('the documentation', () => {
  it('imports only what the package exports', () => {
    const imported = pages().flatMap((page) =>
      [...page.text.matchAll(/@infrafabric\/vmix(?:\/[a-z]+)?(?=['`])/g)].map(([path]) => `${page.path}: ${path}`),
    )
    expect(imported.length).toBeGreaterThan(15)
    const known = exported()
    expect(imported.filter((line) => !known.includes(line.split(': ')[1] ?? ''))).toEqual([])
  })

  it('names everything that the package exports', async () => {
    const text = pages()
      .filter(({ path }) => path !== 'docs/functions.md')
      .map((page) => page.text)
      .join('\n')
    const named = new Set(text.match(/\w+/g))
    for (const path of exported().filter((path) => !path.endsWith('.json'))) {
      const folder = path.replace('@infrafabric/vmix', '')
      const face: object = await import(pathToFileURL(join(root, 'src', folder, 'index.ts')).href)
      const unnamed = Object.keys(face).filter((name) => !named.has(name) && !name.endsWith('Schema'))
      expect({ path, unnamed }).toEqual({ path, unnamed: [] })
    }
  })

  it('shows TypeScript that compiles', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vmix-samples-'))
    try {
      const samples = pages().flatMap((page) =>
        page.blocks.filter(({ language }) => language === 'ts').map((block) => ({ page, block })),
      )
      expect(samples.length).toBeGreaterThan(10)
      for (const { page, block } of samples) {
        // Named after its page and moved down, so that a complaint's place is the place in the page.
        const name = `${page.path.replaceAll(/[/.]/g, '-')}-${block.line}.ts`
        await writeFile(join(folder, name), `${'\n'.repeat(block.line - 1)}${block.text}\n`)
      }
      await writeFile(join(folder, 'at-hand.d.ts'), atHand)
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings))
      expect(await typeCheck(folder)).toEqual([])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
