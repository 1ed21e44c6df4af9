import { describe, expect, it } from 'vitest'
import { alertsIn } from './alerts-config.ts'
import { ConfigError } from './error.ts'
import { parseConfig } from './read-config.ts'
import { roomSettings } from './room-settings.ts'
import { configTemplate } from './template.ts'

/** What is said of a file, without the file's name. */
function said(text: string): string {
  try {
    parseConfig(text, 'f')
    return 'nothing'
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(/^f:/gm, '')
    throw error
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`)
}

const studio = 'instances:\n  - id: studio\n'
const to = (more: string) => `${studio}destinations:\n  - id: tw\n    platform: twitch\n${more}`
const alerts = (more: string) => `${studio}alerts:\n${more}`
const key = '    key: env:TW_KEY\n'

describe('a wrong file is told by line and column, with what to write instead:', () => {
  it.each<[string, string, string | RegExp]>([
    ['an empty file', '', /^1:1 The file is empty\. "vmixctl config init"/],
    ['only comments', '# nothing\n', /^1:1 The file is empty/],
    ['no vMix', 'listen: 127.0.0.1:8480\n', /^1:1 instances is missing\. A list of vMix/],
    ['an empty list of vMix', 'instances: []\n', /^1:12 instances: Name at least one vMix/],
    [
      'a text where a list belongs',
      'instances: studio\n',
      /^1:12 instances: A list of vMix, each beginning with "- id:"/,
    ],
    [
      'a setting that is mistyped',
      `${studio}    prot: 8088\n`,
      '3:5 instances[0]: There is no prot here. Did you mean port?',
    ],
    [
      'one of another section',
      `${studio}rtmpListen: 0.0.0.0:1935\n`,
      /^3:1 There is no rtmpListen here\. There are: listen, hosts/,
    ],
    [
      'a port that is text',
      `${studio}    port: http\n`,
      '3:11 instances[0].port: A port: a whole number from 1 to 65535.',
    ],
    [
      'a port that is too high',
      `${studio}    port: 80888\n`,
      '3:11 instances[0].port: A port: a whole number from 1 to 65535.',
    ],
    [
      'a port with a fraction',
      `${studio}    port: 80.5\n`,
      '3:11 instances[0].port: A port: a whole number from 1 to 65535.',
    ],
    [
      'a TCP port that is neither',
      `${studio}    tcpPort: off\n`,
      '3:14 instances[0].tcpPort: A port: a whole number from 1 to 65535.',
    ],
    [
      'an address where a name belongs',
      `${studio}    host: http://10.0.0.1\n`,
      /^3:11 instances\[0\]\.host: A machine's name/,
    ],
    ['an id with a blank', 'instances:\n  - id: My Studio\n', /^2:9 instances\[0\]\.id: An id: up to 63 lower-case/],
    ['an id that is a number', 'instances:\n  - id: 7\n', /^2:9 instances\[0\]\.id: An id: /],
    ["the id of the server's own log", 'instances:\n  - id: server\n', /^2:9 instances\[0\]\.id: server is the name/],
    ['an id that is missing', 'instances:\n  - name: Studio\n', /^2:5 instances\[0\]: id is missing\. An id:/],
    [
      'two of one id',
      `${studio}  - id: studio\n`,
      '3:9 instances[1].id: This id is taken by instances[0] already. Give each its own.',
    ],
    [
      'the same vMix twice',
      `${studio}  - id: other\n`,
      '3:5 instances[1].host: This is the same vMix as instances[0] (host and port). Name each vMix once.',
    ],
    ['a password without its user', `${studio}    password: env:PW\n`, /^3:15 instances\[0\]\.password: .*needs both/],
    [
      'a key that stands there',
      to('    key: live_123_PLANTED\n'),
      /^6:10 destinations\[0\]\.key: A secret never stands in this file\. .*make a new one/,
    ],
    [
      'a password that stands there',
      `${studio}    username: a\n    password: PLANTED\n`,
      /^4:15 instances\[0\]\.password: A secret never/,
    ],
    [
      'a key in the address',
      `${studio}destinations:\n  - id: a\n    platform: custom\n    url: rtmp://h/app/PLANTED?key=PLANTED\n${key}`,
      /^6:10 destinations\[0\]\.url: It looks as if a login or the key stood in the address/,
    ],
    [
      'a key that slipped into the wrong column',
      to('    live_123-PLANTED: 1\n    key: env:K\n'),
      /^6:5 destinations\[0\]: There is no such setting\. There are: id/,
    ],
    [
      'a platform that is none',
      `${studio}destinations:\n  - id: a\n    platform: twich\n`,
      '5:15 destinations[0].platform: It is one of: twitch, youtube, facebook, custom, srt.',
    ],
    [
      'a server without its address',
      `${studio}destinations:\n  - id: a\n    platform: custom\n${key}`,
      /^5:15 destinations\[0\]\.platform: A custom destination needs its url/,
    ],
    [
      'an address that is none',
      `${studio}destinations:\n  - id: a\n    platform: custom\n    url: http://h/\n${key}`,
      /^6:10 destinations\[0\]\.url: .*rtmp/i,
    ],
    ['a destination without a key', to(''), /^5:15 destinations\[0\]\.platform: This destination needs its key/],
    [
      'SRT settings of something else',
      to(`${key}    mode: caller\n`),
      /^7:11 destinations\[0\]\.mode: mode is of SRT alone/,
    ],
    [
      'an SRT latency out of range',
      `${studio}destinations:\n  - id: a\n    platform: srt\n    url: srt://h:9000\n    latencyMs: 5\n`,
      /^7:16 destinations\[0\]\.latencyMs: The latency of SRT: 20 to 8000/,
    ],
    [
      'two destinations of one id',
      `${to(key)}  - id: tw\n    platform: youtube\n${key}`,
      /^7:9 destinations\[1\]\.id: This id is taken by destinations\[0\]/,
    ],
    ['a listen address without port', `listen: 127.0.0.1\n${studio}`, /^1:9 listen: HOST:PORT, such as/],
    ['a listen address with a port that is none', `listen: 127.0.0.1:99999\n${studio}`, /^1:9 listen: A port:/],
    [
      'a gateway that is neither',
      `${studio}gateway: yes\n`,
      /^3:10 gateway: rtmpListen and advertise below it, or none/,
    ],
    [
      'a mistyped setting of the gateway',
      `${studio}gateway:\n  rtmplisten: 0.0.0.0:1935\n`,
      '4:3 gateway: There is no rtmplisten here. Did you mean rtmpListen?',
    ],
    ['half of TLS', `${studio}tls:\n  cert: cert.pem\n`, /^4:3 tls: key is missing/],
    [
      'a plan for a vMix that is not there',
      `${studio}schedules:\n  - id: sunday\n    instance: studoi\n    do: stop\n    cron: 0 11 * * 0\n    timeZone: Europe/Berlin\n`,
      '5:15 schedules[0].instance: There is no vMix of this id. Known are: studio.',
    ],
    [
      'a plan without a time zone that exists',
      `${studio}schedules:\n  - id: sunday\n    instance: studio\n    do: stop\n    cron: 0 11 * * 0\n    timeZone: Berlin\n`,
      "8:15 schedules[0].timeZone: A time zone by IANA's name, such as Europe/Berlin.",
    ],
    [
      'a plan that starts to nowhere',
      `${studio}schedules:\n  - id: sunday\n    instance: studio\n    do: start\n    at: 2026-12-24T17:00\n    timeZone: UTC\n`,
      '6:9 schedules[0].do: A start needs its destinations beside it: [twitch].',
    ],
    [
      'a chat whose address stands there',
      alerts('  receivers:\n    crew:\n      type: slack\n      url: https://hooks.slack.com/services/PLANTED\n'),
      /^7:12 alerts\.receivers\.crew\.url: a secret is given as env:NAME/,
    ],
    [
      'a rule that is none',
      alerts('  rules:\n    stream_gone: {}\n'),
      '5:5 alerts.rules: There is no stream_gone here. Did you mean stream_lost?',
    ],
    [
      'a target for the upload that is no address',
      `${studio}preflight:\n  uploadTo: upload.example\n`,
      '4:13 preflight.uploadTo: An http(s) address that takes what is posted to it, such as https://upload.example/sink.',
    ],
    [
      'a login in it',
      `${studio}preflight:\n  uploadTo: https://me:PLANTED@upload.example/\n`,
      /^4:13 preflight\.uploadTo: A login never stands in this file\./,
    ],
    ['a tab', `instances:\n\t- id: studio\n`, /^2:1 A tab\. Indent with spaces\./],
    [
      'the same setting twice',
      `${studio}listen: 127.0.0.1:1\nlisten: 127.0.0.1:2\n`,
      /^4:1 This setting stands here twice/,
    ],
    ['a quote that is not closed', `${studio}    name: "Studio\n`, /^\d+:\d+ Something is not closed/],
    ['two settings on one line', `listen: 127.0.0.1:8480 hosts: [a]\n${studio}`, /^1:\d+ Two settings on one line/],
    ['a second document', `${studio}---\n${studio}`, /^3:1 A second document begins here|^4:1 A second document/],
    ['an alias', 'instances:\n  - &a\n    id: studio\n  - *a\n', /^\d+:\d+ Anchors and aliases/],
    ['a bomb of aliases', `a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\n${studio}`, /^1:\d+ Anchors and aliases/],
    ['a tag', `${studio}    name: !!js/function "x"\n`, /^3:\d+ A tag \(!\) is not taken here/],
    [
      'brackets without end',
      '['.repeat(100_000),
      /^\d+:\d+ (?:It is nested too deeply|Something is not closed|A bracket)/,
    ],
    ['a file that is too long', `# ${'x'.repeat(300_000)}\n${studio}`, /^1:1 The file is longer than 256 KiB/],
    ['a text alone', 'PLANTED\n', /^1:1 It must be settings below it/],
    ['no name of a setting', `${studio}? [a, b]\n: c\n`, /There is no such setting/],
  ])('%s', (_what, text, expected) => {
    const message = said(text)
    expect(message).toMatch(typeof expected === 'string' ? exactly(expected) : expected)
    expect(message).not.toMatch(/PLANTED/)
  })
})

