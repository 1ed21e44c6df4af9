import { spawn, type ChildProcess } from 'node:child_process'
import type { Writable } from 'node:stream'
import type { Clock } from '../../../clock/index.ts'
import { SrtError } from './errors.ts'
import type { CarrierLink } from './link.ts'
import { endWithUs } from './orphan-guard.ts'
import { MAX_LINE_BYTES } from './process-messages.ts'

export interface CarrierCommand {
  readonly command: string
  readonly args: readonly string[]
  /** What stands before the stream on its standard input: settings, a passphrase among them. */
  readonly preamble: string | null
  /** An open file that it finds as its descriptor 3. */
  readonly handed?: number
  /** Of which stream the lines are its reports. The other one is not read, but for `overheard`: it may quote anything. */
  readonly reportsOn: 'stdout' | 'stderr'
  /** What comes on standard error, in pieces as they come, where reports come on standard output. */
  readonly overheard?: (text: string) => void
  /** A line that it wrote. @returns the error by which the link ends, once that is known */
  line(text: string): SrtError | null
  /** It does not look at its input while it waits, and so would not notice that we are gone. */
  readonly deaf?: boolean
  /** Whatever must not stay behind. */
  cleanUp?(): Promise<void>
}

export interface CarrierLimits {
  /** How long the goodbye may take, ms. */
  readonly closeMs: number
}

const PASSED_ON = /^(?:PATH|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|LANG|LC_ALL|TMPDIR|TEMP|TMP|SystemRoot|windir|HOME)$/i
const KILL_MS = 1000

/**
 * A process that carries one stream. It gets the settings and the stream by its standard input, which ends when this
 * process does, and of the environment only what a program needs to start: keys may stand in the rest.
 */
export class CarrierProcess implements CarrierLink {
  readonly #options: CarrierCommand
  readonly #clock: Clock
  readonly #closeMs: number
  readonly #child: ChildProcess
  readonly #input: Writable | null
  readonly ended: Promise<SrtError | null>
  #why: SrtError | null = null
  #closed = false
  #written = 0
  #over = false

  constructor(options: CarrierCommand, clock: Clock, limits: CarrierLimits) {
    this.#options = options
    this.#clock = clock
    this.#closeMs = limits.closeMs
    const { reportsOn, handed, overheard } = options
    const streams = [
      'pipe',
      reportsOn === 'stdout' ? 'pipe' : 'ignore',
      reportsOn === 'stderr' || overheard !== undefined ? 'pipe' : 'ignore',
    ] as const
    this.#child = spawn(options.command, options.args, {
      stdio: handed === undefined ? [...streams] : [...streams, handed],
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name))),
      windowsHide: true,
    })
    if (options.deaf === true) endWithUs(this.#child)
    this.#input = this.#child.stdin
    // A process that ended does not read any more: its end says why.
    this.#input?.on('error', () => undefined)
    const output = reportsOn === 'stdout' ? this.#child.stdout : this.#child.stderr
    if (output !== null) readLines(output, (line) => this.#line(line))
    if (overheard !== undefined) this.#child.stderr?.setEncoding('latin1').on('data', overheard)
    this.ended = this.#end()
    if (options.preamble !== null) this.#input?.write(options.preamble)
  }

  get queuedBytes(): number {
    return this.#input?.writableLength ?? 0
  }

  get bytesSent(): number {
    return this.#written - Math.min(this.#written, this.queuedBytes)
  }

  write(packets: Buffer): void {
    if (this.#over || this.#closed || this.#input?.writable !== true) return
    this.#written += packets.length
    this.#input.write(packets)
  }

  drop(): void {
    this.#child.kill('SIGKILL')
  }

  async close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true
      this.#input?.end()
      void this.#insist()
    }
    await this.ended
  }

  /** A program that does not end when it should is ended. */
  async #insist(): Promise<void> {
    const over = new AbortController()
    void this.ended.then(() => over.abort())
    await this.#clock.sleep(this.#closeMs, over.signal).catch(() => undefined)
    if (over.signal.aborted) return
    this.#child.kill('SIGTERM')
    await this.#clock.sleep(KILL_MS, over.signal).catch(() => undefined)
    if (!over.signal.aborted) this.drop()
  }

  #line(text: string): void {
    this.#why ??= this.#options.line(text)
  }

  async #end(): Promise<SrtError | null> {
    const how = await new Promise<string>((resolve) => {
      this.#child.once('error', () => resolve('it could not be started'))
      this.#child.once('close', (code, signal) => resolve(signal === null ? `code ${code ?? '?'}` : signal))
    })
    this.#over = true
    await this.#options.cleanUp?.().catch(() => undefined)
    if (this.#closed) return null
    return this.#why ?? new SrtError('process', `The program that sends by SRT has ended by itself (${how}).`)
  }
}

/** Lines of text, each bounded: of a longer one the beginning is kept. */
function readLines(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    const lines = `${rest}${text}`.split(/\r?\n|\r/)
    rest = (lines.pop() ?? '').slice(0, MAX_LINE_BYTES)
    for (const line of lines) take(line)
  })
  stream.on('error', () => undefined)
}
