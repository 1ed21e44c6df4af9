import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { formatSecretReference, type Redactor, type Secret } from '../../secrets/index.ts'
import {
  changeConfigFile,
  ConfigChangeError,
  configTemplate,
  type InstanceText,
  type ServerConfig,
  type TextChange,
  withChangedInstance,
  withInstance,
  withoutInstance,
} from '../config/index.ts'
import type { ReloadResult } from '../reload.ts'
import { type ControlRoom, KeyFiles } from '../room/index.ts'
import { instanceIdFor } from './instance-id.ts'

/** A vMix as it is added on the page or over the API. */
interface NewInstance {
  /** Made of its name, unless said. */
  readonly id?: string
  readonly name: string
  readonly host: string
  readonly port: number
  /** `none`: its TCP API is not asked. */
  readonly tcpPort: number | 'none'
  readonly username?: string
  readonly password?: Secret
}

/** What is to be different; what is absent stays. Null takes user and password away. */
interface ChangedInstance extends Partial<Omit<NewInstance, 'id' | 'username' | 'password'>> {
  readonly username?: string | null
  readonly password?: Secret | null
}

/** The vMix that the configuration names, to be changed; each change is written into the file, and then taken. */
export interface Instances {
  /** @returns its id @throws ConfigChangeError */
  add(instance: NewInstance, actor: string): Promise<string>
  /** @throws ConfigChangeError */
  change(id: string, changed: ChangedInstance, actor: string): Promise<void>
  /** Its show log stays. @throws ConfigChangeError */
  remove(id: string, actor: string): Promise<void>
  /** Reads the file again; a wrong one changes nothing. @throws ConfigChangeError `no_configuration_file` */
  reload(actor: string): Promise<ReloadResult>
}

interface Options {
  /** Null: this server was started without one. */
  readonly configFile: string | null
  /** `<data>/server`, absolute. */
  readonly serverFolder: string
  readonly room: Pick<ControlRoom, 'record'>
  readonly redactor: Redactor
  readonly reload: (actor: string) => Promise<ReloadResult>
}