describe('a file that is right', () => {
  it('may be as short as this', () => {
    expect(roomSettings(parseConfig(studio), '/etc/vmixctl')).toEqual({
      instances: [
        {
          id: 'studio',
          name: 'studio',
          host: 'localhost',
          port: 8088,
          tcpPort: 8099,
          username: null,
          password: null,
          simulated: false,
        },
      ],
      destinations: [],
      gateway: { rtmpListen: null, advertise: null },
    })
  })

  it('says all, and its paths begin at its folder', () => {
    const settings = roomSettings(
      parseConfig(`
instances:
  - { id: a, name: Studio A, host: 192.168.1.20, port: 8089, tcpPort: none, username: u, password: env:PW, simulated: true }
gateway: none
preflight: { uploadTo: "https://upload.example/sink" }
destinations:
  - { id: tw, name: Twitch, platform: twitch, key: file:tw.key }
  - { id: own, platform: custom, url: "rtmp://media.example/app", key: "file:/keys/own" }
  - { id: srt, platform: srt, url: "srt://studio:9000", mode: caller, latencyMs: 300, streamId: cam1 }
`),
      '/etc/vmixctl',
    )
    expect(settings.gateway).toBeNull()
    expect(settings.uploadTo).toBe('https://upload.example/sink')
    expect(settings.instances[0]).toMatchObject({
      tcpPort: null,
      password: { kind: 'env', name: 'PW' },
      simulated: true,
    })
    expect(settings.destinations).toEqual([
      {
        id: 'tw',
        name: 'Twitch',
        platform: 'twitch',
        url: null,
        key: { kind: 'file', path: '/etc/vmixctl/tw.key' },
        srt: null,
      },
      {
        id: 'own',
        name: 'own',
        platform: 'custom',
        url: 'rtmp://media.example/app',
        key: { kind: 'file', path: '/keys/own' },
        srt: null,
      },
      {
        id: 'srt',
        name: 'srt',
        platform: 'srt',
        url: 'srt://studio:9000',
        key: null,
        srt: { mode: 'caller', latencyMs: 300, streamId: 'cam1' },
      },
    ])
  })

  it('has the secrets of its alarms beside it, too', () => {
    const text = `${studio}alerts: { receivers: { crew: { type: slack, url: 'file:slack.url' } }, page: 'https://file.example/' }`
    expect(alertsIn(parseConfig(text), '/etc/vmixctl')).toEqual({
      receivers: { crew: { type: 'slack', url: 'file:/etc/vmixctl/slack.url' } },
      page: 'https://file.example/',
    })
    expect(alertsIn(null, '/')).toEqual({ receivers: {} })
  })

  it('is what "config init" writes, also with all that stands there as a comment', () => {
    expect(said(configTemplate)).toBe('nothing')
    const all = configTemplate.replace('destinations: []\n', '').replaceAll(/^( *)# (?=\s*[\w-]+:|\s+- )/gm, '$1')
    expect(said(all.replaceAll(/^With a password.*\n/gm, ''))).toBe('nothing')
  })
})
