import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { findProgram, needs } from '../support/programs.ts'
import { temporaryFolder } from '../support/show.ts'
import { until } from '../support/waiting.ts'
import { webSink } from './sinks.ts'
import { alarms, lost, shown } from './stage.ts'

const secret = 'PLANTED-a&b/c'

/** The verifier that the guide shows. */
function pythonSample(): string {
  const guide = readFileSync(resolve(import.meta.dirname, '../../docs/alerts.md'), 'utf8')
  const sample = /```python\n([\s\S]*?)```/.exec(guide)?.[1]
  if (sample === undefined) throw new Error('the guide has no Python')
  return sample
}

describe('a notice', () => {
  it("comes as Alertmanager's webhook sends it, and its end too", async () => {
    await using sink = await webSink()
    await using stage = await alarms(
      {
        receivers: { noc: { type: 'alertmanager', url: `${sink.url}/hook`, bearer: 'env:TOKEN' } },
        page: 'https://control.example.com/',
      },
      { env: { TOKEN: secret } },
    )
    stage.alerts.look([lost])
    await until(() => sink.calls.length === 1)
    const [call] = sink.calls
    expect(call?.path).toBe('/hook')
    expect(call?.headers).toMatchObject({ authorization: `Bearer ${secret}`, 'content-type': 'application/json' })
    const labels = {
      alertname: 'stream_lost',
      severity: 'critical',
      source: 'vmixctl',
      instance: 'studio',
      channel: '0',
      stream: 'Stream 1',
    }
    const annotations = {
      summary: 'CRITICAL: Stream lost (studio, Stream 1)',
      description: 'Stream 1 has stopped.',
      action: 'Look at vMix & start it again.',
    }
    expect(JSON.parse(call?.body ?? '')).toEqual({
      version: '4',
      groupKey: '{}:{}',
      truncatedAlerts: 0,
      status: 'firing',
      receiver: 'noc',
      groupLabels: {},
      commonLabels: labels,
      commonAnnotations: annotations,
      externalURL: 'https://control.example.com/',
      alerts: [
        {
          status: 'firing',
          labels,
          annotations,
          startsAt: stage.alerts.alerts[0]?.since,
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: 'https://control.example.com/',
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
      ],
    })
    expect(shown(stage)).not.toContain('PLANTED')
  })

  it.runIf(needs('python3'))('for a program of your own is signed, as the guide checks it', async () => {
    await using folder = await temporaryFolder()
    await using sink = await webSink()
    await using stage = await alarms(
      { receivers: { ours: { type: 'webhook', url: sink.url, secret: 'env:HOOK' } } },
      { env: { HOOK: secret } },
    )
    stage.alerts.look([lost])
    await until(() => sink.calls.length === 1)
    const body = sink.calls[0]?.body ?? ''
    expect(JSON.parse(body)).toMatchObject({
      version: 1,
      receiver: 'ours',
      notices: [
        {
          id: `${stage.alerts.alerts[0]?.id}-critical`,
          what: 'firing',
          title: 'CRITICAL: Stream lost (studio, Stream 1)',
          alert: { kind: 'stream_lost', instance: 'studio', channel: 0, state: 'firing' },
        },
      ],
    })
    const program = join(folder.path, 'verify.py')
    await writeFile(
      program,
      `${pythonSample()}
import sys, json
secret, signature, now = sys.argv[1:4]
print(json.dumps(is_from_vmixctl(sys.stdin.buffer.read(), signature, secret, int(now))))`,
    )
    const signature = String(sink.calls[0]?.headers['x-vmix-signature'])
    const now = Math.floor(Date.now() / 1000)
    const verdict = (text: string, sign: string, key: string, at: number): unknown =>
      JSON.parse(
        execFileSync(findProgram('python3') ?? 'python3', [program, key, sign, String(at)], { input: text }).toString(),
      )
    expect(verdict(body, signature, secret, now)).toBe(true)
    expect(verdict(body.replace('studio', 'studi0'), signature, secret, now)).toBe(false)
    expect(verdict(body, signature, 'another', now)).toBe(false)
    expect(verdict(body, signature, secret, now + 301)).toBe(false)
    expect(verdict(body, 'v1=0', secret, now)).toBe(false)
  })

  it('comes to Slack and Discord as they want it, and calls nobody, whatever vMix says', async () => {
    await using sink = await webSink()
    await using stage = await alarms(
      { receivers: { crew: { type: 'slack', url: 'env:SLACK' }, gamers: { type: 'discord', url: 'env:DISCORD' } } },
      { env: { SLACK: `${sink.url}/services/${secret}`, DISCORD: `${sink.url}/api/webhooks/${secret}` } },
    )
    stage.alerts.look([{ ...lost, message: 'Input <!channel> *bold* @everyone\r\nhas stopped.' }])
    await until(() => sink.calls.length === 2)
    const bodies = new Map(sink.calls.map(({ path, body }) => [path.split('/')[1], JSON.parse(body)]))
    expect(bodies.get('services')).toEqual({
      text: 'CRITICAL: Stream lost (studio, Stream 1)',
      unfurl_links: false,
      blocks: [
        {
          type: 'header',
          text: { type: 'plain_text', text: '🔴 CRITICAL: Stream lost (studio, Stream 1)', emoji: true },
        },
        {
          type: 'section',
          text: {
            type: 'plain_text',
            text: 'Input &lt;!channel&gt; *bold* @everyone has stopped.\n→ Look at vMix &amp; start it again.',
            emoji: true,
          },
        },
      ],
    })
    expect(bodies.get('api')).toMatchObject({
      allowed_mentions: { parse: [] },
      embeds: [
        { description: expect.stringContaining(String.raw`\*bold\* @everyone has stopped.`), color: 0xd3_2f_2f },
      ],
    })
    await until(() => stage.records.length === 2)
    expect(shown(stage)).not.toContain('PLANTED')
  })

  it('to Slack stays within what Slack takes, whatever is in it', async () => {
    await using sink = await webSink()
    await using stage = await alarms(
      { receivers: { crew: { type: 'slack', url: 'env:SLACK' } } },
      { env: { SLACK: sink.url } },
    )
    const long = '<&'.repeat(1000)
    stage.alerts.look([{ ...lost, instance: long, message: long, action: long }])
    await until(() => sink.calls.length === 1)
    const { blocks }: { blocks: { text: { text: string } }[] } = JSON.parse(sink.calls[0]?.body ?? '')
    const [heading = '', section = ''] = blocks.map(({ text }) => text.text)
    expect([heading.length <= 150, section.length <= 3000]).toEqual([true, true])
    expect(heading + section).not.toMatch(/<|&(?!amp;|lt;)/)
  })

  it('to Discord stays within what Discord takes, ten long ones in one message', async () => {
    await using sink = await webSink((response, n) => response.writeHead(n === 0 ? 503 : 204).end())
    await using stage = await alarms(
      { receivers: { gamers: { type: 'discord', url: 'env:DISCORD' } } },
      { env: { DISCORD: sink.url } },
    )
    const long = '*'.repeat(2000)
    stage.alerts.look(
      Array.from({ length: 10 }, (_, n) => ({ ...lost, instance: long, channel: n, message: long, action: long })),
    )
    await until(() => sink.calls.length === 2)
    const { embeds }: { embeds: { title: string; description: string }[] } = JSON.parse(sink.calls[1]?.body ?? '')
    expect(embeds.length).toBe(10)
    expect(Math.max(...embeds.map(({ title }) => title.length))).toBeLessThanOrEqual(256)
    expect(embeds.reduce((sum, { title, description }) => sum + title.length + description.length, 0)).toBeLessThan(
      6000,
    )
  })
})

describe('a test', () => {
  it('says at once whether it reaches the receiver, and if not, why', async () => {
    await using sink = await webSink((response, n) => response.writeHead(n === 0 ? 200 : 404).end())
    await using stage = await alarms(
      { receivers: { crew: { type: 'slack', url: 'env:SLACK' } } },
      { env: { SLACK: `${sink.url}/${secret}` } },
    )
    await stage.alerts.sendTest('crew')
    expect(sink.calls[0]?.body).toContain('TEST of the alarms')
    expect(stage.alerts.receivers).toMatchObject([{ name: 'crew', state: 'working', problem: null }])
    await expect(stage.alerts.sendTest('crew')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('404'),
    })
    expect(stage.alerts.receivers).toMatchObject([{ state: 'failing', waiting: 0 }])
    await expect(stage.alerts.sendTest('boss')).rejects.toMatchObject({ code: 'unknown_receiver' })
    expect(shown(stage)).not.toContain('PLANTED')
  })

  it('says which secret cannot be had', async () => {
    await using stage = await alarms({ receivers: { crew: { type: 'slack', url: 'env:NOT_THERE' } } })
    await expect(stage.alerts.sendTest('crew')).rejects.toMatchObject({
      code: 'secret',
      message: expect.stringContaining('NOT_THERE'),
    })
  })

  it('shows nothing of a secret that is no address', async () => {
    await using stage = await alarms(
      { receivers: { crew: { type: 'slack', url: 'env:SLACK' } } },
      { env: { SLACK: 'file:///PLANTED' } },
    )
    await expect(stage.alerts.sendTest('crew')).rejects.toMatchObject({
      code: 'secret',
      message: expect.not.stringContaining('PLANTED'),
    })
  })
})
