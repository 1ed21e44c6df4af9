import { createRedactor } from '../../secrets/index.ts'
import type { VMixExtra } from '../state.ts'

/** Most entries; a document full of them must not fill the memory. */
const MAX_EXTRAS = 100
/** Longest path, and longest value. */
const MAX_EXTRA_LENGTH = 200

/** What later versions put there is not known, so names decide: vMix Call's `callPassword` is one that exists. */
const SECRET = /pass|key|token|secret|auth|pwd|credential|signature/i

/** Collects what the parser does not know, bounded in number and length, and without what its name says is secret. */
export class Extras {
  readonly list: VMixExtra[] = []

  get full(): boolean {
    return this.list.length >= MAX_EXTRAS
  }

  /** @param path joined only while there is room */
  add(path: readonly string[], value: string): void {
    if (this.full) return
    this.list.push({
      path: path.join('/').slice(0, MAX_EXTRA_LENGTH),
      value: path.some((name) => SECRET.test(name)) ? '[secret]' : shown(value),
    })
  }
}

/** Nor do URLs show their logins and keys; cut only afterwards, so that no secret loses what it is known by. */
function shown(value: string): string {
  return createRedactor()
    .redact(value.slice(0, 10 * MAX_EXTRA_LENGTH))
    .slice(0, MAX_EXTRA_LENGTH)
}
