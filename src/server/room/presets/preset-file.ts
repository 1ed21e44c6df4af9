import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { presetView } from '../../view/index.ts'

const stored = z.object({
  version: z.literal(1),
  presets: z
    .array(
      presetView.pick({ id: true, name: true, platform: true }).extend({
        url: z.string().max(2048).nullable(),
      }),
    )
    .max(1000),
})
export type StoredPreset = z.infer<typeof stored>['presets'][number]

const mostBytes = 1024 * 1024

/** The destinations that were added on the page, in a file. Keys are not in it. */
export class PresetFile {
  readonly #path: string
  #isDamaged = false

  constructor(path: string) {
    this.#path = path
  }

  /** @returns null when what stands there is no such file: it is put aside before the next writing */
  async read(): Promise<readonly StoredPreset[] | null> {
    let text: string
    try {
      text = await readFile(this.#path, 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
      throw error
    }
    const parsed = text.length > mostBytes ? null : stored.safeParse(parseJson(text))
    if (parsed?.success === true) return parsed.data.presets
    this.#isDamaged = true
    return null
  }

  /** Beside it and renamed: a crash leaves the old file or the new one. */
  async write(presets: readonly StoredPreset[]): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
    if (this.#isDamaged) await rename(this.#path, `${this.#path}.damaged`)
    this.#isDamaged = false
    const draft = `${this.#path}.${randomBytes(6).toString('hex')}`
    try {
      {
        await using file = await open(draft, 'wx', 0o600)
        await file.writeFile(`${JSON.stringify({ version: 1, presets }, null, 2)}\n`)
        await file.sync()
      }
      await rename(draft, this.#path)
    } finally {
      await rm(draft, { force: true })
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
