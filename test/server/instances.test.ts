/** vMix that are found, looked at, added, changed and removed over the API. Nothing but 127.0.0.0/29 is ever asked. */
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { startHttp } from '../../src/server/http/index.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { filesHolding } from '../support/holding.ts'
import { freePort } from '../support/ports.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { emptyRoom, send } from './api.ts'
import { shown, simulated } from './open.ts'
import { connected, recorded, served, type Served } from './served.ts'

const planted = 'PLANTED-pass word&7'

describe('adding a vMix', () => {
  it('at the first run makes the file of the template, and it is watched; a second one keeps every comment', async () => {
    await using folder = await temporaryFolder()
    await using one = await simulated(join(folder.path, 'one'))
    await using other = await simulated(join(folder.path, 'other'))
    await using s = await served(folder.path)
    expect(shown(s.server.room, 'server')?.firstRun).toBe(true)
    const added = await s.ask('POST', '/instances', {
      name: 'Große Bühne',
      host: '127.0.0.1',
      port: one.httpPort,
      tcpPort: one.tcpPort,
    })
    expect([added.status, added.json.id, added.json.name]).toEqual([201, 'gro-e-buhne', 'Große Bühne'])
    await connected(s.server, 'gro-e-buhne')
    expect(shown(s.server.room, 'server')?.firstRun).toBe(false)
    const first = await readFile(s.file, 'utf8')
    expect(first).toContain('# The gateway is started where none runs')
    await writeFile(s.file, first.replace('name: Große Bühne', 'name: Große Bühne # upstairs'))
    const second = await s.ask('POST', '/instances', {
      id: 'two',
      name: 'Two',
      host: 'localhost',
      port: other.httpPort,
      tcpPort: 'none',
    })
    expect(second.status).toBe(201)
    const both = await readFile(s.file, 'utf8')
    const comments = (text: string) => text.split('\n').filter((line) => line.trimStart().startsWith('#'))
    expect(comments(both)).toEqual(comments(first))
    expect(both).toContain('name: Große Bühne # upstairs')
    expect((await s.ask('GET', '/instances')).json.instances.map(({ id }: { id: string }) => id)).toEqual([
      'gro-e-buhne',
      'two',
    ])
    expect(await recorded(s.data, 'instance_added', 'configuration_taken')).toMatchObject([
      { event_type: 'instance_added', actor: 'local', params: { instance: 'gro-e-buhne', with_password: false } },
      { event_type: 'configuration_taken', actor: 'local' },
      { event_type: 'instance_added', params: { instance: 'two' } },
      { event_type: 'configuration_taken' },
    ])
  })

  it('two at the same moment: both are there, or the same one once', async () => {
    await using folder = await temporaryFolder()
    await using s = await served(folder.path)
    const names = ['A', 'B', 'C', 'A', 'A']
    const answers = await Promise.all(
      names.map((name, n) => s.ask('POST', '/instances', { name, host: '127.0.0.1', port: 1 + n, tcpPort: 'none' })),
    )
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
    expect([...s.server.room.desks.keys()].toSorted()).toEqual(['a', 'a-2', 'a-3', 'b', 'c'])
    const same = { id: 'same', name: 'Same', host: '127.0.0.1', port: 99, tcpPort: 'none' }
    const again = await Promise.all([s.ask('POST', '/instances', same), s.ask('POST', '/instances', same)])
    expect(again.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 422])
    const refused = again.find(({ status }) => status === 422)
    expect(refused?.json).toMatchObject({ code: 'configuration_refused' })
    expect(refused?.json.detail).toContain('Give each its own.')
  })

  it('a file with a mistake in it is not touched: the line and the fix are said', async () => {
    await using folder = await temporaryFolder()
    await using s = await served(folder.path)
    await s.ask('POST', '/instances', { name: 'A', host: '127.0.0.1', port: 1, tcpPort: 'none' })
    const wrong = `${await readFile(s.file, 'utf8')}destinatoins: []\n`
    await writeFile(s.file, wrong)
    const refused = await s.ask('POST', '/instances', {
      name: 'B',
      host: '127.0.0.1',
      port: 2,
      password: planted,
      username: 'x',
    })
    expect([refused.status, refused.json.code]).toEqual([409, 'configuration_wrong'])
    expect(refused.json.detail).toMatch(/vmixctl\.yaml:\d+:1 .*Did you mean destinations\?/)
    expect(refused.json.detail).not.toContain(folder.path)
    expect(await readFile(s.file, 'utf8')).toBe(wrong)
    expect((await readdir(folder.path)).sort()).toEqual(['data', 'vmixctl.yaml'])
    expect(await filesHolding(folder.path, 'PLANTED')).toEqual([])
    const reloaded = await s.ask('POST', '/configuration/reload')
    expect([reloaded.status, reloaded.json.taken]).toEqual([200, false])
    expect(reloaded.json.message).toContain('Did you mean destinations?')
    const events = await recorded(s.data, 'instances_unchanged', 'configuration_refused')
    expect(events).toMatchObject([
      { event_type: 'instances_unchanged', actor: 'local', params: { asked: 'add', why: 'configuration_wrong' } },
      { event_type: 'configuration_refused', actor: 'local', params: { why: 'wrong' } },
    ])
  })

  it('keeps mode and link of the file', async () => {
    await using folder = await temporaryFolder()
    const real = join(folder.path, 'etc')
    await mkdir(real)
    await writeFile(
      join(real, 'real.yaml'),
      'instances:\n  - { id: a, host: 127.0.0.1, port: 1, tcpPort: none }\ngateway: none\n',
    )
    await chmod(join(real, 'real.yaml'), 0o640)
    await symlink(join(real, 'real.yaml'), join(folder.path, 'vmixctl.yaml'))
    await using s = await served(folder.path)
    expect((await s.ask('POST', '/instances', { name: 'B', host: '127.0.0.1', port: 2, tcpPort: 'none' })).status).toBe(
      201,
    )
    expect(await readFile(join(real, 'real.yaml'), 'utf8')).toContain('- id: b\n')
    expect((await stat(join(real, 'real.yaml'))).mode & 0o777).toBe(0o640)
    expect(await readdir(real)).toEqual(['real.yaml'])
  })

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '0.0.0.0',
    '0',
    '0xa9fea9fe',
    '2852039166',
    '169.254.43518',
    'http://127.0.0.1',
    '127.0.0.1:80',
    'user@host',
    'a b',
    'a/../b',
    '',
    'x\r\nHost: y',
  ])('%j is no host, neither to add nor to look at', async (host) => {
    await using folder = await temporaryFolder()
    await using s = await served(folder.path)
    for (const path of ['/instances', '/probe']) {
      const answer = await s.ask('POST', path, { host, ...(path === '/probe' ? {} : { name: 'X' }) })
      expect([path, answer.status]).toEqual([path, 422])
      expect(host !== '' && answer.text.includes(host)).toBe(false)
    }
    await expect(stat(s.file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it.each([
    { username: '\n     u\n    password: file:/etc/hostname', password: 'x' },
    { username: '\n     u\n    simulated: true' },
    { username: 'x\ny', password: 'x' },
    { username: 'user:of-two', password: 'x' },
    { username: 'u', password: 'first\nsecond' },
    { username: 'u', password: 'ends so\r\n' },
    { username: 'u', password: '   ' },
    { username: 'u', password: '\u0000' },
  ])('%j is no user and no password: it is refused, and the file and the keys stay as they are', async (login) => {
    await using folder = await temporaryFolder()
    await using s = await served(folder.path)
    await s.ask('POST', '/instances', { id: 'one', name: 'One', host: '127.0.0.1', port: 1, tcpPort: 'none' })
    const before = await readFile(s.file, 'utf8')
    const place = { host: '127.0.0.1', port: 2, tcpPort: 'none' }
    const answers = [
      await s.ask('POST', '/instances', { name: 'Two', ...place, ...login }),
      await s.ask('PATCH', '/instances/one', login),
      await s.ask('POST', '/probe', { ...place, ...login }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422])
    expect(await readFile(s.file, 'utf8')).toBe(before)
    expect(await readdir(join(s.data, 'server'))).not.toContain('keys')
  })

  it('a name that leads to such an address is neither added nor put in its place; one that nobody knows now is', async () => {
    await using folder = await temporaryFolder()
    // Of the two others vMix's own connection finds this machine, so that nothing is asked of a name server.
    const look = (host: string) =>
      host === 'LOCALHOST'
        ? new Promise<never>(() => undefined)
        : Promise.resolve(host === 'bad.example' ? ['127.0.0.1', '169.254.169.254'] : [])
    await using s = await served(folder.path, { look })
    const place = { port: 1, tcpPort: 'none' }
    const refused = await s.ask('POST', '/instances', { name: 'Bad', host: 'bad.example', ...place })
    expect([refused.status, refused.json.code]).toEqual([422, 'bad_address'])
    expect((await s.ask('POST', '/instances', { id: 'off', name: 'Off', host: 'localhost', ...place })).status).toBe(
      201,
    )
    const hung = { name: 'Nobody answers for it', host: 'LOCALHOST', port: 2, tcpPort: 'none' }
    expect((await s.ask('POST', '/instances', hung)).status).toBe(201)
    const before = await readFile(s.file, 'utf8')
    expect((await s.ask('PATCH', '/instances/off', { host: 'bad.example' })).json.code).toBe('bad_address')
    expect(await readFile(s.file, 'utf8')).toBe(before)
  })

  it('without a file to write it into is refused with what to do', async () => {
    await using folder = await temporaryFolder()
    const settings = { instances: [], destinations: [], gateway: null }
    await using s = await served(folder.path, { configFile: null, mayCome: false, settings })
    for (const [method, path, body] of [
      ['POST', '/instances', { name: 'A', host: '127.0.0.1', username: 'x', password: planted }],
      ['POST', '/configuration/reload', undefined],
    ] as const) {
      const answer = await s.ask(method, path, body)
      expect([answer.status, answer.json.code]).toEqual([409, 'no_configuration_file'])
      expect(answer.json.detail).toContain('vmixctl serve --config')
    }
    expect(await filesHolding(folder.path, 'PLANTED')).toEqual([])
  })
})

describe('changing and removing a vMix', () => {
  it('a password is kept in a file of its own, replaced, and gone with the vMix; it stands nowhere else', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0, webPassword: new Secret(planted) })
    await using other = await simulated(join(folder.path, 'other'))
    await using s = await served(folder.path)
    const { httpPort: port } = simulator
    const target = { host: '127.0.0.1', port, tcpPort: 'none' }
    const said: string[] = []
    const ask: Served['ask'] = async (...given) => {
      const answer = await s.ask(...given)
      said.push(answer.text)
      return answer
    }
    const locked = await ask('POST', '/probe', target)
    expect(locked.json).toMatchObject({ usable: false, lines: [{ check: 'vmix', light: 'red' }] })
    expect(locked.json.lines[0].action).toContain('user and password')
    const wrong = await ask('POST', '/probe', { ...target, username: 'admin', password: 'PLANTED-wrong' })
    expect(wrong.json.usable).toBe(false)
    const right = await ask('POST', '/probe', { ...target, username: 'admin', password: planted })
    expect(right.json.usable).toBe(true)
    expect(
      (await ask('POST', '/instances', { name: 'Studio', ...target, username: 'admin', password: 'PLANTED-wrong' }))
        .status,
    ).toBe(201)
    const [before] = await filesHolding(folder.path, 'PLANTED')
    expect(before).toContain(join('data', 'server', 'keys', 'instance-'))
    expect(process.platform === 'win32' ? 0o600 : (await stat(before ?? '')).mode & 0o777).toBe(0o600)
    expect((await ask('PATCH', '/instances/studio', { password: planted })).status).toBe(200)
    await connected(s.server, 'studio')
    const after = await filesHolding(folder.path, 'PLANTED')
    expect(after).toHaveLength(1)
    expect(after[0]).not.toBe(before)
    expect(await readFile(s.file, 'utf8')).toContain(`password: file:${after[0]}`)
    await ask('POST', '/instances', { name: 'Other', host: '127.0.0.1', port: other.httpPort, tcpPort: 'none' })
    expect((await ask('DELETE', '/instances/studio')).status).toBe(204)
    expect(await filesHolding(folder.path, 'PLANTED')).toEqual([])
    expect([...said, ...s.written].join('')).not.toContain('PLANTED')
    // Its log stays.
    expect(await readdir(join(s.data, 'witness'))).toContain('studio')
    expect([...s.server.room.desks.keys()]).toEqual(['other'])
    const last = await ask('DELETE', '/instances/other')
    expect([last.status, last.json.code]).toEqual([422, 'configuration_refused'])
  })

  it('one that is live, or locked, goes only when that is confirmed, and what is on goes on', async () => {
    await using folder = await temporaryFolder()
    await using one = await simulated(join(folder.path, 'one'))
    await using other = await simulated(join(folder.path, 'other'))
    await using s = await served(folder.path)
    for (const [id, { httpPort }] of Object.entries({ one, other })) {
      await s.ask('POST', '/instances', { id, name: id, host: '127.0.0.1', port: httpPort, tcpPort: 'none' })
      await connected(s.server, id)
    }
    await fetch(`http://127.0.0.1:${one.httpPort}/api/?Function=StartStreaming&Value=0`)
    await eventually(
      () => shown(s.server.room, 'stream', 'one/0'),
      (view) => view?.live === true,
    )
    const moved = await s.ask('PATCH', '/instances/one', { port: 1 })
    const removed = await s.ask('DELETE', '/instances/one')
    for (const answer of [moved, removed]) expect([answer.status, answer.json.code]).toEqual([409, 'stream_live'])
    expect((await s.ask('PATCH', '/instances/one', { name: 'Still there' })).json.name).toBe('Still there')
    expect((await s.ask('PUT', '/instances/other/lock', { locked: true })).status).toBe(200)
    expect((await s.ask('DELETE', '/instances/other')).json.code).toBe('show_locked')
    expect((await s.ask('DELETE', '/instances/one?confirmed=true')).status).toBe(204)
    expect(shown(s.server.room, 'stream', 'one/0')).toBeNull()
    const state = await (await fetch(`http://127.0.0.1:${one.httpPort}/api/`)).text()
    expect(state).toMatch(/<streaming[^>]*>True</)
    expect((await s.ask('DELETE', '/instances/nobody')).status).toBe(404)
  })
})

