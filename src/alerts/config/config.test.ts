import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { alertsConfig, alertSettings } from '../config.ts'
import { defaultSettings } from '../settings.ts'

const slack = { type: 'slack', url: 'env:SLACK_URL' }
const mail = { type: 'email', host: 'smtp.example.com', from: 'vMix <vmix@example.com>', to: ['anna@example.com'] }

describe('the section alerts', () => {
  it('that is empty is the defaults', () => {
    expect(alertSettings(alertsConfig.parse({}))).toEqual(defaultSettings)
  })

  it('says who is told of what', () => {
    const settings = alertSettings(
      alertsConfig.parse({
        receivers: {
          crew: slack,
          noc: { type: 'alertmanager', url: 'https://alerts.example.com/hook', bearer: 'file:/etc/token' },
          ours: { type: 'webhook', url: 'env:HOOK_URL', secret: 'env:HOOK_SECRET' },
          office: { ...mail, user: 'vmix', password: 'env:SMTP_PASSWORD', security: 'tls' },
        },
        rules: { stream_lost: { for: '2s', receivers: ['crew', 'noc'] }, health_warning: { enabled: false } },
        maintenance: [{ from: '2026-11-22T20:00:00Z', until: '2026-11-22T23:00:00+01:00', reason: 'move' }],
        watchdog: { every: '5m', receivers: ['noc'] },
        page: 'https://control.example.com/',
      }),
    )
    expect(settings.receivers).toEqual([
      { type: 'slack', name: 'crew', url: { kind: 'env', name: 'SLACK_URL' } },
      {
        type: 'alertmanager',
        name: 'noc',
        url: { kind: 'url', url: 'https://alerts.example.com/hook' },
        bearer: { kind: 'file', path: '/etc/token' },
      },
      {
        type: 'webhook',
        name: 'ours',
        url: { kind: 'env', name: 'HOOK_URL' },
        secret: { kind: 'env', name: 'HOOK_SECRET' },
      },
      {
        ...mail,
        name: 'office',
        port: 465,
        security: 'tls',
        login: { user: 'vmix', password: { kind: 'env', name: 'SMTP_PASSWORD' } },
        caFile: null,
      },
    ])
    expect(settings.rules.stream_lost).toMatchObject({ forMs: 2000, severity: 'critical', receivers: ['crew', 'noc'] })
    expect(settings.rules.health_warning).toMatchObject({ enabled: false, forMs: 30_000 })
    expect(settings.windows).toMatchObject([
      { fromMs: Date.UTC(2026, 10, 22, 20), untilMs: Date.UTC(2026, 10, 22, 22), instances: null, kinds: null },
    ])
    expect(settings.watchdog).toEqual({ everyMs: 300_000, receivers: ['noc'] })
  })

  it.each([
    ['an unknown field', { recievers: {} }, 'recievers'],
    ['a rule that is none', { rules: { stream_gone: {} } }, 'stream_gone'],
    ['a time without a unit', { rules: { stream_lost: { for: '3' } } }, 'unit'],
    [
      'a receiver that is not there',
      { receivers: { crew: slack }, rules: { disk_low: { receivers: ['boss'] } } },
      'crew',
    ],
    ['a watchdog for nobody', { watchdog: { every: '1m', receivers: ['noc'] } }, 'there are: none'],
    ['a watchdog that is too quick', { watchdog: { every: '1s' } }, '10s'],
    [
      'a chat whose address stands there',
      { receivers: { crew: { ...slack, url: 'https://hooks.slack.com/services/T/B/PLANTED' } } },
      'env:NAME',
    ],
    [
      'the same as another webhook',
      { receivers: { a: { type: 'alertmanager', url: 'https://discord.com/api/webhooks/1/PLANTED' } } },
      'env:NAME',
    ],
    [
      'a login in an address',
      { receivers: { a: { type: 'alertmanager', url: 'https://u:PLANTED@example.com/' } } },
      'env:NAME',
    ],
    [
      'a key in an address',
      { receivers: { a: { type: 'alertmanager', url: 'https://example.com/?token=PLANTED' } } },
      'env:NAME',
    ],
    [
      'a signing secret that stands there',
      { receivers: { a: { type: 'webhook', url: 'https://example.com/', secret: 'PLANTED' } } },
      'env:NAME',
    ],
    ['a password that stands there', { receivers: { a: { ...mail, user: 'u', password: 'PLANTED' } } }, 'env:NAME'],
    ['a user without a password', { receivers: { a: { ...mail, user: 'u' } } }, 'both'],
    ['mail in the clear', { receivers: { a: { ...mail, security: 'none' } } }, 'on this machine'],
    [
      'a line break in an address',
      { receivers: { a: { ...mail, from: 'a@example.com\r\nBcc: b@example.com' } } },
      'one line',
    ],
  ])('refuses %s, says so, and repeats no secret', (_, config, said) => {
    const { error } = alertsConfig.safeParse(config)
    const text = error === undefined ? '' : z.prettifyError(error)
    expect(text).toContain(said)
    expect(text).not.toContain('PLANTED')
  })

  it('has a JSON schema', () => {
    expect(z.toJSONSchema(alertsConfig, { io: 'input' })).toMatchObject({ type: 'object', additionalProperties: false })
  })
})
