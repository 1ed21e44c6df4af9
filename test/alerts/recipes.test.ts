import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { alertsConfig, signatureOf } from '../../src/alerts/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { readPage, root } from '../docs/markdown.ts'
import { send, startApi, streamOf } from '../server/api.ts'
import { findProgram, needs } from '../support/programs.ts'
import { until } from '../support/waiting.ts'
import { ok, webSink } from './sinks.ts'
import { alarms, lost, shown } from './stage.ts'

const page = readPage('docs/alert-recipes.md')
const blocks = page.blocks.filter(({ language }) => language === 'yaml').map(({ text }) => ({ text, doc: parse(text) }))
const secret = 'PLANTED-hook_a91c'

describe('the recipes', () => {
  it('are taken as they stand', () => {
    const configs = blocks.filter(({ doc }) => 'alerts' in doc)
    expect(configs.length).toBeGreaterThanOrEqual(7)
    for (const { text, doc } of configs) {
      const { error } = alertsConfig.safeParse(doc.alerts)
      expect([text, error?.issues ?? []]).toEqual([text, []])
    }
  })

  it('for Prometheus ask for metrics that there are', async () => {
    const rules: { groups: { rules: { expr: string }[] }[] }[] = blocks
      .map(({ doc }) => doc)
      .filter((doc) => 'groups' in doc)
    const asked = rules.flatMap(({ groups }) => groups.flatMap((group) => group.rules.map(({ expr }) => expr)))
    const names = asked.flatMap((expr) => expr.match(/\bvmix_[a-z_]+/g) ?? [])
    expect(names.length).toBeGreaterThanOrEqual(4)
    await using api = await startApi()
    api.board.put(streamOf('studio', 1))
    const { text } = await send(api.port, { path: '/metrics' })
    expect(names.filter((name) => !text.includes(`# TYPE ${name} gauge\n`))).toEqual([])
  })
})

/** docs/alert-receiver.py on a free port, handing on to an ntfy of ours. */
async function pythonReceiver(ntfy: string) {
  const child = spawn(
    findProgram('python3') ?? 'python3',
    [join(root, 'docs/alert-receiver.py'), '--listen', '127.0.0.1:0', '--ntfy', ntfy, '--topic', 'show'],
    { env: { ...process.env, HOOK_SECRET: secret, NTFY_TOKEN: 'tk_local' }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const written: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => written.push(text))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${written.join('')}`)))
  })
  return {
    url: `http://${line.replace('listening on ', '')}/`,
    written,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((ended) => {
        child.once('exit', () => ended()).kill()
      }),
  }
}

describe.runIf(needs('python3'))('the receiver in Python', () => {
  it('hands an alarm and its end to the phone, once each, and tells nobody the secret', async () => {
    await using ntfy = await webSink()
    await using python = await pythonReceiver(ntfy.url)
    await using stage = await alarms(
      { receivers: { crew: { type: 'webhook', url: python.url, secret: 'env:HOOK_SECRET' } } },
      { env: { HOOK_SECRET: secret } },
    )
    await stage.alerts.sendTest('crew')
    stage.alerts.look([lost])
    await until(() => ntfy.calls.length === 2)
    expect(ntfy.calls.map(({ body }) => JSON.parse(body))).toEqual([
      {
        topic: 'show',
        title: 'TEST of the alarms',
        message: 'Alarms reach crew.',
        priority: 3,
        tags: ['information_source'],
      },
      {
        topic: 'show',
        title: 'CRITICAL: Stream lost (studio, Stream 1)',
        message: 'Stream 1 has stopped.\nLook at vMix & start it again.',
        priority: 5,
        tags: ['rotating_light'],
      },
    ])
    expect(ntfy.calls[0]?.headers['authorization']).toBe('Bearer tk_local')
    expect([...python.written, shown(stage), ...ntfy.calls.map(({ body }) => body)].join()).not.toContain('PLANTED')
  })

  it('takes nothing that is changed, old, too long, or from somebody else; and what comes twice once', async () => {
    await using ntfy = await webSink()
    await using python = await pythonReceiver(ntfy.url)
    const notice = { id: 'n1', what: 'firing', title: 'T', message: 'M', action: '', alert: { severity: 'warning' } }
    const body = JSON.stringify({ version: 1, notices: [notice] })
    const right = signatureOf(body, new Secret(secret), Date.now())
    const post = async (text: string, signature?: string): Promise<number> => {
      const headers = {
        'content-type': 'application/json',
        ...(signature === undefined ? {} : { 'x-vmix-signature': signature }),
      }
      return (await fetch(python.url, { method: 'POST', headers, body: text })).status
    }
    const sign = (text: string) => signatureOf(text, new Secret(secret), Date.now())
    expect(await post(body)).toBe(401)
    expect(await post(body, 'v1=0')).toBe(401)
    expect(await post(body.replace('n1', 'n2'), right)).toBe(401)
    expect(await post(body, signatureOf(body, new Secret('another'), Date.now()))).toBe(401)
    expect(await post(body, signatureOf(body, new Secret(secret), Date.now() - 301_000))).toBe(401)
    expect(await post('{"notices":[{}]}', sign('{"notices":[{}]}'))).toBe(422)
    expect(await post('no JSON', sign('no JSON'))).toBe(422)
    expect(await post(' '.repeat(1024 * 1024 + 1), right).catch(() => 413)).toBe(413)
    expect(ntfy.calls.length).toBe(0)
    expect(await post(body, right)).toBe(200)
    expect(await post(body, right)).toBe(200)
    expect(ntfy.calls.length).toBe(1)
  })

  it('says that it could not hand it on, and then takes it when it comes again', async () => {
    await using ntfy = await webSink((response, n) => {
      if (n === 0) response.writeHead(503).end()
      else ok(response, n)
    })
    await using python = await pythonReceiver(ntfy.url)
    await using stage = await alarms(
      { receivers: { crew: { type: 'webhook', url: python.url, secret: 'env:HOOK_SECRET' } } },
      { env: { HOOK_SECRET: secret } },
    )
    stage.alerts.look([lost])
    await until(() => ntfy.calls.length === 2)
    await until(() => stage.records.length === 2)
    expect(stage.outcomes()).toEqual(['failing failing', 'delivered'])
  })
})
