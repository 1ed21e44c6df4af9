import { connect } from 'node:net'
import { once } from 'node:events'
import { copyFile, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CosignError, findCosignatures, startCosigner } from '../../src/witness/cosign/index.ts'
import { generateSignerKey, NoteError, noteSigner, parseNote } from '../../src/witness/note/index.ts'
import { sha256 } from '../../src/witness/chain.ts'
import { clockAt, ForeignLog, openCosigner, post } from './cosign-support.ts'

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
  } catch (error) {
    if (error instanceof CosignError || error instanceof NoteError) return error.code
    throw error
  }
  return 'done'
}

/** A log of seven entries, and a cosigner that has cosigned it at five. */
async function known() {
  const log = new ForeignLog('example.com/studio').grow(7)
  const { cosigner, events, ...more } = await openCosigner([log.signer.vkey])
  expect((await post(cosigner.url, log.request(0, 5))).status).toBe(200)
  return { log, cosigner, events, url: cosigner.url, ...more }
}

describe('add-checkpoint', () => {
  it('answers 200 with a cosignature that verifies and says when', async () => {
    const log = new ForeignLog('example.com/studio').grow(3)
    const nowMs = Date.UTC(2026, 10, 22, 20)
    const { cosigner } = await openCosigner([log.signer.vkey], { clock: clockAt(nowMs) })
    const { status, body } = await post(cosigner.url, log.request(0))
    expect(status).toBe(200)
    const [finding] = findCosignatures(log.checkpoint() + body, [cosigner.vkey], nowMs)
    expect(finding).toMatchObject({ state: 'cosigned', atMs: nowMs })
  })

  it('goes on from each size to each later one, and cosigns the same one again', async () => {
    const { log, url } = await known()
    for (const [from, to] of [
      [5, 5],
      [5, 6],
      [6, 7],
      [7, 7],
    ] as const) {
      expect(await post(url, log.request(from, to))).toMatchObject({ status: 200 })
    }
  })

  it('answers 409 with its size, as text/x.tlog.size, to another old size', async () => {
    const { log, url } = await known()
    for (const from of [0, 4, 6]) {
      expect(await post(url, log.request(from, 7))).toEqual({ status: 409, type: 'text/x.tlog.size', body: '5\n' })
    }
  })

  it('answers 409 with 0 to a log that it has never cosigned', async () => {
    const log = new ForeignLog('example.com/studio').grow(7)
    const { cosigner } = await openCosigner([log.signer.vkey])
    expect(await post(cosigner.url, log.request(5))).toMatchObject({ status: 409, body: '0\n' })
  })

  it('answers 409 to a log that was rolled back, from wherever it says to come', async () => {
    const { log, url } = await known()
    for (let to = 0; to < 5; to++) {
      for (let from = 0; from <= to; from++) {
        expect(await post(url, log.request(from, to))).toMatchObject({ status: 409, body: '5\n' })
      }
    }
  })

  it('answers 409 to another tree of the same size, and keeps it as evidence', async () => {
    const { log, url, folder } = await known()
    const other = log.fork(4).grow(1, 'forged')
    expect(await post(url, other.request(5))).toMatchObject({ status: 409, type: 'text/plain; charset=utf-8' })
    const names = await readdir(join(folder, 'refused'))
    const kept = await Promise.all(names.map((name) => readFile(join(folder, 'refused', name))))
    expect(new Set(kept.map((note) => parseNote(note).text))).toEqual(new Set([log.text(5), other.text()]))
  })

  it('answers 422 to a log that was forked or rewritten at any entry before, whatever it proves', async () => {
    const { log, url } = await known()
    for (let at = 0; at < 5; at++) {
      const other = log.fork(at).grow(7 - at, 'forged')
      expect((await post(url, other.request(5))).status).toBe(422)
      expect((await post(url, other.request(5, 7, log.proof(5)))).status).toBe(422)
      expect((await post(url, other.request(5, 7, []))).status).toBe(422)
    }
    expect((await post(url, log.request(5))).status).toBe(200)
  })

  it('answers 422 to a proof where none may be', async () => {
    const { log, url } = await known()
    expect((await post(url, log.request(5, 5, log.proof(5, 7)))).status).toBe(422)
    const fresh = await openCosigner([log.signer.vkey])
    expect((await post(fresh.cosigner.url, log.request(0, 7, log.proof(5)))).status).toBe(422)
  })

  it('answers 422 to an empty log whose root is not that of nothing', async () => {
    const log = new ForeignLog('example.com/studio').grow(1)
    const { cosigner } = await openCosigner([log.signer.vkey])
    const root = (text: string): string => text.split('\n')[2] ?? ''
    const text = log.text(0).replace(root(log.text(0)), root(log.text(1)))
    const { name, keyId, signature } = log.signer.sign(text)
    const line = `— ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}\n`
    expect((await post(cosigner.url, `old 0\n\n${text}\n${line}`)).status).toBe(422)
    expect((await post(cosigner.url, log.request(0, 0))).status).toBe(200)
    expect((await post(cosigner.url, log.request(0, 1))).status).toBe(200)
  })

  it('answers 404 to an unknown log, signed or not', async () => {
    const { url } = await known()
    expect((await post(url, new ForeignLog('example.com/other').grow(1).request(0))).status).toBe(404)
    expect((await post(url, new ForeignLog('example.com/studio-b').grow(1).request(0))).status).toBe(404)
  })

  it('answers 403 to a known log that is not signed by its key', async () => {
    const { log, url } = await known()
    const stranger = noteSigner(generateSignerKey('example.com/studio'))
    const unsigned = `old 5\n\n${log.checkpoint(5, [stranger])}`
    expect((await post(url, unsigned)).status).toBe(403)
    const wrong = log.request(5).replace(/.{6}==\n$|.{6}=\n$/, (end) => `AAAAA${end.slice(5)}`)
    expect(wrong).not.toBe(log.request(5))
    expect((await post(url, wrong)).status).toBe(403)
  })

  it('answers 403 when one signature is right and another in a known name is wrong', async () => {
    const log = new ForeignLog('example.com/studio').grow(2)
    const second = noteSigner(generateSignerKey('example.com/studio'))
    const { cosigner } = await openCosigner([log.signer.vkey, second.vkey])
    const bad = new ForeignLog('example.com/studio', second).grow(1).checkpoint()
    const note = log.checkpoint() + bad.slice(bad.lastIndexOf('\n\n') + 2)
    expect((await post(cosigner.url, `old 0\n\n${note}`)).status).toBe(403)
    const both = log.checkpoint(2, [log.signer, second])
    expect((await post(cosigner.url, `old 0\n\n${both}`)).status).toBe(200)
  })

  it.each([
    ['nothing', () => ''],
    ['no empty line', () => 'old 0\n'],
    ['no old size', (log: ForeignLog) => `\n\n${log.checkpoint()}`],
    ['a leading zero', (log: ForeignLog) => log.request(0).replace('old 0', 'old 00')],
    ['a sign', (log: ForeignLog) => log.request(0).replace('old 0', 'old +0')],
    ['two spaces', (log: ForeignLog) => log.request(0).replace('old 0', 'old  0')],
    ['a size beyond all counting', (log: ForeignLog) => log.request(0).replace('old 0', 'old 9999999999999999')],
    ['carriage returns', (log: ForeignLog) => log.request(0).replaceAll('\n', '\r\n')],
    ['a proof line that is no hash', (log: ForeignLog) => log.request(0, 3, ['AAAA'])],
    ['a proof line that is not base64', (log: ForeignLog) => log.request(0, 3, ['!'.repeat(44)])],
    ['64 proof lines', (log: ForeignLog) => log.request(0, 3, Array<string>(64).fill(`${'A'.repeat(43)}=`))],
    ['an old size above its own', (log: ForeignLog) => log.request(0).replace('old 0', 'old 4')],
    ['a note without its last newline', (log: ForeignLog) => log.request(0).slice(0, -1)],
    ['a note without signatures', (log: ForeignLog) => `old 0\n\n${log.text()}`],
    ['a note that is no checkpoint', (log: ForeignLog) => log.request(0).replace('\n3\n', '\nthree\n')],
  ])('answers 400 to %s', async (_what, request) => {
    const log = new ForeignLog('example.com/studio').grow(3)
    const { cosigner, folder } = await openCosigner([log.signer.vkey])
    expect((await post(cosigner.url, request(log))).status).toBe(400)
    expect((await readdir(folder)).filter((name) => name.endsWith('.txt'))).toEqual([])
  })

  it('answers 413 to a request that is too long, and 405 and 404 to what is not there', async () => {
    const { url } = await known()
    expect((await post(url, 'x'.repeat(70_000))).status).toBe(413)
    expect((await fetch(`${url}/add-checkpoint`)).status).toBe(405)
    expect((await fetch(`${url}/`)).status).toBe(404)
    expect((await fetch(`${url}/add-checkpoint/more`, { method: 'POST', body: '' })).status).toBe(404)
  })

  it('is not held up by who sends half a request', async () => {
    const { log, cosigner, url } = await known()
    const { port } = new URL(url)
    const socket = connect(Number(port), '127.0.0.1')
    await once(socket, 'connect')
    socket.write('POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nold 5\n')
    expect((await post(url, log.request(5))).status).toBe(200)
    const ended = once(socket, 'close')
    await cosigner.close()
    await ended
  })

  it('never cosigns twice what is asked at once: one goes on, the others are told its size', async () => {
    const { log, url, folder } = await known()
    const forks = Array.from({ length: 8 }, (_, index) => log.fork(5).grow(2 + index, `fork ${index}`))
    const answers = await Promise.all(forks.map((fork) => post(url, fork.request(5))))
    const winner = answers.findIndex(({ status }) => status === 200)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(7)
    const kept = await readFile(join(folder, `${sha256(log.origin)}.txt`))
    expect(parseNote(kept).text).toBe(forks[winner]?.text())
  })
})