/** Changes the configuration file, one change after the other. */
export class InstanceBook implements Instances {
  readonly #options: Options
  readonly #passwords: KeyFiles
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: Options) {
    this.#options = options
    this.#passwords = new KeyFiles(options.serverFolder, 'instance')
  }

  async add({ id: given, password, ...rest }: NewInstance, actor: string): Promise<string> {
    let id = given ?? ''
    await this.#change(async () => {
      const kept = password === undefined ? null : await this.#keep(password)
      await this.#write(kept, (text, config) => {
        const taken = (config?.instances ?? []).map((instance) => instance.id)
        id = given ?? instanceIdFor(rest.name, taken)
        const instance: InstanceText = {
          id,
          ...textOf(rest),
          ...(kept === null ? {} : { password: formatSecretReference(kept) }),
        }
        return text === null ? withChangedInstance(configTemplate, null, instance) : withInstance(text, instance)
      })
      const { name, host, port } = rest
      const params = { instance: id, name, host, port, with_password: password !== undefined }
      this.#options.room.record('instance_added', params, actor)
      await this.#take(actor)
    })
    return id
  }

  async change(id: string, { password, ...rest }: ChangedInstance, actor: string): Promise<void> {
    await this.#change(async () => {
      const kept = password === undefined || password === null ? null : await this.#keep(password)
      let before: string | undefined
      await this.#write(kept, (text, config) => {
        before = passwordOf(config, id)
        if (before !== undefined && password === undefined) checkAddressStays(config, id, rest)
        const reference = kept === null ? {} : { password: formatSecretReference(kept) }
        return withChangedInstance(standing(text), id, {
          ...textOf(rest),
          ...(password === null ? { password: null } : reference),
        })
      })
      const { name, host, port } = rest
      const params = {
        instance: id,
        ...(name === undefined ? {} : { name }),
        ...(host === undefined ? {} : { host }),
        ...(port === undefined ? {} : { port }),
        with_password: password !== undefined,
      }
      this.#options.room.record('instance_changed', params, actor)
      await this.#take(actor)
      if (password !== undefined) await this.#forget(before)
    })
  }

  async remove(id: string, actor: string): Promise<void> {
    await this.#change(async () => {
      let before: string | undefined
      await this.#write(null, (text, config) => {
        before = passwordOf(config, id)
        if (config?.instances.length === 1) {
          const why =
            'This is the only vMix, and a configuration needs one. Add the other one first, or change this one.'
          throw new ConfigChangeError('configuration_refused', why)
        }
        return withoutInstance(standing(text), id)
      })
      this.#options.room.record('instance_removed', { instance: id }, actor)
      await this.#take(actor)
      await this.#forget(before)
    })
  }

  async reload(actor: string): Promise<ReloadResult> {
    this.#file()
    return await this.#change(() => this.#options.reload(actor))
  }

  #change<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#last.then(change)
    this.#last = done.catch(() => undefined)
    return done
  }

  /** @param kept of a password that nothing names when this fails */
  async #write(kept: { readonly path: string } | null, change: TextChange): Promise<void> {
    try {
      await changeConfigFile(this.#file(), change)
    } catch (error) {
      if (kept !== null) await this.#passwords.removeAt(kept.path)
      throw error
    }
  }

  #file(): string {
    const { configFile } = this.#options
    if (configFile !== null) return configFile
    const why =
      'This server was started without a configuration file. Start it with one: vmixctl serve --config vmixctl.yaml'
    throw new ConfigChangeError('no_configuration_file', why)
  }

  /** In a file of its own, by another name than the one before: so what is open with the old one is opened anew. */
  async #keep(password: Secret) {
    this.#file()
    this.#options.redactor.add(password)
    const name = randomBytes(6).toString('hex')
    try {
      await this.#passwords.write(name, password)
    } catch (cause) {
      const why = 'The password cannot be kept. Look that there is room in the data folder.'
      throw new ConfigChangeError('configuration_not_written', why, { cause })
    }
    return this.#passwords.reference(name)
  }

  /** A password that was kept here, unless the file still names it; what somebody keeps elsewhere is theirs. */
  async #forget(reference: string | undefined): Promise<void> {
    if (reference?.startsWith('file:') !== true) return
    const path = reference.slice('file:'.length)
    // Also for another vMix, however it is written, and where it is commented out: its name is no other file's.
    const text = await readFile(this.#file(), 'utf8').catch(() => null)
    if (text?.includes(basename(path)) === false) await this.#passwords.removeAt(path)
  }

  async #take(actor: string): Promise<void> {
    const { taken, message } = await this.#options.reload(actor)
    if (!taken) throw new ConfigChangeError('configuration_changed', message)
  }
}

function textOf({ name, host, port, tcpPort, username }: Omit<ChangedInstance, 'password'>): InstanceText {
  return {
    ...(name === undefined ? {} : { name }),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    // The usual one needs no line.
    ...(tcpPort === undefined ? {} : { tcpPort: tcpPort === 8099 ? null : tcpPort }),
    ...(username === undefined ? {} : { username }),
  }
}

function passwordOf(config: ServerConfig | null, id: string): string | undefined {
  return config?.instances.find((instance) => instance.id === id)?.password
}

/** Or whoever answers there would be sent the password that is kept. @throws ConfigChangeError */
function checkAddressStays(config: ServerConfig | null, id: string, to: ChangedInstance): void {
  const now = config?.instances.find((instance) => instance.id === id)
  if (now === undefined || ((to.host ?? now.host) === now.host && (to.port ?? now.port) === now.port)) return
  const why =
    'This vMix has a password, and it would be sent to another address. Give the password again with it, or take user and password away.'
  throw new ConfigChangeError('password_needed', why)
}

function standing(text: string | null): string {
  if (text !== null) return text
  throw new ConfigChangeError('configuration_changed', 'The configuration file is gone. Put it back, and try again.')
}
