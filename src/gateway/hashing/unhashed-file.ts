import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const schema = z.object({
  version: z.literal(1),
  recordings: z
    .array(
      z.object({
        instance: z.string(),
        channel: z.number(),
        outputId: z.string(),
        name: z.string(),
        path: z.string(),
        bytes: z.number(),
        headBytes: z.number(),
        bodySha256: z.string().nullable(),
      }),
    )
    .max(10_000),
})

/** A finished recording whose hash is still to be taken, and where it belongs. */
export type Unhashed = z.infer<typeof schema>['recordings'][number]

/**
 * What is still to be hashed, on disk (`unhashed.json` in the gateway's folder), so that a gateway that ends takes it up
 * again at its next start. A disk that refuses costs only that.
 */
export class UnhashedFile {
  readonly #path: string

  constructor(folder: string) {
    this.#path = join(folder, 'unhashed.json')
  }

  /** What an earlier process left; nothing where the file is absent or not ours. */
  async read(): Promise<readonly Unhashed[]> {
    try {
      return schema.parse(JSON.parse(await readFile(this.#path, 'utf8'))).recordings
    } catch {
      return []
    }
  }

  async write(recordings: readonly Unhashed[]): Promise<void> {
    try {
      if (recordings.length === 0) {
        await rm(this.#path, { force: true })
        return
      }
      const beside = `${this.#path}.new`
      {
        await using file = await open(beside, 'w', 0o600)
        await file.writeFile(`${JSON.stringify({ version: 1, recordings })}\n`)
        await file.datasync()
      }
      await rename(beside, this.#path)
    } catch {
      // The recordings are hashed all the same, unless this process ends before.
    }
  }
}