describe('whose logs are cosigned', () => {
  it('a key stands for its own name and all below it, as one installation keeps several logs', async () => {
    const signer = noteSigner(generateSignerKey('studio-a'))
    const { cosigner } = await openCosigner([signer.vkey])
    for (const [origin, status] of [
      ['studio-a', 200],
      ['studio-a/localhost-8088/4f1c', 200],
      ['studio-ab', 404],
      ['studio', 404],
      ['x/studio-a', 404],
    ] as const) {
      expect((await post(cosigner.url, new ForeignLog(origin, signer).grow(1).request(0))).status).toBe(status)
    }
  })

  it('a key is worth nothing for a name that has a key of its own', async () => {
    const outer = noteSigner(generateSignerKey('studio'))
    const inner = noteSigner(generateSignerKey('studio/a'))
    const { cosigner } = await openCosigner([outer.vkey, inner.vkey])
    expect((await post(cosigner.url, new ForeignLog('studio/a/1', outer).grow(1).request(0))).status).toBe(403)
    expect((await post(cosigner.url, new ForeignLog('studio/a/1', inner).grow(1).request(0))).status).toBe(200)
    expect((await post(cosigner.url, new ForeignLog('studio/b', outer).grow(1).request(0))).status).toBe(200)
  })
})

describe('what a cosigner remembers', () => {
  it('outlives it, for each log by itself', async () => {
    const first = await known()
    const again = await first.restart()
    expect(again.cosigner.vkey).toBe(first.cosigner.vkey)
    expect(await post(again.cosigner.url, first.log.request(0))).toMatchObject({ status: 409, body: '5\n' })
    expect((await post(again.cosigner.url, first.log.request(5))).status).toBe(200)
  })

  it('can be asked for by anyone: the newest checkpoint of a log, cosigned', async () => {
    const { log, cosigner, url } = await known()
    const answer = await fetch(`${url}/${sha256(log.origin)}/checkpoint`)
    const note = await answer.text()
    expect(parseNote(note).text).toBe(log.text(5))
    expect(findCosignatures(note, [cosigner.vkey], Date.now())[0]?.state).toBe('cosigned')
    expect((await fetch(`${url}/${sha256('other')}/checkpoint`)).status).toBe(404)
    expect((await fetch(`${url}/${sha256(log.origin)}/checkpoint`, { method: 'POST' })).status).toBe(405)
  })

  it('is never taken for nothing when it was damaged: that log is not cosigned any more', async () => {
    const { log, url, folder, events } = await known()
    const path = join(folder, `${sha256(log.origin)}.txt`)
    const kept = await readFile(path)
    for (const damaged of ['', 'x\n', kept.subarray(0, 60), Buffer.from(kept.toString().replace('\n5\n', '\n4\n'))]) {
      await writeFile(path, damaged)
      expect((await post(url, log.request(0))).status).toBe(500)
    }
    expect(events.at(-1)).toMatchObject({ kind: 'refused', status: 500, why: expect.stringContaining('Put it back') })
    await writeFile(path, kept)
    expect((await post(url, log.request(5))).status).toBe(200)
  })

  it('of one log does not pass for that of another', async () => {
    const first = new ForeignLog('a').grow(5)
    const second = new ForeignLog('b').grow(3)
    const { cosigner, folder } = await openCosigner([first.signer.vkey, second.signer.vkey])
    expect((await post(cosigner.url, first.request(0))).status).toBe(200)
    expect((await post(cosigner.url, second.request(0))).status).toBe(200)
    await copyFile(join(folder, `${sha256('b')}.txt`), join(folder, `${sha256('a')}.txt`))
    expect((await post(cosigner.url, first.request(3))).status).toBe(500)
  })

  it('must be there with its key: neither is used without the other', async () => {
    const first = await known()
    const { keyFile, folder } = first
    await first.cosigner.close()
    const start = (more = {}) => startCosigner({ listen: '127.0.0.1:0', keyFile, folder, trust: [], ...more })
    await rename(folder, `${folder}-away`)
    expect(await codeOf(start())).toBe('state_missing')
    await rm(folder, { recursive: true })
    await rename(`${folder}-away`, folder)
    await rename(keyFile, `${keyFile}-away`)
    expect(await codeOf(start())).toBe('key_missing')
    for (const name of await readdir(folder))
      if (name.endsWith('.txt')) await rename(join(folder, name), `${keyFile}-${name}`)
    expect(await codeOf(start())).toBe('key_missing')
    await writeFile(keyFile, generateSignerKey('example.com/w', 4))
    expect(await codeOf(start())).toBe('other_key')
    expect(await codeOf(start({ begin: true }))).toBe('other_key')
    await rename(`${keyFile}-away`, keyFile)
    await using again = await start()
    expect(again.vkey).toBe(first.cosigner.vkey)
  })

  it('begins for a key from elsewhere only when that is asked for', async () => {
    const { keyFile, folder } = await openCosigner([])
    const place = { listen: '127.0.0.1:0', keyFile: `${keyFile}2`, folder: `${folder}2`, trust: [] }
    await writeFile(place.keyFile, `${generateSignerKey('example.com/w', 4)}\n`)
    expect(await codeOf(startCosigner(place))).toBe('state_missing')
    await (await startCosigner({ ...place, begin: true })).close()
    await (await startCosigner(place)).close()
  })

  it('belongs to one process at a time', async () => {
    const { keyFile, folder } = await openCosigner([])
    expect(await codeOf(startCosigner({ listen: '127.0.0.1:0', keyFile, folder, trust: [] }))).toBe('running')
  })
})

