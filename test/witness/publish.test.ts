import { spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type CheckpointReceivers,
  readCosignedCheckpoint,
  readLatestCheckpoint,
  readReceivers,
} from '../../src/witness/index.ts'
import { generateSignerKey } from '../../src/witness/note/index.ts'
import { cosignerKey } from '../../src/witness/cosign/index.ts'
import { openCosigner } from './cosign-support.ts'
import { append, failureOf, one, place, serve, sizeOf, statesOf } from './publish-support.ts'
import { collect, openIn, typesOf, until } from './support.ts'

describe("a log's checkpoints", () => {
  it('are cosigned by each witness, and keep the cosignatures beside the log', async () => {
    const log = await place()
    const first = await openCosigner([log.vkey])
    const second = await openCosigner([log.vkey])
    const witnesses = [first, second].map(({ cosigner: { url, vkey } }) => ({ url, vkey }))
    for (let round = 1; round <= 3; round++) {
      await one(log, { witnesses }, 3)
      const latest = await readLatestCheckpoint(log.folder)
      expect(sizeOf(latest)).toBe(1 + 3 * round)
      const vkeys = witnesses.map(({ vkey }) => vkey)
      expect(statesOf(latest, vkeys)).toEqual(['cosigned', 'cosigned'])
      expect(await readCosignedCheckpoint(log.folder)).toBe(latest)
    }
  })

  it('are cosigned while the log goes on, each from the one before', async () => {
    const log = await place()
    const { cosigner, events } = await openCosigner([log.vkey])
    await using witness = await log.open({ witnesses: [{ url: `${cosigner.url}/`, vkey: cosigner.vkey }] })
    for (const size of [2, 3, 4]) {
      await append(witness)
      await until(() => events.some((event) => event.kind === 'cosigned' && event.size >= size))
    }
    expect(events.filter(({ kind }) => kind === 'refused')).toEqual([])
    await until(() => witness.published()?.receivers[0]?.size === 4)
    expect(witness.published()).toMatchObject({ failures: 0, receivers: [{ kind: 'witness', failures: 0 }] })
  })

  it('go on from whatever size a witness names, also where nobody remembers it', async () => {
    const log = await place()
    const { cosigner, events } = await openCosigner([log.vkey])
    const to = { witnesses: [{ url: cosigner.url, vkey: cosigner.vkey }] }
    await one(log, to, 300)
    await one(log, {}, 400)
    await one(log, to, 5)
    expect(events.map((event) => (event.kind === 'cosigned' ? event.size : event.status)).at(-1)).toBe(706)
    expect(statesOf(await readLatestCheckpoint(log.folder), [cosigner.vkey])).toEqual(['cosigned'])
  })

  it('go to folders and webhooks too, as cosigned', async () => {
    const log = await place()
    const { cosigner } = await openCosigner([log.vkey])
    const copies = await mkdtemp(join(tmpdir(), 'copies-'))
    const posted: string[] = []
    const url = await serve((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (text: string) => (body += text))
      request.on('end', () => {
        posted.push(body)
        response.writeHead(204).end()
      })
    })
    const to = { witnesses: [{ url: cosigner.url, vkey: cosigner.vkey }], folders: [copies], webhooks: [`${url}/hook`] }
    await one(log, to, 2)
    await one(log, to, 2)
    const latest = await readLatestCheckpoint(log.folder)
    const [name = '', ...others] = await readdir(copies)
    expect(others).toEqual([])
    expect(await readFile(join(copies, name), 'utf8')).toBe(latest)
    expect(posted.at(-1)).toBe(latest)
    expect(statesOf(latest, [cosigner.vkey])).toEqual(['cosigned'])
  })
})

