import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freePort } from '../support/ports.ts'
import { temporaryFolder } from '../support/show.ts'
import { until } from '../support/waiting.ts'
import { ok, webSink } from './sinks.ts'
import { alarms, lost } from './stage.ts'

describe('a restart', () => {
  it('delivers what was not delivered, once, and does not tell again what was', async () => {
    await using folder = await temporaryFolder()
    const stateFile = join(folder.path, 'server', 'alerts.json')
    const port = await freePort()
    const config = { receivers: { noc: { type: 'alertmanager', url: `http://127.0.0.1:${port}/` } } } as const
    let id: string | undefined
    {
      await using stage = await alarms(config, { stateFile })
      stage.alerts.look([lost])
      id = stage.alerts.alerts[0]?.id
      await until(() => stage.alerts.receivers[0]?.state === 'failing')
    }
    await using sink = await webSink(ok, port)
    {
      await using stage = await alarms(config, { stateFile })
      expect(stage.alerts.alerts).toMatchObject([{ id, state: 'firing' }])
      await until(() => stage.alerts.receivers[0]?.waiting === 0)
      stage.alerts.look([lost])
    }
    {
      await using stage = await alarms(config, { stateFile })
      stage.alerts.look([lost])
      expect(stage.alerts.receivers).toMatchObject([{ waiting: 0 }])
      expect(stage.alerts.alerts).toMatchObject([{ id }])
    }
    expect(sink.calls.length).toBe(1)
  })

  it('without a farewell loses no alarm: it is on disk before it goes out', async () => {
    await using folder = await temporaryFolder()
    const stateFile = join(folder.path, 'alerts.json')
    let onDisk = ''
    await using sink = await webSink((response) => {
      void readFile(stateFile, 'utf8').then((text) => {
        onDisk = text
        response.end()
      })
    })
    await using stage = await alarms({ receivers: { noc: { type: 'alertmanager', url: sink.url } } }, { stateFile })
    stage.alerts.look([lost])
    await until(() => stage.records.length === 1)
    const id = stage.alerts.alerts[0]?.id
    expect(JSON.parse(onDisk)).toMatchObject({
      engine: { firing: [{ alert: { id }, told: 'critical' }] },
      waiting: { noc: [{ id: `${id}-critical` }] },
    })
  })

  it('keeps what was acknowledged, and the maintenance that somebody has switched on', async () => {
    await using folder = await temporaryFolder()
    const stateFile = join(folder.path, 'alerts.json')
    const everything = { instances: null, kinds: null, untilMs: null, reason: 'move', by: 'anna' }
    {
      await using stage = await alarms({}, { stateFile })
      stage.alerts.look([lost])
      expect(stage.alerts.acknowledge(stage.alerts.alerts[0]?.id ?? '', 'anna')).toBe(true)
      stage.alerts.beginMaintenance(everything)
    }
    await using stage = await alarms({}, { stateFile })
    expect(stage.alerts.alerts).toMatchObject([{ acknowledged: { by: 'anna' } }])
    expect(stage.alerts.maintenance).toMatchObject([everything])
    expect(stage.alerts.endMaintenance(stage.alerts.maintenance[0]?.id ?? '')).toBe(true)
    expect(stage.alerts.maintenance).toEqual([])
  })

  it('has no secret on disk', async () => {
    await using folder = await temporaryFolder()
    const stateFile = join(folder.path, 'alerts.json')
    const env = { SLACK: `http://127.0.0.1:${await freePort()}/PLANTED`, HOOK: 'PLANTED', TOKEN: 'PLANTED' }
    {
      await using stage = await alarms(
        {
          receivers: {
            crew: { type: 'slack', url: 'env:SLACK' },
            ours: { type: 'webhook', url: 'env:SLACK', secret: 'env:HOOK' },
            noc: { type: 'alertmanager', url: 'env:SLACK', bearer: 'env:TOKEN' },
          },
        },
        { stateFile, env },
      )
      stage.alerts.look([lost])
      await until(() => stage.alerts.receivers.every(({ state }) => state === 'failing'))
    }
    const texts = await Promise.all(
      (await readdir(folder.path)).map((name) => readFile(join(folder.path, name), 'utf8')),
    )
    expect(texts.length).toBe(1)
    expect(texts.join('')).not.toContain('PLANTED')
  })

  it('takes a file that is damaged for what it is: put beside, and said', async () => {
    await using folder = await temporaryFolder()
    const stateFile = join(folder.path, 'alerts.json')
    await writeFile(stateFile, '{"format":1,"engine"')
    await using stage = await alarms({}, { stateFile })
    expect(stage.alerts.wasDamaged).toBe(true)
    expect(await readdir(folder.path)).toEqual([expect.stringMatching(/^alerts\.json\.damaged-/)])
  })

  it('is not what an alarm waits for: one whose file cannot be written goes out, and says so', async () => {
    await using folder = await temporaryFolder()
    // A folder in its place: renaming a file over it fails on every system.
    const stateFile = join(folder.path, 'alerts.json')
    await using sink = await webSink()
    await using stage = await alarms({ receivers: { noc: { type: 'alertmanager', url: sink.url } } }, { stateFile })
    await mkdir(join(stateFile, 'x'), { recursive: true })
    stage.alerts.look([lost])
    await until(() => sink.calls.length === 1 && stage.alerts.problem !== null)
    expect(stage.alerts.problem).toContain('cannot be written')
  })
})

describe('another configuration', () => {
  it('keeps what waits for a receiver that stays, and says what it drops', async () => {
    await using sink = await webSink()
    const down = `http://127.0.0.1:${await freePort()}/`
    await using stage = await alarms({
      receivers: { noc: { type: 'alertmanager', url: down }, old: { type: 'alertmanager', url: down } },
    })
    stage.alerts.look([lost])
    await until(() => stage.records.length === 2)
    await stage.alerts.configure({
      ...stage.settings,
      receivers: [{ type: 'alertmanager', name: 'noc', url: { kind: 'url', url: sink.url }, bearer: null }],
    })
    await until(() => sink.calls.length === 1)
    await until(() => stage.records.length === 4)
    expect(stage.records.slice(2).map(({ receiver, outcome }) => `${receiver} ${outcome}`)).toEqual([
      'old dropped',
      'noc delivered',
    ])
  })
})