describe('a cosigner', () => {
  it("does not use a log's own key, and tells when its address is taken or is none", async () => {
    const { keyFile, folder, cosigner } = await openCosigner([])
    const other = { keyFile: `${keyFile}2`, folder: `${folder}2`, trust: [] }
    await writeFile(other.keyFile, generateSignerKey('example.com/log'))
    expect(await codeOf(startCosigner({ ...other, listen: '127.0.0.1:0' }))).toBe('unsupported_key')
    await rm(other.keyFile)
    expect(await codeOf(startCosigner({ ...other, listen: cosigner.url.slice(7) }))).toBe('in_use')
    expect(await codeOf(startCosigner({ ...other, listen: 'here' }))).toBe('bad_listen')
    expect(await codeOf(startCosigner({ ...other, listen: '127.0.0.1:0', trust: ['x'] }))).toBe('bad_key')
  })

  it('says whether others can reach it', async () => {
    expect((await openCosigner([])).cosigner.isLoopback).toBe(true)
    expect((await openCosigner([], { listen: '0.0.0.0:0' })).cosigner.isLoopback).toBe(false)
  })

  it.skipIf(process.platform === 'win32')('keeps its key readable by its user alone', async () => {
    const { keyFile } = await openCosigner([])
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600)
  })

  it('never goes back behind its own last moment', async () => {
    const log = new ForeignLog('example.com/studio').grow(9)
    const start = Date.UTC(2026, 10, 22, 20)
    const clock = clockAt(start)
    const { cosigner } = await openCosigner([log.signer.vkey], { clock })
    const cosign = async (from: number, to: number) => {
      const { status, body } = await post(cosigner.url, log.request(from, to))
      if (status !== 200) return status
      return findCosignatures(log.checkpoint(to) + body, [cosigner.vkey], start)[0]?.atMs
    }
    expect(await cosign(0, 1)).toBe(start)
    clock.put(start - 30_000)
    expect(await cosign(1, 2)).toBe(start)
    clock.put(start - 3_600_000)
    expect(await cosign(2, 3)).toBe(503)
    clock.put(start + 1000)
    expect(await cosign(2, 3)).toBe(start + 1000)
  })
})