describe('finding and looking at a vMix', () => {
  it('finds what answers as a vMix does, in the networks only when asked, and names nothing else', async () => {
    await using folder = await temporaryFolder()
    await using here = await simulated(join(folder.path, 'here'))
    // On every address of the machine's own network, as a vMix has it.
    await using near = await startSimulator({
      httpPort: here.httpPort,
      tcpPort: 0,
      host: '127.0.0.3',
      vmixVersion: '27.0.0.81',
    })
    const stranger = createServer((_request, response) => response.end('<html>SECRET-of-somebody</html>'))
    await new Promise<void>((listening) => stranger.listen(here.httpPort, '127.0.0.4', listening))
    await using s = await served(folder.path)
    await s.ask('POST', '/instances', { name: 'Here', host: 'localhost', port: here.httpPort, tcpPort: 'none' })
    const own = await s.ask('POST', '/find', {})
    const of = (port: number) => (each: { port: number }) => each.port === port
    expect(own.json.found.filter(of(here.httpPort))).toEqual([
      { host: '127.0.0.1', port: here.httpPort, version: '29.0.0.49', edition: expect.any(String), instance: 'here' },
    ])
    expect(own.json.searched).toEqual([])
    const all = await s.ask('POST', '/find', { networks: true })
    expect(all.json).toMatchObject({ searched: ['127.0.0.0/29'], complete: true })
    expect(
      all.json.found
        .filter(of(here.httpPort))
        .map(({ host, instance }: { host: string; instance: unknown }) => [host, instance]),
    ).toEqual([
      ['127.0.0.1', 'here'],
      ['127.0.0.3', null],
    ])
    expect(near.host).toBe('127.0.0.3')
    expect(all.text).not.toContain('SECRET')
    const events = await recorded(s.data, 'vmix_searched')
    expect(events).toMatchObject([
      { actor: 'local', params: { networks: [] } },
      { actor: 'local', params: { networks: ['127.0.0.0/29'] } },
    ])
    stranger.close()
  })

  it('one search at a time', async () => {
    await using folder = await temporaryFolder()
    await using s = await served(folder.path)
    // It takes the request and says nothing: so long the first search is under way.
    const silent = createServer()
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.2', listening))
    const { port } = silent.address() as AddressInfo
    await s.ask('POST', '/instances', { name: 'Silent', host: '127.0.0.1', port, tcpPort: 'none' })
    const asked = new Promise((request) => silent.once('request', request))
    const first = s.ask('POST', '/find', { networks: true })
    await asked
    const second = await s.ask('POST', '/find', { networks: true })
    expect([second.status, second.json.code]).toEqual([409, 'search_under_way'])
    expect((await first).status).toBe(200)
    expect((await s.ask('POST', '/find', {})).status).toBe(200)
    silent.closeAllConnections()
    silent.close()
  })

  it('says of a vMix what it is and what cannot be known, and repeats nothing of what a stranger says', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(join(folder.path, 'vmix'))
    await using s = await served(folder.path)
    const good = await s.ask('POST', '/probe', {
      host: 'localhost',
      port: simulator.httpPort,
      tcpPort: simulator.tcpPort,
    })
    expect(good.json.usable).toBe(true)
    const lights = Object.fromEntries(
      good.json.lines.map(({ check, light }: { check: string; light: string }) => [check, light]),
    )
    expect(lights).toMatchObject({ vmix: 'green', 'vmix-state': 'green', 'custom-rtmp': 'yellow', tcp: 'green' })
    expect(good.json.lines[0].message).toContain(`localhost:${simulator.httpPort}`)
    const off = await s.ask('POST', '/probe', { host: '127.0.0.1', port: await freePort(), tcpPort: simulator.tcpPort })
    expect(off.json.lines[0]).toMatchObject({
      light: 'red',
      action: expect.stringContaining('switch on Settings → Web Controller'),
    })
    const bodies = [
      ['text/html', '<html>SECRET-page</html>'],
      ['text/xml', `<vmix><version>${'9'.repeat(100_000)}</version><edition>x\u0007</edition></vmix>`],
      ['text/plain', 'SECRET-plain'],
    ] as const
    for (const [type, body] of bodies) {
      const stranger = createServer((_request, response) =>
        response.writeHead(200, { 'content-type': type, location: 'SECRET' }).end(body),
      )
      await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening))
      const { port } = stranger.address() as AddressInfo
      const answer = await s.ask('POST', '/probe', { host: '127.0.0.1', port, tcpPort: 'none' })
      expect(answer.status).toBe(200)
      expect(answer.text).not.toContain('SECRET')
      expect(answer.text.length).toBeLessThan(5000)
      stranger.close()
    }
    expect(await recorded(s.data, 'vmix_probed')).toMatchObject([
      { actor: 'local', params: { host: 'localhost', outcome: 'usable' } },
      { params: { outcome: 'not_usable' } },
      {},
      {},
      {},
    ])
  })

  it('a name that nobody knows is no machine, and is not asked for a second time', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(join(folder.path, 'vmix'))
    // Whoever connects by its name comes to the simulator, as with a name server that answers differently each time.
    await using s = await served(folder.path, { look: () => Promise.resolve([]) })
    const answer = await s.ask('POST', '/probe', { host: 'localhost', port: simulator.httpPort, tcpPort: 'none' })
    expect(answer.json).toMatchObject({
      usable: false,
      lines: [{ check: 'vmix', light: 'red', message: 'No machine named "localhost" is known here.' }],
    })
  })

  it('a vMix on another machine: what the gateway needs for it is said before it is added', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(join(folder.path, 'vmix'))
    const room = emptyRoom()
    room.board.put({
      kind: 'server',
      version: '0.0.0',
      startedAt: new Date(0).toISOString(),
      simulated: false,
      firstRun: true,
      needsToken: false,
    })
    await using http = await startHttp({
      room,
      dataFolder: folder.path,
      listen: { host: '127.0.0.1', port: 0 },
      clock: systemClock,
      version: '0.0.0',
      onFailure: () => undefined,
      // The name of another machine, which leads here all the same.
      look: () => Promise.resolve(['127.0.0.1']),
    })
    const linesFor = async (host: string): Promise<readonly { check: string; light: string; message: string }[]> => {
      const answer = await send(http.port, {
        method: 'POST',
        path: '/api/v1/probe',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ host, port: simulator.httpPort, tcpPort: 'none' }),
      })
      return JSON.parse(answer.text).lines
    }
    const there = await linesFor('studio-pc')
    expect(there[0]).toMatchObject({ light: 'green', message: expect.stringContaining('studio-pc:') })
    expect(there.find(({ check }) => check === 'gateway')).toMatchObject({
      light: 'yellow',
      message: expect.stringContaining('Set gateway: rtmpListen and advertise'),
    })
    expect((await linesFor('localhost')).map(({ check }) => check)).not.toContain('gateway')
  })
})
