import { execFileSync } from 'node:child_process'
import { createPublicKey, verify } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/secrets/index.ts'
import { serverLogger, startServer } from '../../src/server/index.ts'
import { openWitness } from '../../src/witness/index.ts'
import { freePort } from '../support/ports.ts'
import { findProgram, needs } from '../support/programs.ts'
import { temporaryFolder } from '../support/show.ts'
import { send, type RawAnswer } from './api.ts'

/** Checks a proof as docs/witness.md describes it, with Python's own library and nothing of ours; prints the entry's event. */
const checker = String.raw`
import base64, hashlib, json, sys
head, checkpoint = sys.stdin.read().split("\n\n", 1)
title, extra, index, *path = head.split("\n")
assert title == "c2sp.org/tlog-proof@v1", title
line, index = base64.b64decode(extra.removeprefix("extra ")), int(index.removeprefix("index "))
origin, size, root = checkpoint.split("\n")[:3]
node, last = index, int(size) - 1
assert index <= last
value = hashlib.sha256(b"\0" + line).digest()
for text in path:
    other = base64.b64decode(text)
    assert last > 0, "too long"
    if node % 2 == 1 or node == last:
        value = hashlib.sha256(b"\1" + other + value).digest()
        while node % 2 == 0 and node != 0:
            node, last = node // 2, last // 2
    else:
        value = hashlib.sha256(b"\1" + value + other).digest()
    node, last = node // 2, last // 2
assert last == 0, "too short"
assert base64.b64encode(value).decode() == root, "another root"
entry = json.loads(line)
own = hashlib.sha256((entry["previous_hash"] + json.dumps(entry["event"], sort_keys=True)).encode()).hexdigest()
assert own == entry["current_hash"]
assert entry["event"]["sequence"] == index + 1
print(json.dumps({"type": entry["event"]["event_type"], "origin": origin}))
`

const entries = 21

/** A server on a data folder in which a log was written, signed and closed. */
async function serverWithLog() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const data = join(folder.path, 'data')
  const port = await freePort()
  {
    await using log = await openWitness({
      folder: join(data, 'witness/studio'),
      checkpoints: { signerFolder: join(data, 'signer') },
      instance: 'studio',
      host: '127.0.0.1',
      port,
      actor: 'anna',
    })
    for (let n = 1; n < entries; n++) await log.append({ eventType: n === 13 ? 'stream_started' : 'health_changed' })
  }
  const configFile = join(folder.path, 'vmixctl.yaml')
  await writeFile(
    configFile,
    JSON.stringify({ instances: [{ id: 'studio', host: '127.0.0.1', port, tcpPort: 'none' }], gateway: 'none' }),
  )
  const server = stack.use(
    await startServer({
      configFile,
      dataFolder: data,
      listen: '127.0.0.1:0',
      version: '0.0.0',
      log: serverLogger({ redactor: createRedactor(), write: () => undefined, as: 'json' }),
      gatewayProgram: null,
    }),
  )
  const proof = (sequence: number): Promise<RawAnswer> =>
    send(Number(new URL(server.url).port), { path: `/api/v1/instances/studio/log/proofs/${sequence}` })
  const vkey = (await readFile(join(data, 'signer/witness.vkey'), 'utf8')).trim()
  const owned = stack.move()
  return { proof, vkey, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

function checked(proof: string): { readonly type: string; readonly origin: string } {
  const options = { input: proof, stdio: ['pipe', 'pipe', 'ignore'] as ['pipe', 'pipe', 'ignore'] }
  return JSON.parse(execFileSync(findProgram('python3') ?? 'python3', ['-c', checker], options).toString())
}

/** Whether the key has signed the checkpoint of this proof; by Node's own Ed25519. */
function isSigned(proof: string, vkey: string): boolean {
  const note = proof.slice(proof.indexOf('\n\n') + 2)
  const body = note.slice(0, note.indexOf('\n\n') + 1)
  const [name = '', , ...key] = vkey.split('+')
  const raw = Buffer.from(key.join('+'), 'base64').subarray(1)
  const signature =
    note
      .split('\n')
      .find((line) => line.startsWith(`— ${name} `))
      ?.split(' ')[2] ?? ''
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }
  return verify(
    null,
    Buffer.from(body),
    createPublicKey({ key: jwk, format: 'jwk' }),
    Buffer.from(signature, 'base64').subarray(4),
  )
}

describe.runIf(needs('python3'))('a proof of one entry, over the API', () => {
  it('is checked without the log and without any of our code', async () => {
    await using server = await serverWithLog()
    for (const sequence of [1, 2, 14, 16, 17, entries]) {
      const { status, headers, text } = await server.proof(sequence)
      expect([status, headers['content-disposition']]).toEqual([
        200,
        `attachment; filename="studio-${sequence}.tlog-proof"`,
      ])
      const { type, origin } = checked(text)
      expect(type).toBe(sequence === 1 ? 'log_opened' : sequence === 14 ? 'stream_started' : 'health_changed')
      expect(origin).toContain('/studio/')
      expect(isSigned(text, server.vkey)).toBe(true)
    }
  })

  it('that was changed is found out, whichever part of it was', async () => {
    await using server = await serverWithLog()
    const { text } = await server.proof(14)
    const [title = '', extra = '', index = '', first = '', ...rest] = text.split('\n')
    const line = Buffer.from(extra.slice('extra '.length), 'base64').toString()
    const other = Buffer.from(line.replace('stream_started', 'stream_stopped')).toString('base64')
    expect(() => checked([title, `extra ${other}`, index, first, ...rest].join('\n'))).toThrow(/Command failed/)
    expect(() => checked([title, extra, 'index 12', first, ...rest].join('\n'))).toThrow(/Command failed/)
    expect(() => checked([title, extra, index, ...rest].join('\n'))).toThrow(/Command failed/)
    const size = `\n${entries}\n`
    expect(text).toContain(size)
    expect(isSigned(text.replace(size, `\n${entries + 1}\n`), server.vkey)).toBe(false)
  })

  it('of an entry that is not there is refused with why', async () => {
    await using server = await serverWithLog()
    const { status, text } = await server.proof(999)
    expect([status, JSON.parse(text).code]).toEqual([404, 'no_such_entry'])
  })
})
