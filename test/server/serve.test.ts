import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRedactor, Secret } from '../../src/secrets/index.ts'
import {
  ConfigError,
  ServerError,
  serverLogger,
  startServer,
  type RunningServer,
  type ServeOptions,
} from '../../src/server/index.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { shown, simulated } from './open.ts'

/** What it logs, as it would stand in the file of a service. */
const written: string[] = []

async function serve(folder: string, options: Partial<ServeOptions> = {}): Promise<RunningServer> {
  const redactor = createRedactor()
  return await startServer({
    configFile: join(folder, 'vmixctl.yaml'),
    mayCome: true,
    simulated: false,
    dataFolder: join(folder, 'data'),
    listen: '127.0.0.1:0',
    version: '0.0.0',
    log: serverLogger({ redactor, write: (line) => void written.push(line), as: 'json' }),
    redactor,
    gatewayProgram: null,
    ...options,
  })
}

const instances = (...ports: readonly number[]) =>
  `instances:\n${ports.map((port, n) => `  - { id: vmix-${n}, host: 127.0.0.1, port: ${port}, tcpPort: none }\n`).join('')}gateway: none\n`

describe('a server', () => {
  it('without a configuration is at its first run, and takes the file when it comes', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(join(folder.path, 'vmix'))
    await using server = await serve(folder.path)
    expect(shown(server.room, 'server')).toMatchObject({ firstRun: true, simulated: false })
    expect([...server.room.desks.keys()]).toEqual([])
    await writeFile(join(folder.path, 'vmixctl.yaml'), instances(simulator.httpPort))
    await eventually(
      () => shown(server.room, 'instance', 'vmix-0'),
      (view) => view?.connection.state === 'connected',
    )
    expect(shown(server.room, 'server')?.firstRun).toBe(false)
  })

  it('that reads its configuration again keeps what is as before, and all of it when the file is wrong', async () => {
    await using folder = await temporaryFolder()
    await using one = await simulated(join(folder.path, 'one'))
    await using other = await simulated(join(folder.path, 'other'))
    const file = join(folder.path, 'vmixctl.yaml')
    await writeFile(file, instances(one.httpPort))
    await using server = await serve(folder.path, { mayCome: false })
    const desk = server.room.desks.get('vmix-0')
    await writeFile(file, instances(one.httpPort, other.httpPort))
    expect(await server.reload()).toMatchObject({ taken: true })
    expect(server.room.desks.get('vmix-0')).toBe(desk)
    await eventually(
      () => shown(server.room, 'instance', 'vmix-1'),
      (view) => view?.connection.state === 'connected',
    )
    await writeFile(file, instances(one.httpPort).replace('tcpPort', 'tpcPort'))
    const wrong = await server.reload()
    expect(wrong).toMatchObject({ taken: false, message: expect.stringMatching(/vmixctl\.yaml:2:\d+ .*tcpPort/) })
    expect([...server.room.desks.keys()]).toEqual(['vmix-0', 'vmix-1'])
    expect(written.join('')).toContain('The configuration was not taken')
  })

  it('says why it does not start: a wrong file, its port, another server on its folder, a certificate', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vmixctl.yaml')
    await expect(serve(folder.path, { mayCome: false })).rejects.toMatchObject({ name: 'ConfigError', code: 'missing' })
    await writeFile(file, 'instances: []\n')
    await expect(serve(folder.path)).rejects.toThrow(ConfigError)
    await writeFile(file, `${instances(1)}tls: { cert: vmixctl.yaml, key: vmixctl.yaml }\n`)
    await expect(serve(folder.path)).rejects.toMatchObject({ code: 'tls' })
    await writeFile(file, instances(1))
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' ? address?.port : 0
    await expect(serve(folder.path, { listen: `127.0.0.1:${port}` })).rejects.toMatchObject({
      code: 'port_taken',
      message: expect.stringContaining('--listen'),
    })
    taken.close()
    await using _server = await serve(folder.path)
    const second = serve(folder.path)
    await expect(second).rejects.toThrow(ServerError)
    await expect(second).rejects.toMatchObject({ code: 'running' })
  })

  it('writes a key nowhere but into the file that is for it, which its owner alone can read', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(join(folder.path, 'vmix'))
    await writeFile(join(folder.path, 'vmixctl.yaml'), instances(simulator.httpPort))
    const key = 'live_PLANTED-a&b c'
    {
      await using server = await serve(folder.path)
      const { presets } = server.room
      const preset = { id: 'own', name: 'Own', platform: 'custom', url: 'rtmp://127.0.0.1:9/app', key: null } as const
      expect(await presets.put(preset)).toMatchObject({ key: 'missing', fromFile: false })
      await presets.replaceKey('own', new Secret(key))
      expect(shown(server.room, 'preset', 'own')).toMatchObject({ key: 'kept', url: 'rtmp://127.0.0.1:9/app' })
      await expect(presets.put({ ...preset, url: 'http://x' })).rejects.toMatchObject({ code: 'invalid' })
      await expect(presets.replaceKey('none', new Secret(key))).rejects.toMatchObject({ code: 'unknown_preset' })
      const destination = presets.destination('own')
      if (destination === null) throw new Error('there is none')
      const started = await server.room.desks.get('vmix-0')?.controller.goLive({ destinations: [destination] })
      expect(started).toMatchObject({ success: true })
      expect(JSON.stringify(server.room.board.entities)).not.toContain('PLANTED')
    }
    await using again = await serve(folder.path)
    expect(shown(again.room, 'preset', 'own')).toMatchObject({ key: 'kept', name: 'Own' })
    const holding: string[] = []
    for (const entry of await readdir(folder.path, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (entry.isFile() && (await readFile(path)).includes('PLANTED')) holding.push(path)
    }
    const kept = join(folder.path, 'data', 'server', 'keys', 'preset-own.key')
    expect(holding).toEqual([kept])
    // Windows has no such modes: there it always reads as this.
    expect(process.platform === 'win32' ? 0o600 : (await stat(kept)).mode & 0o777).toBe(0o600)
    expect(written.join('')).not.toContain('PLANTED')
    await again.room.presets.remove('own')
    await expect(stat(kept)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(shown(again.room, 'preset', 'own')).toBeNull()
  })
})
