/** A log to be tampered with, in segments, and what its owner and a witness had signed of it at each size. */
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { genesisHash, sha256 } from '../../src/witness/chain.ts'
import { formatCheckpointBody } from '../../src/witness/checkpoint/index.ts'
import { cosignerKey } from '../../src/witness/cosign/index.ts'
import { Frontier, lineLeafHash } from '../../src/witness/merkle/index.ts'
import { formatNote, generateSignerKey, noteSigner, signatureTypes } from '../../src/witness/note/index.ts'
import { freshFolder, openIn } from './support.ts'

const owner = noteSigner(generateSignerKey('studio'))
const witness = cosignerKey(generateSignerKey('witness.example', signatureTypes.cosignature))

/** The keys that a verifier has. */
export const vkeys = { key: owner.vkey, witnessKeys: [witness.vkey] }

export interface Specimen {
  readonly lines: readonly string[]
  /** How many lines each segment has. */
  readonly lengths: readonly number[]
}

/** A log of `count` entries over several segments, as our writer makes it. */
export async function makeSpecimen(count: number): Promise<Specimen> {
  const folder = await freshFolder()
  {
    await using log = await openIn(folder, { rotation: { bytes: 2400 } })
    for (let index = 1; index < count; index++) {
      const title = index % 2 === 0 ? 'Köln' : 'München "live"'
      await log.append({ eventType: 'x', operationId: `op-${index}`, params: { index, title } })
    }
  }
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))
  const segments = texts.map((text) => text.trimEnd().split('\n'))
  return { lines: segments.flat(), lengths: segments.map(({ length }) => length) }
}

/** Lines in segments of the same lengths; the last one takes what is over. */
export function inSegments(lines: readonly string[], lengths: readonly number[]): string[][] {
  let at = 0
  return lengths.flatMap((length, index) => {
    const segment = lines.slice(at, index === lengths.length - 1 ? undefined : at + length)
    at += length
    return segment.length === 0 && index > 0 ? [] : [segment]
  })
}

/** The id of the log that these lines are of. */
export const logIdOf = (lines: readonly string[]): string => /"log_id": "([^"]*)"/.exec(lines[0] ?? '')?.[1] ?? 'none'

/** A checkpoint of these lines by the owner's key, under the log's own name; `cosigned` by the witness too. */
export function checkpointOf(
  lines: readonly string[],
  cosigned: boolean,
  origin = `studio/studio/${logIdOf(lines)}`,
): string {
  const tree = new Frontier()
  for (const line of lines) tree.append(lineLeafHash(line))
  const body = { origin, size: lines.length, root: tree.root(), extensions: [] }
  const text = formatCheckpointBody(body)
  const seconds = Math.floor(Date.now() / 1000)
  return formatNote({ text, signatures: [owner.sign(text), ...(cosigned ? [witness.cosign(text, seconds)] : [])] })
}

const layout = /^\{"current_hash": "(.{64})", "event": (.*), "previous_hash": "(.{64})", "witness_timestamp": (.*)\}$/s

/** The event in a line, as it stands there. */
export function eventIn(line: string): string {
  return layout.exec(line)?.[2] ?? ''
}

/** A line of this event after that one, with its right hash. */
export function lineAfter(previous: string | undefined, event: string): string {
  const before = previous === undefined ? genesisHash('localhost', 8088) : (layout.exec(previous)?.[1] ?? '')
  const stamp = /"logged_at": ("[^"]*")/.exec(event)?.[1] ?? ''
  const hash = sha256(before + event)
  return `{"current_hash": "${hash}", "event": ${event}, "previous_hash": "${before}", "witness_timestamp": ${stamp}}`
}

/** The same lines with entry `at` and all that follow chained anew, each event changed by `edit`. */
export function chainedAnew(
  lines: readonly string[],
  at: number,
  edit: (event: string, index: number) => string,
): string[] {
  const anew = lines.slice(0, at)
  for (const [index, line] of lines.entries()) {
    if (index >= at) anew.push(lineAfter(anew.at(-1), edit(eventIn(line), index)))
  }
  return anew
}

/** Writes a log's folder: these segments, and this as the checkpoint beside it. */
export async function writeLog(segments: readonly (readonly string[])[], beside: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tampered-'))
  for (const [index, lines] of segments.entries()) {
    const name = `${String(index + 1).padStart(6, '0')}.jsonl`
    await writeFile(join(folder, name), lines.map((line) => `${line}\n`).join(''), 'latin1')
  }
  await mkdir(join(folder, 'checkpoints'))
  for (const name of ['latest.txt', 'cosigned.txt']) await writeFile(join(folder, 'checkpoints', name), beside)
  return folder
}
