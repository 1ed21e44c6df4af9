import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { moveFile, replaceFile, systemCodeOf } from '../../../disk/index.ts'
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
      if (systemCodeOf(error) === 'ENOENT') return []
      throw error
    }
    const parsed = text.length > mostBytes ? null : stored.safeParse(parseJson(text))
    if (parsed?.success === true) return parsed.data.presets
    this.#isDamaged = true
    return null
  }

  /** Whole: a crash leaves the old file or the new one. */
  async write(presets: readonly StoredPreset[]): Promise<void> {
    if (this.#isDamaged) await moveFile(this.#path, `${this.#path}.damaged`)
    this.#isDamaged = false
    await replaceFile(this.#path, `${JSON.stringify({ version: 1, presets }, null, 2)}\n`, { writers: 'one' })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
