/** Passwords and keys that the server keeps: to whom they go, and how long they stay. Nothing but 127.0.0.1 is ever asked. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { Secret } from '../../src/secrets/index.ts'
import { connected, served } from './served.ts'

const planted = 'PLANTED-password'

/** Another machine, which notes what it is sent. */
async function stranger(): Promise<AsyncDisposable & { readonly port: number; readonly sent: (string | null)[] }> {
  const sent: (string | null)[] = []
  const server: Server = createServer((request, response) => {
    sent.push(request.headers.authorization ?? null)
    response.writeHead(401).end()
  })
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open))
  return {
    port: (server.address() as AddressInfo).port,
    sent,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

describe('a password that is kept', () => {
  it('goes to no other address unless it is given with it, and is taken away with it', async () => {
    await using folder = await temporaryFolder()
    await using vmix = await startSimulator({ httpPort: 0, tcpPort: 0, webPassword: new Secret(planted) })
    await using other = await stranger()
    await using s = await served(folder.path)
    const login = { username: 'admin', password: planted }
    const place = { host: '127.0.0.1', port: vmix.httpPort, tcpPort: 'none' }
    expect((await s.ask('POST', '/instances', { id: 'one', name: 'One', ...place, ...login })).status).toBe(201)
    await connected(s.server, 'one')
    const before = await readFile(s.file, 'utf8')
    for (const change of [{ port: other.port }, { host: 'localhost' }, { port: other.port, username: 'other' }]) {
      const refused = await s.ask('PATCH', '/instances/one', change)
      expect([refused.status, refused.json.code]).toEqual([422, 'password_needed'])
      expect(refused.json.detail).toMatch(/password.*again/)
    }
    expect(await readFile(s.file, 'utf8')).toBe(before)
    // The same address is none that is new, nor is another name.
    const same = { name: 'Still one', host: '127.0.0.1', port: vmix.httpPort }
    expect((await s.ask('PATCH', '/instances/one', same)).status).toBe(200)
    const without = { port: other.port, username: null, password: null }
    expect((await s.ask('PATCH', '/instances/one', without)).status).toBe(200)
    await eventually(
      () => other.sent.length,
      (times) => times > 0,
    )
    expect(other.sent.filter((sent) => sent !== null)).toEqual([])
    const again = { port: vmix.httpPort, ...login }
    expect((await s.ask('PATCH', '/instances/one', again)).status).toBe(200)
    await connected(s.server, 'one')
  })

  it('and that a second vMix names, written so by hand, stays until neither does', async () => {
    await using folder = await temporaryFolder()
    await using s = await served(folder.path)
    const login = { username: 'admin', password: planted }
    const place = { host: '127.0.0.1', tcpPort: 'none' }
    await s.ask('POST', '/instances', { id: 'one', name: 'One', ...place, port: 1, ...login })
    await s.ask('POST', '/instances', { id: 'two', name: 'Two', ...place, port: 2 })
    const keys = () => readdir(join(s.data, 'server', 'keys'))
    const kept = await keys()
    const text = await readFile(s.file, 'utf8')
    const reference = /password: (?<at>file:\S+)/.exec(text)?.groups?.['at'] ?? ''
    const copied = `    username: admin\n    password: ${reference}\n`
    await writeFile(
      s.file,
      text.replace(/^(?<line> *name: Two\n)/m, (line) => `${line}${copied}`),
    )
    expect((await s.ask('POST', '/configuration/reload')).json.taken).toBe(true)
    expect((await s.ask('PATCH', '/instances/one', { password: 'PLANTED-other' })).status).toBe(200)
    expect(await keys()).toEqual(expect.arrayContaining(kept))
    expect((await s.ask('DELETE', '/instances/one')).status).toBe(204)
    expect(await keys()).toEqual(kept)
    await s.ask('POST', '/instances', { id: 'three', name: 'Three', ...place, port: 3 })
    expect((await s.ask('DELETE', '/instances/two')).status).toBe(204)
    expect(await keys()).toEqual([])
  })
})

describe('a stream key that is kept', () => {
  it('goes to no other address unless it is given with it', async () => {
    await using folder = await temporaryFolder()
    await using s = await served(folder.path)
    const preset = { name: 'TV', platform: 'custom', url: 'rtmp://127.0.0.1:1/live' }
    await s.ask('POST', '/instances', { name: 'One', host: '127.0.0.1', port: 1, tcpPort: 'none' })
    expect((await s.ask('PUT', '/presets/tv', { ...preset, key: 'PLANTED-key' })).status).toBe(200)
    const moved = { ...preset, url: 'rtmp://127.0.0.1:2/live' }
    for (const change of [moved, { name: 'TV', platform: 'youtube' }]) {
      const refused = await s.ask('PUT', '/presets/tv', change)
      expect([refused.status, refused.json.code]).toEqual([422, 'invalid'])
      expect(refused.json.detail).toMatch(/key.*again/)
    }
    expect((await s.ask('GET', '/presets')).json.presets).toMatchObject([{ url: preset.url, key: 'kept' }])
    expect((await s.ask('PUT', '/presets/tv', { ...preset, name: 'TV 2' })).json).toMatchObject({ key: 'kept' })
    expect((await s.ask('PUT', '/presets/tv', { ...moved, key: 'PLANTED-new' })).json).toMatchObject({
      url: moved.url,
      key: 'kept',
    })
  })
})
