import { join } from 'node:path'
import { sha256 } from '../chain.ts'
import { type CheckpointBody, parseCheckpointBody } from '../checkpoint/index.ts'
import { NoteError, parseNote } from '../note/index.ts'
import { proveExtension } from './consistency.ts'
import { CosignError } from './errors.ts'
import { FolderAside } from './folder-aside.ts'
import type { FolderAnswer } from './folder-task.ts'
import type { OutgoingCheckpoint, Receiver, ReceiverContext } from './receiver.ts'

/**
 * A folder elsewhere that keeps a copy of each log's newest checkpoint, `<log>-<8 hex digits>.txt`. A copy is replaced only
 * by a checkpoint that goes on from it: one that shows more entries than the log still has is the proof that it was cut.
 */
export class FolderReceiver implements Receiver {
  readonly kind = 'folder'
  readonly name: string
  readonly id: string
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    this.name = folder
    this.id = `folder ${folder}`
  }

  has(): boolean {
    return false
  }

  async take({ body, note, folder }: OutgoingCheckpoint, { signal }: ReceiverContext): Promise<null> {
    const place = { folder: this.#folder, name: copyName(body.origin) }
    using aside = new FolderAside()
    const read = this.#checked(await aside.do({ ...place, kind: 'read' }, signal))
    const before = read.kind === 'read' ? read.text : null
    if (before === note) return null
    const path = join(place.folder, place.name)
    if (before !== null) await this.#checkGoesOn(path, readCopy(path, before), folder, body, signal)
    this.#checked(await aside.do({ ...place, kind: 'write', text: note }, signal))
    return null
  }

  #checked(answer: FolderAnswer): FolderAnswer {
    if (answer.kind !== 'failed') return answer
    throw new CosignError(
      'unreachable',
      `${this.#folder} cannot be used (${answer.code}). Is the disk there, and may this user write?`,
    )
  }

  async #checkGoesOn(
    path: string,
    copy: CheckpointBody,
    folder: string,
    body: CheckpointBody,
    signal: AbortSignal,
  ): Promise<void> {
    if (copy.origin !== body.origin) throw new CosignError('conflict', `${path} is of another log. Move it away.`)
    if (copy.size > body.size) {
      throw new CosignError(
        'conflict',
        `${path} shows ${copy.size} entries, and the log has only ${body.size}. Its end was cut off, or an older copy was put back: keep both as evidence.`,
      )
    }
    const { firstRoot } = await proveExtension(folder, body, copy.size, signal)
    if (firstRoot.equals(copy.root)) return
    throw new CosignError(
      'conflict',
      `${path} shows another history of this log. It was rewritten: keep both as evidence.`,
    )
  }
}

function readCopy(path: string, text: string): CheckpointBody {
  try {
    return parseCheckpointBody(parseNote(text).text)
  } catch (cause) {
    if (!(cause instanceof NoteError)) throw cause
    throw new CosignError('conflict', `${path} is no checkpoint: it was changed or damaged. Move it away.`, { cause })
  }
}

/** For people to recognise, and for several logs not to meet. */
function copyName(origin: string): string {
  const readable = origin
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .slice(0, 100)
  return `${readable}-${sha256(origin).slice(0, 8)}.txt`
}
