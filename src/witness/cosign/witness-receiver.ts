import { type Note, type NoteSignature, parseNote } from '../note/index.ts'
import { postText, readWitnessAnswer } from './ask-witness.ts'
import { proveExtension } from './consistency.ts'
import { cosignatureVerifier, type CosignatureVerifier } from './cosignature.ts'
import type { WitnessAddress } from './cosigners-file.ts'
import { CosignError } from './errors.ts'
import type { OutgoingCheckpoint, Receiver, ReceiverContext } from './receiver.ts'
import { formatAddCheckpoint } from './request.ts'

/** Another process of this machine may ask in between, so that a size that was just told is old again. */
const maxTries = 3

/** A witness elsewhere, asked by C2SP's `tlog-witness` protocol. */
export class WitnessReceiver implements Receiver {
  readonly kind = 'witness'
  readonly name: string
  readonly id: string
  readonly #verifier: CosignatureVerifier
  readonly #url: URL
  /** Size that it cosigned last of each log; what is not known yet it tells. */
  readonly #sizes: Map<string, number>

  /** How old its cosignature may get before it is asked for another, ms. */
  readonly #freshMs: number

  /** @param sizes kept from one round to the next by whoever calls */
  constructor({ url, vkey }: WitnessAddress, sizes: Map<string, number>, freshMs: number) {
    this.#freshMs = freshMs
    this.#verifier = cosignatureVerifier(vkey)
    this.name = this.#verifier.name
    this.id = `witness ${this.#verifier.name}+${this.#verifier.keyId}`
    this.#url = new URL(`${url.replace(/\/+$/, '')}/add-checkpoint`)
    this.#sizes = sizes
  }

  /**
   * The cosignature's time is the only one in a checkpoint that is not the log's own word. So it is asked for again while
   * nothing happens: it then says until when the log had no more entries.
   */
  has({ note }: OutgoingCheckpoint, nowMs: number): boolean {
    const atMs = this.#secondsIn(parseNote(note)) * 1000
    return Math.abs(nowMs - atMs) < this.#freshMs
  }

  async take(checkpoint: OutgoingCheckpoint, context: ReceiverContext): Promise<NoteSignature> {
    const { folder, body } = checkpoint
    const key = `${this.id} ${body.origin}`
    const note = parseNote(checkpoint.note)
    for (let tries = 1; ; tries++) {
      const known = this.#sizes.get(key) ?? 0
      const from = known > body.size ? 0 : known
      const { proof } = await proveExtension(folder, body, from, context.signal)
      const answer = await postText({
        ...context,
        url: this.#url,
        body: formatAddCheckpoint(from, proof, checkpoint.note),
        who: `The witness ${this.name}`,
      })
      const read = readWitnessAnswer(answer, note, this.#verifier)
      if ('cosignature' in read) {
        this.#checkNotOlder(read.cosignature, note)
        this.#sizes.set(key, body.size)
        return read.cosignature
      }
      this.#sizes.set(key, read.size)
      if (read.size > body.size) throw ahead(this.name, read.size, body.size)
      if (tries === maxTries) throw new CosignError('refused', `The witness ${this.name} named another size each time.`)
    }
  }

  /** When it cosigned this checkpoint, seconds since 1970; NaN where it has not. */
  #secondsIn({ text, signatures }: Note): number {
    const { name, keyId } = this.#verifier
    const own = signatures.find((line) => line.name === name && line.keyId === keyId)
    return own !== undefined && this.#verifier.verify(text, own.signature)
      ? this.#verifier.secondsOf(own.signature)
      : Number.NaN
  }

  /** Whoever stands between may answer with what was answered before. */
  #checkNotOlder({ signature }: NoteSignature, note: Note): void {
    if (!(this.#verifier.secondsOf(signature) < this.#secondsIn(note))) return
    throw new CosignError(
      'bad_cosignature',
      `The witness ${this.name} answered with a cosignature that is older than the one that it gave before. Is its clock right, and is it the witness who answers?`,
    )
  }
}

function ahead(name: string, cosigned: number, size: number): CosignError {
  return new CosignError(
    'ahead',
    `The witness ${name} says that it has cosigned ${cosigned} entries of this log, and it has only ${size}. Then its end was cut off, or an older copy was put back: keep the folder as evidence.`,
  )
}
