import { join } from 'node:path'
import type { SrtDestination, StreamDestination } from '../../../controller/index.ts'
import { redactUrl, type Redactor, resolveSecret, type Secret, type SecretReference } from '../../../secrets/index.ts'
import type { Board } from '../../board/index.ts'
import type { PresetView } from '../../view/index.ts'
import { RoomError } from '../error.ts'
import type { NewPreset, PresetBook } from '../room.ts'
import type { DestinationSettings, RoomLog } from '../settings.ts'
import { KeyFiles } from './key-files.ts'
import { addressOf, keyProblem, presetProblem } from './preset-address.ts'
import { PresetFile, type StoredPreset } from './preset-file.ts'

interface Options {
  /** `<data>/server` */
  readonly serverFolder: string
  readonly board: Board
  readonly log: RoomLog
  readonly redactor: Redactor
}

const mostPresets = 200

/** Destinations of the configuration file, and those that were added here. */
export class FilePresetBook implements PresetBook {
  readonly #options: Options
  readonly #file: PresetFile
  readonly #keys: KeyFiles
  #fromFile: readonly DestinationSettings[] = []
  #added = new Map<string, StoredPreset>()
  /** As it was when it was last looked. */
  readonly #keyStates = new Map<string, PresetView['key']>()
  /** One change of the files at a time. */
  #changing: Promise<void> = Promise.resolve()
  #shown = new Set<string>()

  private constructor(options: Options) {
    this.#options = options
    this.#file = new PresetFile(join(options.serverFolder, 'presets.json'))
    this.#keys = new KeyFiles(options.serverFolder, 'preset')
  }

  static async open(options: Options, fromFile: readonly DestinationSettings[]): Promise<FilePresetBook> {
    const book = new FilePresetBook(options)
    const stored = await book.#file.read()
    if (stored === null) {
      const what =
        'presets.json is damaged, so the destinations that were added on the page are missing. It is kept as it is.'
      options.log.error({}, what)
    }
    book.#added = new Map((stored ?? []).map((preset) => [preset.id, preset]))
    await book.configure(fromFile)
    return book
  }

  list(): readonly PresetView[] {
    return [
      ...this.#fromFile.map((preset) => this.#view(preset, true)),
      ...[...this.#added.values()].filter(({ id }) => !this.#isFromFile(id)).map((preset) => this.#view(preset, false)),
    ]
  }

  destination(id: string): StreamDestination | SrtDestination | null {
    const settings = this.#fromFile.find((preset) => preset.id === id) ?? null
    const preset = settings ?? this.#added.get(id) ?? null
    if (preset === null) return null
    const url = addressOf(preset.platform, preset.url)
    if (url === null) return null
    const key = settings === null ? this.#keys.reference(id) : settings.key
    const { name, platform } = preset
    if (platform !== 'srt') {
      // A start without a key is refused with a sentence that says so; the file of one that was never given is missing.
      return { name, rtmpUrl: url, streamKey: key ?? this.#keys.reference(id), destinationId: id }
    }
    const isEncrypted = settings === null ? this.#keyStates.get(id) === 'kept' : settings.key !== null
    return {
      name,
      srtAddress: url,
      destinationId: id,
      ...settings?.srt,
      ...(isEncrypted && key !== null ? { passphrase: key } : {}),
    }
  }

  async put({ id, name, platform, url, key }: NewPreset): Promise<PresetView> {
    const preset: StoredPreset = { id, name: name.trim(), platform, url }
    const problem = presetProblem(preset)
    if (problem !== null) throw new RoomError('invalid', problem)
    this.#refuseFromFile(id)
    const address = addressOf(platform, url)
    if (key !== null && address !== null) this.#check(platform, address, key)
    await this.#change(async () => {
      if (!this.#added.has(id) && this.#added.size >= mostPresets) {
        throw new RoomError('invalid', `${mostPresets} destinations are the most that can be added. Remove some first.`)
      }
      if (key === null) await this.#checkAddressStays(preset)
      else await this.#keys.write(id, key)
      const next = new Map(this.#added).set(id, preset)
      await this.#file.write([...next.values()])
      this.#added = next
    })
    return this.#view(preset, false)
  }

  async replaceKey(id: string, key: Secret): Promise<void> {
    this.#refuseFromFile(id)
    const preset = this.#known(id)
    this.#check(preset.platform, addressOf(preset.platform, preset.url) ?? '', key)
    await this.#change(() => this.#keys.write(id, key))
  }

  async remove(id: string): Promise<void> {
    this.#refuseFromFile(id)
    this.#known(id)
    await this.#change(async () => {
      const next = new Map(this.#added)
      next.delete(id)
      await this.#file.write([...next.values()])
      this.#added = next
      await this.#keys.remove(id)
    })
  }

