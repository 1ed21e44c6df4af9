import { createHash } from 'node:crypto'
import { Problem } from './problem.ts'

/** How an operation was answered: given again to whoever asks again. */
export type KeptAnswer =
  | { readonly result: { readonly success: boolean; readonly message: string; readonly operationId: string } }
  | { readonly problem: Problem }

interface Kept {
  readonly asked: string
  readonly answer: Promise<KeptAnswer>
}

/** How many are kept. Older ones are forgotten; the controller itself starts nothing twice under one name. */
const most = 1000
const operationId = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/

/**
 * Requests that were sent with an `Idempotency-Key`: the same again, by the same sender, is not carried out again, also
 * while the first is still under way. Only hashes of what was asked are kept.
 */
export class KeptAnswers {
  readonly #kept = new Map<string, Kept>()

  /**
   * @param asked all of what was asked, as text
   * @throws Problem for a key that cannot be one, or was used for something else
   */
  async once(
    request: { readonly sender: string; readonly key: string | undefined; readonly asked: string },
    run: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer> {
    const { sender, key } = request
    if (key === undefined) return await run()
    if (!operationId.test(key)) {
      throw new Problem(
        422,
        'bad_idempotency_key',
        'The Idempotency-Key is up to 100 letters, digits and . _ : - and begins with a letter or digit.',
      )
    }
    const asked = createHash('sha256').update(request.asked).digest('base64')
    const name = `${key} ${sender}`
    const kept = this.#kept.get(name)
    if (kept !== undefined) {
      if (kept.asked === asked) return await kept.answer
      throw new Problem(
        422,
        'idempotency_key_used',
        'This Idempotency-Key was used for something else. Take a new one.',
      )
    }
    const answer = run()
    this.#kept.set(name, { asked, answer })
    // What never came to an answer may be asked again.
    answer.catch(() => this.#kept.delete(name))
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= most) break
      this.#kept.delete(oldest)
    }
    return await answer
  }
}
