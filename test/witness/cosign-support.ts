import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Clock, systemClock } from '../../src/clock/index.ts'
import { formatCheckpointBody } from '../../src/witness/checkpoint/index.ts'
import {
  type CosignerEvent,
  type CosignerOptions,
  type RunningCosigner,
  startCosigner,
} from '../../src/witness/cosign/index.ts'
import { consistencyRanges, Frontier, leafHash, RangeRoots } from '../../src/witness/merkle/index.ts'
import { generateSignerKey, type NoteSigner, noteSigner, signNote } from '../../src/witness/note/index.ts'

/** A log that somebody else keeps: its leaves and its key, and no file of ours. */
export class ForeignLog {
  readonly origin: string
  readonly signer: NoteSigner
  readonly #leaves: Buffer[] = []

  constructor(origin: string, signer: NoteSigner = noteSigner(generateSignerKey(origin))) {
    this.origin = origin
    this.signer = signer
  }

  /** The same log, which from here on goes another way. */
  fork(at: number): ForeignLog {
    const other = new ForeignLog(this.origin, this.signer)
    other.#leaves.push(...this.#leaves.slice(0, at))
    return other
  }

  grow(count: number, what = 'entry'): this {
    for (let i = 0; i < count; i++) this.#leaves.push(leafHash(Buffer.from(`${what} ${this.#leaves.length}`)))
    return this
  }

  get size(): number {
    return this.#leaves.length
  }

  text(size = this.size): string {
    const tree = new Frontier()
    for (const leaf of this.#leaves.slice(0, size)) tree.append(leaf)
    return formatCheckpointBody({ origin: this.origin, size, root: tree.root(), extensions: [] })
  }

  checkpoint(size = this.size, signers: readonly NoteSigner[] = [this.signer]): string {
    return signNote(this.text(size), signers)
  }

  proof(from: number, to = this.size): readonly string[] {
    if (from === 0 || from === to) return []
    const ranges = new RangeRoots(consistencyRanges(from, to))
    for (const leaf of this.#leaves.slice(0, to)) ranges.take(leaf)
    return (ranges.roots() ?? []).map((hash) => hash.toString('base64'))
  }

  /** The body of a request. */
  request(from: number, to = this.size, proof: readonly string[] = this.proof(from, to)): string {
    return `old ${from}\n${proof.map((line) => `${line}\n`).join('')}\n${this.checkpoint(to)}`
  }
}

export interface TestCosigner {
  readonly cosigner: RunningCosigner
  readonly events: readonly CosignerEvent[]
  readonly keyFile: string
  readonly folder: string
  /** Ends it and starts it again, with the same key and record. */
  restart(options?: Partial<CosignerOptions>): Promise<TestCosigner>
}

/** A cosigner on a free port, with a folder of its own. */
export async function openCosigner(
  trust: readonly string[],
  options: Partial<CosignerOptions> = {},
): Promise<TestCosigner> {
  const place = await mkdtemp(join(tmpdir(), 'cosigner-'))
  const keyFile = options.keyFile ?? join(place, 'cosigner.key')
  const folder = options.folder ?? join(place, 'cosigned')
  const events: CosignerEvent[] = []
  const report = (event: CosignerEvent): void => void events.push(event)
  const cosigner = await startCosigner({ listen: '127.0.0.1:0', trust, report, ...options, keyFile, folder })
  onTestFinished(() => cosigner.close())
  return {
    cosigner,
    events,
    keyFile,
    folder,
    restart: async (more = {}) => {
      await cosigner.close()
      return await openCosigner(trust, { ...options, ...more, keyFile, folder })
    },
  }
}

export interface Answer {
  readonly status: number
  readonly type: string | null
  readonly body: string
}

export async function post(url: string, body: string | Uint8Array<ArrayBuffer>): Promise<Answer> {
  const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body })
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() }
}

/** A clock that stands where it is put. */
export function clockAt(startMs: number): Clock & { put(ms: number): void } {
  let now = startMs
  return { ...systemClock, now: () => now, put: (ms) => void (now = ms) }
}
