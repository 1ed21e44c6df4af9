import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFile } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '../../src/simulator/index.ts'
import { readPage, root } from './markdown.ts'

/** Guides whose samples are whole programs. */
const guides = ['docs/library.md', 'docs/simulator.md']

const samples = guides.flatMap((path) =>
  readPage(path)
    .blocks.filter(({ language }) => language === 'ts')
    .map(({ line, text }) => ({ where: `${path}:${line}`, text })),
)

/** The sample with the package's names leading to the sources, and vMix's usual place to the simulator. */
function runnable(text: string, { httpPort, tcpPort }: Simulator): string {
  return text
    .replaceAll(/'@infrafabric\/vmix(\/[a-z]+)?'/g, (_, path: string | undefined) =>
      JSON.stringify(pathToFileURL(join(root, 'src', path ?? '', 'index.ts')).href),
    )
    .replaceAll("'localhost'", "'127.0.0.1'")
    .replaceAll(/\b8088\b/g, String(httpPort))
    .replaceAll(/\b8099\b/g, String(tcpPort))
}

function run(file: string): Promise<{ readonly failed: boolean; readonly stderr: string; readonly stdout: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [file], { timeout: 30_000 }, (error, stdout, stderr) =>
      done({ failed: error !== null, stdout, stderr }),
    )
  })
}

describe('the guides', () => {
  it.each(samples)(
    '$where runs, and ends by itself',
    async ({ text }) => {
      const folder = await mkdtemp(join(tmpdir(), 'vmix-guide-'))
      try {
        await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0, inputs: 16 })
        const file = join(folder, 'sample.mts')
        await writeFile(file, runnable(text, simulator))
        expect(await run(file)).toMatchObject({
          failed: false,
          stderr: expect.not.stringMatching(/^(?:\s+at |node:)/m),
        })
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    40_000,
  )
})