  /** From now on these stand in the configuration file; an id that was added here before is then the file's. */
  async configure(fromFile: readonly DestinationSettings[]): Promise<void> {
    this.#fromFile = fromFile
    await this.look()
  }

  /** Looks where the keys are by now, and puts all on the board. */
  async look(): Promise<void> {
    const { redactor } = this.#options
    for (const { id, key, platform } of this.#fromFile) {
      this.#keyStates.set(id, key === null ? (platform === 'srt' ? 'none' : 'missing') : await stateOf(key, redactor))
    }
    for (const { id, platform } of this.#added.values()) {
      if (this.#isFromFile(id)) continue
      const isKept = (await stateOf(this.#keys.reference(id), redactor)) === 'file'
      this.#keyStates.set(id, isKept ? 'kept' : platform === 'srt' ? 'none' : 'missing')
    }
    this.#show()
  }

  #show(): void {
    const { board } = this.#options
    const presets = this.list()
    const ids = new Set(presets.map(({ id }) => id))
    for (const preset of presets) board.put(preset)
    for (const id of this.#shown) if (!ids.has(id)) board.remove(`preset:${id}`)
    this.#shown = ids
  }

  #view({ id, name, platform, url }: StoredPreset, fromFile: boolean): PresetView {
    return {
      kind: 'preset',
      id,
      name,
      platform,
      url: redactUrl(addressOf(platform, url) ?? ''),
      key: this.#keyStates.get(id) ?? 'missing',
      fromFile,
    }
  }

  #check(platform: PresetView['platform'], address: string, key: Secret): void {
    this.#options.redactor.add(key)
    const problem = keyProblem(platform, address, key)
    if (problem !== null) throw new RoomError('invalid', problem)
  }

  /** Or whoever is there would be sent the key that is kept. */
  async #checkAddressStays({ id, platform, url }: StoredPreset): Promise<void> {
    const before = this.#added.get(id)
    const stays = before?.platform === platform && addressOf(platform, before.url) === addressOf(platform, url)
    if (stays || (await stateOf(this.#keys.reference(id), this.#options.redactor)) === 'missing') return
    const why =
      'This destination has a key, and it would be sent to another address. Give the key again with it, or remove the destination first.'
    throw new RoomError('invalid', why)
  }

  #known(id: string): StoredPreset {
    const preset = this.#added.get(id)
    if (preset === undefined) throw new RoomError('unknown_preset', 'There is no destination of this id.')
    return preset
  }

  #isFromFile(id: string): boolean {
    return this.#fromFile.some((preset) => preset.id === id)
  }

  #refuseFromFile(id: string): void {
    if (!this.#isFromFile(id)) return
    throw new RoomError(
      'from_file',
      'This destination stands in the configuration file: change it there, and let the server read it again.',
    )
  }

  /** @throws RoomError `not_kept` */
  async #change(change: () => Promise<void>): Promise<void> {
    const changed = this.#changing.then(change)
    this.#changing = changed.catch(() => undefined)
    try {
      await changed
    } catch (cause) {
      if (cause instanceof RoomError) throw cause
      throw new RoomError('not_kept', 'The disk did not take it. Look that there is room in the data folder.', {
        cause,
      })
    }
    await this.look()
  }
}

async function stateOf(reference: SecretReference, redactor: Redactor): Promise<PresetView['key']> {
  try {
    // Known to the redactor before anything could be said of it.
    redactor.add(await resolveSecret(reference))
    return reference.kind
  } catch {
    return 'missing'
  }
}
