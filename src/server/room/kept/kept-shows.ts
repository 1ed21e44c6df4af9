import { join } from 'node:path'
import { z } from 'zod'
import type { SrtDestination, StreamDestination } from '../../../controller/index.ts'
import { redactUrl } from '../../../secrets/index.ts'
import { readStored, writeStored } from '../../stored/index.ts'
import type { KeptShows, PresetBook } from '../room.ts'
import type { RoomLog } from '../settings.ts'

const keyReference = z.union([
  z.object({ kind: z.literal('env'), name: z.string() }),
  z.object({ kind: z.literal('file'), path: z.string() }),
])
const keptDestination = z.object({
  /** Null: made of address and key when it was started. */
  destinationId: z.string().nullable(),
  name: z.string().nullable(),
  rtmpUrl: z.string(),
  key: keyReference,
})
type KeptDestination = z.infer<typeof keptDestination>

const keptShow = z.object({ instance: z.string(), channel: z.int(), destinations: z.array(keptDestination).max(64) })
const stored = z.object({ version: z.literal(1), shows: z.array(keptShow).max(1000) })

/** The most destinations of one stream that are kept; those of the last starts. */
const mostDestinations = 64

interface Options {
  /** `<data>/server` */
  readonly serverFolder: string
  readonly presets: Pick<PresetBook, 'destination'>
  readonly log: RoomLog
}

/**
 * Where the key of each destination stands to which this server has started a stream, in `shows.json`: references, never a
 * key. With it a stream is brought back, or sent directly, also by a server that was started anew.
 */
export class FileKeptShows implements KeptShows {
  readonly #options: Options
  readonly #path: string
  readonly #shows = new Map<string, z.infer<typeof keptShow>>()
  /** One change of the file at a time. */
  #writing: Promise<void> = Promise.resolve()

  private constructor(options: Options) {
    this.#options = options
    this.#path = join(options.serverFolder, 'shows.json')
  }

  static async open(options: Options): Promise<FileKeptShows> {
    const kept = new FileKeptShows(options)
    try {
      const found = await readStored(kept.#path, stored)
      for (const show of found?.shows ?? []) kept.#shows.set(keyOf(show.instance, show.channel), show)
    } catch (error) {
      options.log.error({ err: error }, 'Where the keys of running streams stand is not known any more.')
    }
    return kept
  }

  note(instance: string, channel: number, given: readonly (StreamDestination | SrtDestination)[]): void {
    const noted = given.flatMap((each) => keptOf(each) ?? [])
    if (noted.length === 0) return
    const before = this.#shows.get(keyOf(instance, channel))?.destinations ?? []
    // Each where it was: the order says which comes first.
    const renewed = before.map((old) => noted.find((one) => isSame(old, one)) ?? old)
    const added = noted.filter((one) => !before.some((old) => isSame(old, one)))
    const destinations = lastUsedLast([...renewed, ...added], noted).slice(-mostDestinations)
    this.#shows.set(keyOf(instance, channel), { instance, channel, destinations })
    this.#write()
  }

  forget(instance: string, channel: number): void {
    if (this.#shows.delete(keyOf(instance, channel))) this.#write()
  }

  find(
    instance: string,
    channel: number,
    { destinationId, url }: { readonly destinationId: string; readonly url: string },
  ): StreamDestination | null {
    const preset = this.#options.presets.destination(destinationId)
    // Its key may have been replaced since.
    if (preset !== null && 'rtmpUrl' in preset && redactUrl(preset.rtmpUrl) === url) return preset
    const all = this.#shows.get(keyOf(instance, channel))?.destinations ?? []
    // Of those without a name one address may have several keys: what was used last is what went out.
    const kept =
      all.find((each) => each.destinationId === destinationId) ??
      all.findLast((each) => isOf(each, { destinationId, url }))
    if (kept === undefined) return null
    const { name, rtmpUrl, key } = kept
    return {
      rtmpUrl,
      streamKey: key,
      // Without one it is told by its key, which then has to be that of before.
      ...(kept.destinationId === null ? {} : { destinationId: kept.destinationId }),
      ...(name === null ? {} : { name }),
    }
  }

  inOrder<T extends { readonly destinationId: string; readonly url: string }>(
    instance: string,
    channel: number,
    recorded: readonly T[],
  ): readonly T[] {
    const kept = this.#shows.get(keyOf(instance, channel))?.destinations ?? []
    const placeOf = (one: T) => {
      const at = kept.findIndex((each) => isOf(each, one))
      return at === -1 ? kept.length : at
    }
    return recorded.toSorted((a, b) => placeOf(a) - placeOf(b))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing
  }

  #write(): void {
    this.#writing = this.#writing
      .then(() => writeStored(this.#path, { version: 1, shows: [...this.#shows.values()] }))
      .catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'Where the keys of this stream stand could not be kept for a restart.')
      })
  }
}

/** Of those without a name that share an address, in their places: what is used now comes last. */
function lastUsedLast(all: readonly KeptDestination[], used: readonly KeptDestination[]): readonly KeptDestination[] {
  return used.reduce((before, one) => {
    const isRival = (other: KeptDestination) => other.destinationId === null && other.rtmpUrl === one.rtmpUrl
    if (one.destinationId !== null) return before
    const rivals = before.filter(isRival)
    const ordered = [...rivals.filter((other) => !isSame(other, one)), ...rivals.filter((other) => isSame(other, one))]
    return before.map((other) => (isRival(other) ? (ordered.shift() ?? other) : other))
  }, all)
}

function keyOf(instance: string, channel: number): string {
  return `${instance}/${channel}`
}

/** Null: by SRT, which vMix cannot be told; or with what may be a key where none belongs. */
function keptOf(given: StreamDestination | SrtDestination): KeptDestination | null {
  if (!('rtmpUrl' in given) || redactUrl(given.rtmpUrl) !== given.rtmpUrl) return null
  const key = keyReference.safeParse(given.streamKey)
  if (!key.success) return null
  const { rtmpUrl, name = null, destinationId = null } = given
  return { destinationId, name, rtmpUrl, key: key.data }
}

function isSame(a: KeptDestination, b: KeptDestination): boolean {
  return a.destinationId === null || b.destinationId === null
    ? a.rtmpUrl === b.rtmpUrl && JSON.stringify(a.key) === JSON.stringify(b.key)
    : a.destinationId === b.destinationId
}

function isOf(
  kept: KeptDestination,
  { destinationId, url }: { readonly destinationId: string; readonly url: string },
): boolean {
  return kept.destinationId === null ? redactUrl(kept.rtmpUrl) === url : kept.destinationId === destinationId
}
