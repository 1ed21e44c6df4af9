import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { publishNow, readLatestCheckpoint, readReceivers } from '../../src/witness/index.ts'
import { generateSignerKey } from '../../src/witness/note/index.ts'
import { cosignerKey } from '../../src/witness/cosign/index.ts'
import { openCosigner } from './cosign-support.ts'
import { append, one, place, serve, statesOf } from './publish-support.ts'
import { collect, openIn, until } from './support.ts'

const sizeType = 'text/x.tlog.size'

/** The text of what a witness is asked to cosign. */
const askedFor = (body: string): string => {
  const note = body.slice(body.indexOf('\n\n') + 2)
  return note.slice(0, note.lastIndexOf('\n\n') + 1)
}

/** A witness that answers as it is told, in turn; the last answer again and again. */
async function scripted(answers: readonly ((text: string) => { status: number; type?: string; body: string })[]) {
  const key = cosignerKey(generateSignerKey('example.com/hostile', 4))
  let asked = 0
  const url = await serve((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      const answer = answers[Math.min(asked++, answers.length - 1)]?.(askedFor(body))
      response.writeHead(answer?.status ?? 500, { 'content-type': answer?.type ?? 'text/plain' }).end(answer?.body)
    })
  })
  return { key, to: { witnesses: [{ url, vkey: key.vkey }] }, asked: () => asked }
}

const lineOf = (key: ReturnType<typeof cosignerKey>, text: string, seconds: number): string => {
  const { name, keyId, signature } = key.cosign(text, seconds)
  return `— ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}\n`
}

describe("a witness's answer", () => {
  it('of 409 is its size in any spelling of the type, and not another history', async () => {
    const log = await place()
    const { to } = await scripted([
      () => ({ status: 409, type: 'Text/X.Tlog.Size; charset=utf-8', body: '1\n' }),
      () => ({ status: 404, body: '' }),
    ])
    await one(log, to)
    expect((await readReceivers(log.folder))[0]?.failure?.code).toBe('unknown_log')
  })

  it('that disputes the log is told as what it says, since nothing signs it', async () => {
    for (const answer of [
      { status: 409, type: sizeType, body: '99\n' },
      { status: 409, body: '' },
      { status: 422, body: '' },
    ]) {
      const log = await place()
      await one(log, (await scripted([() => answer])).to)
      expect((await readReceivers(log.folder))[0]?.failure?.message).toMatch(/^The witness example.com\/hostile says/)
    }
  })

  it('that disputes the log is recorded once, also when others, or silence, come in between', async () => {
    const log = await place()
    const { to, asked } = await scripted([
      () => ({ status: 409, type: sizeType, body: '99\n' }),
      () => ({ status: 500, body: '' }),
      () => ({ status: 422, body: '' }),
      () => ({ status: 409, type: sizeType, body: '98\n' }),
    ])
    await using witness = await log.open(to, { retry: { baseMs: 1, capMs: 20 } })
    await append(witness)
    await until(() => asked() > 8)
    const disputes = await collect(witness.entries({ eventType: 'checkpoint_disputed' }))
    expect(disputes.map(({ event: { params } }) => params?.['reason'])).toEqual(['ahead'])
  })

  it('with an older cosignature than we have does not take its place', async () => {
    const log = await place()
    const now = Math.floor(Date.now() / 1000)
    const key = cosignerKey(generateSignerKey('example.com/hostile', 4))
    const answered = new Set<string>()
    const url = await serve((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (text: string) => (body += text))
      request.on('end', () => {
        const text = askedFor(body)
        response.end(lineOf(key, text, answered.has(text) ? now - 3600 : now - 60))
        answered.add(text)
      })
    })
    await using witness = await log.open(
      { witnesses: [{ url, vkey: key.vkey }] },
      { freshMs: 1, retry: { baseMs: 1, capMs: 20 } },
    )
    await append(witness)
    await until(() => witness.published()?.receivers[0]?.failure?.code === 'bad_cosignature')
    const note = await readLatestCheckpoint(log.folder)
    expect(note).toContain(lineOf(key, (note ?? '').slice(0, (note ?? '').lastIndexOf('\n\n') + 1), now - 60))
    expect(statesOf(note, [key.vkey])).toEqual(['cosigned'])
  })

  it('is never a reason not to append', async () => {
    const log = await place()
    await one(log, (await scripted([() => ({ status: 301, body: '' })])).to)
    expect((await readReceivers(log.folder))[0]?.failure?.code).toBe('refused')
    await using witness = await openIn(log.folder)
    await append(witness)
    expect(witness.head().size).toBe(3)
  })
})

describe('handing on now', () => {
  it('that is called off is no success: nobody is said to have got it', async () => {
    const log = await place()
    await one(log, {})
    const called = new AbortController()
    const url = await serve(() => called.abort(new Error('called off')))
    const vkey = cosignerKey(generateSignerKey('example.com/silent', 4)).vkey
    const to = { witnesses: [{ url, vkey }] }
    const sent = publishNow({ folder: log.folder, to, clock: systemClock, signal: called.signal })
    await expect(sent).rejects.toThrow('called off')
  })
})

describe('a witness that answers drop by drop', () => {
  it('is left alone at the limit', async () => {
    const log = await place()
    const { cosigner } = await openCosigner([log.vkey])
    const drip = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'), 20)
      response.once('close', () => clearInterval(timer))
    })
    const dead = { url: drip, vkey: cosignerKey(generateSignerKey('drip', 4)).vkey }
    const to = { witnesses: [dead, { url: cosigner.url, vkey: cosigner.vkey }] }
    await using witness = await log.open(to, { timeoutMs: 300 })
    await append(witness)
    await until(() => witness.published()?.receivers[0]?.failure?.code === 'timeout')
    // On a busy machine the other one may be too late as well, and is asked again.
    await until(() => witness.published()?.receivers[1]?.size === 2)
    expect(witness.published()?.receivers[1]).toMatchObject({ size: 2, failure: null })
  })
})
