import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/secrets/index.ts'
import { ask, call, isWhole, LineClient, startStage } from './support.ts'

const secrets = [
  'KEYsecret-4711',
  'PASSsecret-4712',
  'FRONTsecret-4713',
  'WEBsecret-4714',
  'URLsecret-4715',
  'USERsecret-4716',
]

describe('secrets that go through', () => {
  it('are in no file, no page and no answer but where they belong', async () => {
    const [key = '', pass = '', front = '', web = '', inUrl = '', user = ''] = secrets
    await using stage = await startStage({
      simulator: { webPassword: new Secret(web) },
      proxy: { password: new Secret(web), frontPassword: new Secret(front), burstMs: 100 },
    })
    const { proxy } = stage
    const headers = { authorization: `Basic ${Buffer.from(`u:${front}`).toString('base64')}` }
    using client = await LineClient.open(proxy.tcpPort)
    const queries = [
      `StreamingSetKey&Value=0%2C${key}`,
      `streamingsetkey&value=0,${key}`,
      `StreamingSetKey&Value=0,${key}&Value=1,${key}`,
      `StreamingSetPassword&Value=0,${pass}`,
      `StreamingSetUsername&Value=0,${user}`,
      `StreamingSetURL&Value=0,rtmp%3A%2F%2F${user}%3A${pass}%40127.0.0.1%2Fapp%2F${inUrl}`,
      `StreamingSetKeyTypo&Value=0,${key}`,
      `ZoomJoinMeeting&Value=123,${pass}`,
      `SetText&Input=1&Key=${key}&Value=hello`,
      `StartStreaming&Value=0`,
      `StopStreaming&Value=0`,
    ]
    const answers: string[] = []
    for (const query of queries) {
      answers.push((await ask(proxy.httpPort, `/api/?Function=${query}`, { headers })).text)
      const [name = '', ...rest] = query.split('&')
      answers.push(await client.ask(`FUNCTION ${name} ${rest.join('&')}`))
    }
    answers.push((await call(proxy.httpPort, 'Cut')).text)
    const wrong = { authorization: `Basic ${Buffer.from(`u:${pass}`).toString('base64')}` }
    answers.push((await ask(proxy.httpPort, `/api/?Function=StreamingSetKey&Value=0,${key}`, { headers: wrong })).text)
    answers.push((await ask(proxy.httpPort, `/page?key=${key}`, { headers })).text)
    await stage.simulator.setFault('refuse', true)
    answers.push((await ask(proxy.httpPort, `/api/?Function=StreamingSetKey&Value=0,${key}`, { headers })).text)
    answers.push(await client.ask(`FUNCTION StreamingSetKey Value=0,${key}`))
    for (const path of ['/vmixctl/', '/vmixctl/status.json'])
      answers.push((await ask(proxy.httpPort, path, { headers })).text)
    await proxy.close()
    const files = (await readdir(proxy.folder, { withFileTypes: true })).filter((entry) => entry.isFile())
    const written = await Promise.all(files.map(({ name }) => readFile(join(proxy.folder, name), 'utf8')))
    const everything = [...answers, ...written, JSON.stringify(proxy.report())].join('\n')
    for (const secret of secrets) expect([secret, everything.includes(secret)]).toEqual([secret, false])
    expect(written.join('')).toContain('StreamingSetKey Value=0,[secret]')
    expect(await isWhole(proxy)).toBe(true)
  })
})
