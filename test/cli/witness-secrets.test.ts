import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { receiver } from '../support/receiver.ts'
import { temporaryFolder } from '../support/show.ts'
import { endGateway, filesIn, run } from './vmixctl.ts'

const keys = { KEY: 'SECRET-a&b=c d+e#f', OTHER_KEY: 'SECRET=zwei"<b>\\' }
const passphrase = 'SECRET passphrase'

/** A secret as it could slip out: as it is, encoded for a URL, for XML, for JSON and CSV, in base64 and hex, and its begin. */
const spellings = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  encodeURIComponent(secret).replaceAll('%20', '+'),
  encodeURI(secret),
  secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  JSON.stringify(secret).slice(1, -1),
  secret.replaceAll('"', '""'),
  Buffer.from(secret).toString('base64').slice(0, 16),
  Buffer.from(secret).toString('hex'),
  secret.slice(0, 8),
]

describe("a show's stream keys", () => {
  it('are in no export, list, proof or checkpoint, whether it went well or not', async () => {
    await using folder = await temporaryFolder()
    await using stack = new AsyncDisposableStack()
    stack.defer(() => endGateway(folder.path))
    const simulator = stack.use(await startSimulator({ httpPort: 0, tcpPort: 0 }))
    const server = stack.use(await receiver())
    const url = `rtmp://127.0.0.1:${server.port}/live`
    const options = ['--host', '127.0.0.1', '--port', String(simulator.httpPort), '--data', folder.path]
    const ctl = (...args: readonly string[]) => run([...args, ...options], { env: { ...keys, PASS: passphrase } })
    const codes = [
      await ctl('stream', 'start', `${url}:env:KEY`, '--channel', '1'),
      await ctl('stream', 'start', `${url}2:env:OTHER_KEY`, '--channel', '1'),
      await ctl('stream', 'start', 'srt://127.0.0.1:9000?passphrase=SECRET%20passphrase', '--channel', '0'),
      await ctl('stream', 'stop', '--channel', '1'),
    ].map(({ code }) => code)
    expect([codes[0], codes[1], codes[3]]).toEqual([0, 1, 0])

    const outputs = [
      await ctl('witness', 'list', '--json'),
      await ctl('witness', 'list'),
      await ctl('witness', 'show', '2', '--json'),
      await ctl('witness', 'export', '--format', 'json'),
      await ctl('witness', 'export', '--format', 'csv'),
      await ctl('witness', 'export', '--format', 'html'),
      await ctl('witness', 'prove', '3'),
      await ctl('witness', 'verify', '--json'),
    ]
    for (const { code, stdout } of outputs)
      expect([[0, 2].includes(code ?? 1), stdout.length > 100]).toEqual([true, true])
    const [proof = ''] = outputs.slice(6).map(({ stdout }) => stdout)
    const line = Buffer.from(/^extra (\S+)$/m.exec(proof)?.[1] ?? '', 'base64').toString()
    expect(line).toContain('"event_type"')

    const [log = ''] = await readdir(join(folder.path, 'witness'))
    const checkpoint = await readFile(join(folder.path, 'witness', log, 'checkpoints', 'latest.txt'), 'utf8')
    expect(checkpoint).toContain('— ')
    const files = await filesIn(join(folder.path, 'witness'))
    const said = outputs.flatMap(({ stdout, stderr }) => [stdout, stderr])
    const texts = [...said, line, checkpoint, ...files.map(({ bytes }) => bytes.toString('latin1'))]
    expect(texts.join('\n')).toContain('stream_started')
    for (const secret of [...Object.values(keys), passphrase]) {
      for (const spelling of spellings(secret)) {
        expect([spelling, texts.filter((text) => text.includes(spelling))]).toEqual([spelling, []])
      }
    }
  })
})
