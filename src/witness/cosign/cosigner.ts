import type { Clock } from '../../clock/index.ts'
import { formatSignatureLine, type Note } from '../note/index.ts'
import type { CosignerFolder, KeptCheckpoint } from './cosigner-folder.ts'
import type { Evidence } from './evidence.ts'
import type { CosignerKey } from './cosignature.ts'
import { CosignError } from './errors.ts'
import type { ParsedAddCheckpoint } from './request.ts'
import type { TrustedLogs } from './trusted-logs.ts'
import { admit, refuseInconsistent, type Refusal } from './verdict.ts'

/** What came of a request, told once it is settled: a cosigned checkpoint is then on disk, and not yet answered. */
export type CosignerEvent =
  | { readonly kind: 'cosigned'; readonly origin: string; readonly size: number; readonly atMs: number }
  | {
      readonly kind: 'refused'
      /** What the request says it is about; null where it could not be read. Comes from anyone. */
      readonly origin: string | null
      readonly size: number | null
      readonly status: number
      readonly why: string
    }

/** How far the clock may have gone back without anyone being told, seconds: the last moment is then used again. */
const smallStep = 60

interface CosignerParts {
  readonly key: CosignerKey
  readonly trust: TrustedLogs
  readonly folder: CosignerFolder
  readonly evidence: Evidence
  readonly clock: Clock
  readonly report: (event: CosignerEvent) => void
}

/** Decides on requests, one after the other for each log, and remembers before it answers. */
export class Cosigner {
  readonly #options: CosignerParts
  /** The last request of each log that is being worked on. */
  readonly #turns = new Map<string, Promise<unknown>>()

  constructor(options: CosignerParts) {
    this.#options = options
  }

  /** The cosignature line, or why not. Throws {@link CosignError}, or the file system's error: then nothing was cosigned. */
  async addCheckpoint(request: ParsedAddCheckpoint): Promise<string | Refusal> {
    const { origin, size } = request.body
    const admitted = admit(request, this.#options.trust)
    const answer = 'status' in admitted ? admitted : await this.#inTurn(origin, () => this.#add(request, admitted))
    if (typeof answer !== 'string') {
      const { status, why, aside } = answer
      this.#options.report({
        kind: 'refused',
        origin,
        size,
        status,
        why: aside === undefined ? why : `${why} ${aside}`,
      })
    }
    return answer
  }

  /** Resolves when no request is being worked on. */
  async idle(): Promise<void> {
    while (this.#turns.size > 0) await Promise.allSettled(this.#turns.values())
  }

  async #add(request: ParsedAddCheckpoint, admitted: Note): Promise<string | Refusal> {
    const { key, folder, clock, report } = this.#options
    const { body } = request
    const latest = await folder.latest(body.origin)
    const refusal = refuseInconsistent(request, { size: latest?.body.size ?? 0, root: latest?.body.root ?? null })
    if (refusal !== null) return await this.#withEvidence(refusal, admitted, latest)
    const seconds = momentAfter(latest, Math.floor(clock.now() / 1000))
    const cosignature = key.cosign(admitted.text, seconds)
    await folder.keep(body, { text: admitted.text, signatures: [...admitted.signatures, cosignature] })
    report({ kind: 'cosigned', origin: body.origin, size: body.size, atMs: seconds * 1000 })
    return formatSignatureLine(cosignature)
  }

  /** Keeps what the log has signed and may not have. Where that fails it is refused all the same. */
  async #withEvidence(refusal: Refusal, admitted: Note, latest: KeptCheckpoint | null): Promise<Refusal> {
    const { evidence } = this.#options
    try {
      if (refusal.status === 422) await evidence.keepUnproved(admitted)
      else if (refusal.size === undefined && latest !== null) await evidence.keepConflict(latest.note, admitted)
      return refusal
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return { ...refusal, aside: `It could not be kept as evidence (${why}).` }
    }
  }

  #inTurn<T>(origin: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(origin) ?? Promise.resolve()
    const mine = before.then(work, work)
    this.#turns.set(origin, mine)
    const forget = (): void => {
      if (this.#turns.get(origin) === mine) this.#turns.delete(origin)
    }
    mine.then(forget, forget)
    return mine
  }
}

/** A cosignature says "as of now this is the largest": its time may not go back behind the last one's. */
function momentAfter(latest: KeptCheckpoint | null, now: number): number {
  if (latest === null || now >= latest.seconds) return now
  if (latest.seconds - now <= smallStep) return latest.seconds
  throw new CosignError(
    'clock_back',
    `The clock of this machine stands ${latest.seconds - now} s before the last cosignature. Set it right; nothing is cosigned until then.`,
  )
}