describe('a receiver that fails', () => {
  const dead = { url: 'http://127.0.0.1:1', vkey: cosignerKey(generateSignerKey('dead', 4)).vkey }

  it('is counted and shown, keeps nobody else from getting it, and is tried again', async () => {
    const log = await place()
    const { cosigner } = await openCosigner([log.vkey])
    const alive = { url: cosigner.url, vkey: cosigner.vkey }
    await one(log, { witnesses: [dead, alive] })
    const [first, second] = await readReceivers(log.folder)
    expect(first).toMatchObject({ name: 'dead', size: null, failure: { code: 'unreachable' } })
    expect(second).toMatchObject({ size: 2, failures: 0, failure: null })
    // Away for a moment: the same key comes back under another address, and its turn has come.
    await writeFile(
      join(log.folder, 'checkpoints', 'sent.json'),
      (await readFile(join(log.folder, 'checkpoints', 'sent.json'), 'utf8')).replaceAll(
        /"notBefore": \d+\.?\d*/g,
        '"notBefore": 0',
      ),
    )
    await one(log, { witnesses: [dead, alive] })
    expect((await readReceivers(log.folder))[0]?.failures).toBeGreaterThan(first?.failures ?? 0)
  })

  it('is not asked by each command while it is away', async () => {
    const log = await place()
    await one(log, { witnesses: [dead] })
    const { failures } = (await readReceivers(log.folder))[0] ?? {}
    for (let round = 0; round < 3; round++) await one(log, { witnesses: [dead] })
    expect((await readReceivers(log.folder))[0]?.failures).toBe(failures)
  })

  it('that never answers holds up no append, and the close only up to its bound', { timeout: 30_000 }, async () => {
    const log = await place()
    let asked = 0
    const url = await serve(() => asked++)
    const limits = { timeoutMs: 600_000, closeMs: 50, leastMs: 1 }
    const witness = await log.open({ witnesses: [{ ...dead, url }] }, limits)
    await append(witness)
    await until(() => asked > 0)
    for (let round = 0; round < 20; round++) await append(witness)
    await witness[Symbol.asyncDispose]()
    expect(witness.published()?.rounds).toBe(0)
    expect(sizeOf(await readLatestCheckpoint(log.folder))).toBe(22)
  })

  it.each<[string, (vkey: string) => Promise<CheckpointReceivers>, string]>([
    [
      'does not know the log',
      async () => {
        const { url, vkey } = (await openCosigner([])).cosigner
        return { witnesses: [{ url, vkey }] }
      },
      'unknown_log',
    ],
    [
      'has another key than was said',
      async (vkey) => ({ witnesses: [{ ...dead, url: (await openCosigner([vkey])).cosigner.url }] }),
      'bad_cosignature',
    ],
    [
      'speaks something else',
      async () => ({ witnesses: [{ ...dead, url: await serve((_, response) => response.end('hello')) }] }),
      'bad_answer',
    ],
    [
      'answers 409 without a size',
      async () => ({
        witnesses: [
          {
            ...dead,
            url: await serve((_, response) => response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('5')),
          },
        ],
      }),
      'bad_answer',
    ],
    [
      'names another size each time',
      async () => {
        let size = 0
        const url = await serve((_, response) => {
          size = (size + 1) % 2
          response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${size}\n`)
        })
        return { witnesses: [{ ...dead, url }] }
      },
      'refused',
    ],
    [
      'answers without end',
      async () => ({ witnesses: [{ ...dead, url: await serve((_, response) => response.end('x'.repeat(200_000))) }] }),
      'bad_answer',
    ],
    [
      'is a webhook that refuses',
      async () => ({ webhooks: [await serve((_, response) => response.writeHead(500).end())] }),
      'refused',
    ],
    [
      'is a folder that is not there',
      async () => ({ folders: [join(tmpdir(), 'not-there', 'copies')] }),
      'unreachable',
    ],
  ])('because it %s is said with its code', async (_what, receivers, code) => {
    const log = await place()
    await one(log, await receivers(log.vkey))
    expect(await failureOf(log.folder)).toBe(code)
    expect(sizeOf(await readLatestCheckpoint(log.folder))).toBe(2)
  })

  it("shows no more than a webhook's host: the rest may be a secret", async () => {
    const log = await place()
    const url = await serve((_, response) => response.writeHead(403).end('SECRET-token'))
    await using witness = await log.open({ webhooks: [`${url}/SECRET-token?key=SECRET-token`] })
    await append(witness)
    await until(() => (witness.published()?.receivers[0]?.failures ?? 0) > 0)
    expect(JSON.stringify(witness.published())).not.toContain('SECRET')
    expect(await readFile(join(log.folder, 'checkpoints', 'sent.json'), 'utf8')).not.toContain('SECRET')
  })
})

describe('a log that is not what it was, signed with its own key again', () => {
  /** A cosigned log, with a copy elsewhere; then what `attack` does to it, and one more entry. */
  async function attacked(attack: (log: Awaited<ReturnType<typeof place>>, old: string) => Promise<void>) {
    const log = await place()
    const { cosigner, events } = await openCosigner([log.vkey])
    const copies = await mkdtemp(join(tmpdir(), 'copies-'))
    const to = { witnesses: [{ url: cosigner.url, vkey: cosigner.vkey }], folders: [copies] }
    await one(log, to, 3)
    const old = `${log.folder}-old`
    await cp(log.folder, old, { recursive: true })
    // More than is written afterwards, however often: it stays the shorter one.
    await one(log, to, 50)
    const before = await readFile(join(copies, (await readdir(copies))[0] ?? ''), 'utf8')
    await attack(log, old)
    // Whoever has the key can have it forget what it signed.
    await rm(join(log.signerFolder, 'signed'), { recursive: true })
    await one(log, to, 1)
    await one(log, to, 1)
    const after = await readFile(join(copies, (await readdir(copies))[0] ?? ''), 'utf8')
    return { log, to, events, before, after }
  }

  it('rolled back to an old copy, shows at the witness and at the copy elsewhere, and in itself, once each', async () => {
    const { log, to, before, after } = await attacked(async ({ folder }, old) => {
      await rm(folder, { recursive: true })
      await cp(old, folder, { recursive: true })
    })
    expect((await readReceivers(log.folder)).map(({ failure }) => failure?.code)).toEqual(['ahead', 'conflict'])
    expect(after).toBe(before)
    expect(sizeOf(after)).toBe(54)
    await using witness = await log.open(to)
    const disputes = () => collect(witness.entries({ eventType: 'checkpoint_disputed' }))
    await until(async () => (await disputes()).length >= 2)
    await append(witness, 3)
    await one(log, to, 3)
    expect((await disputes()).map(({ event: { params } }) => [params?.['by'], params?.['reason']])).toEqual([
      ['witness', 'ahead'],
      ['folder', 'conflict'],
    ])
  })

  it('rolled back and grown past its old size, shows as another history', async () => {
    const { log, events, before, after } = await attacked(async (log, old) => {
      await rm(log.folder, { recursive: true })
      await cp(old, log.folder, { recursive: true })
      await rm(join(log.signerFolder, 'signed'), { recursive: true })
      await one(log, {}, 80)
    })
    expect((await readReceivers(log.folder)).map(({ failure }) => failure?.code)).toEqual(['inconsistent', 'conflict'])
    expect(after).toBe(before)
    expect(events.at(-1)).toMatchObject({ kind: 'refused', status: 422 })
  })

  it('a copy elsewhere that was damaged is not written over', async () => {
    const log = await place()
    const copies = await mkdtemp(join(tmpdir(), 'copies-'))
    await one(log, { folders: [copies] })
    const [name = ''] = await readdir(copies)
    await writeFile(join(copies, name), 'damaged')
    await one(log, { folders: [copies] })
    expect(await failureOf(log.folder)).toBe('conflict')
    expect(await readFile(join(copies, name), 'utf8')).toBe('damaged')
  })
})

describe('the list of receivers', () => {
  it('is read anew each time, and nobody is in it where it is not there', async () => {
    const log = await place()
    const file = join(dirname(log.folder), 'cosigners.json')
    await one(log, file)
    expect(await readReceivers(log.folder)).toEqual([])
    const { cosigner } = await openCosigner([log.vkey])
    await writeFile(file, JSON.stringify({ witnesses: [{ url: cosigner.url, vkey: cosigner.vkey }] }))
    await one(log, file)
    expect(await readReceivers(log.folder)).toMatchObject([{ kind: 'witness', size: 3 }])
  })

  const vkey = cosignerKey(generateSignerKey('w', 4)).vkey
  it.each([
    ['is no JSON', '{"webhooks": ["https://x/SECRET"', /no JSON/],
    ['has a field too many', '{"witness": []}', /not as it must be/],
    ['has an address that is none', '{"webhooks": ["ftp://x/SECRET"]}', /at webhooks\.0/],
    ['has an address with a password', '{"webhooks": ["http://a:SECRET@x/"]}', /at webhooks\.0/],
    ['has a key that is none', '{"witnesses": [{"url": "http://x", "vkey": "SECRET"}]}', /witnesses\.0\.vkey/],
    [
      'has a witness twice',
      JSON.stringify({ witnesses: Array.from({ length: 2 }, () => ({ url: 'http://x', vkey })) }),
      /witnesses\.1 is there twice/,
    ],
  ])('that %s is said, quotes nothing, and keeps nobody from appending', async (_what, text, message) => {
    const log = await place()
    const file = join(dirname(log.folder), 'cosigners.json')
    await writeFile(file, text)
    await using witness = await log.open(file)
    await append(witness)
    await until(() => (witness.published()?.failures ?? 0) > 0)
    const failure = witness.published()?.failure
    expect(failure).toMatchObject({ code: 'bad_config', message: expect.stringMatching(message) })
    expect(failure?.message).not.toContain('SECRET')
  })
})

describe('the processes that share a log', () => {
  it('have it cosigned together, each going on from the other, and dispute nothing', { timeout: 60_000 }, async () => {
    const log = await place()
    const { cosigner, events } = await openCosigner([log.vkey])
    const script = join(import.meta.dirname, 'publishing-process.ts')
    const args = [script, log.folder, log.signerFolder, cosigner.url, cosigner.vkey, '60']
    const ends = Array.from({ length: 3 }, () => {
      const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, NODE_NO_WARNINGS: '1' } })
      onTestFinished(() => void child.kill('SIGKILL'))
      return once(child, 'exit')
    })
    expect((await Promise.all(ends)).map(([code]) => Number(code))).toEqual([0, 0, 0])
    await one(log, { witnesses: [{ url: cosigner.url, vkey: cosigner.vkey }] })
    const latest = await readLatestCheckpoint(log.folder)
    expect(sizeOf(latest)).toBe(1 + 3 * 60 + 1)
    expect(statesOf(latest, [cosigner.vkey])).toEqual(['cosigned'])
    expect(events.filter(({ kind }) => kind === 'cosigned').length).toBeGreaterThan(3)
    const refused = events.flatMap((event) => (event.kind === 'refused' ? [event.status] : []))
    expect(refused.filter((status) => status !== 409)).toEqual([])
    await using witness = await openIn(log.folder)
    const types = typesOf(await collect(witness.entries()))
    expect(types.filter((type) => type.startsWith('checkpoint_'))).toEqual([])
  })
})
