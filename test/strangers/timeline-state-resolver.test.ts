import { describe, expect, it } from 'vitest'
import { lineClient } from '../simulator/line-client.ts'
import { receiver, until } from '../support/receiver.ts'
import { eventually } from '../support/show.ts'
import { strangersInstalled } from './installed.ts'
import { startStranger, type Stranger } from './stranger.ts'
import { receives, type Way, ways } from './ways.ts'

const GOOD = 1
const BAD = 4
const mappings = {
  program: { mappingType: 'program', index: 1 },
  preview: { mappingType: 'preview', index: 1 },
  streaming: { mappingType: 'streaming' },
  recording: { mappingType: 'recording' },
}
const input = (type: 'PROGRAM' | 'PREVIEW', number: number) => ({ type, input: number })
const on = (type: 'STREAMING' | 'RECORDING') => ({ type, on: true })

function status(code: number) {
  return (data: unknown) => (data as { statusCode: number }).statusCode === code
}

/** The whole device, connected; asks for the state every `pollMs`. */
async function connected(way: Way, pollMs = 300): Promise<Stranger> {
  const client = await startStranger('timeline-state-resolver-program.ts')
  await client.do('connect', way.tcpPort, pollMs)
  await client.told('status', status(GOOD))
  return client
}

describe.runIf(strangersInstalled()).each(ways)(
  'timeline-state-resolver 9.3.2, unchanged, against $name',
  ({ open }) => {
    it('reads the state, at once and again; previews and cuts; a tally light beside it follows', async () => {
      await using way = await open()
      using light = await lineClient(way.tcpPort)
      light.send('SUBSCRIBE TALLY')
      await using client = await connected(way)
      const isState = (data: unknown) => {
        const { command, body } = data as { command?: string; body?: string }
        return command === 'XML' && body?.includes('<version>29.0.0.49</version>') === true
      }
      await client.told('debug', isState)
      await client.told('debug', isState, client.events.length)

      await client.do('show', { program: input('PROGRAM', 3), preview: input('PREVIEW', 5) }, mappings)
      await eventually(
        () => way.vmix.state(),
        ({ active }) => active === 3,
      )
      await client.do('show', { program: input('PROGRAM', 3), preview: input('PREVIEW', 4) }, mappings)
      await eventually(
        () => way.vmix.state(),
        ({ active, preview }) => active === 3 && preview === 4,
      )
      await until('the light follows', () => light.lines.at(-1) === 'TALLY OK 0012000000000000')
      expect(client.events.filter(({ event }) => event === 'error' || event === 'uncaught')).toEqual([])
    })

    it('streams and records as its timeline says', async () => {
      await using way = await open()
      await using destination = await receiver()
      await way.vmix.call('StreamingSetURL', { Value: `0,rtmp://127.0.0.1:${destination.port}/live/` })
      await way.vmix.call('StreamingSetKey', { Value: '0,key' })
      await using client = await connected(way)
      await client.do('show', { streaming: on('STREAMING'), recording: on('RECORDING') }, mappings)
      await until('a picture arrives', () => destination.framesReceived > 10)
      await eventually(
        () => way.vmix.state(),
        ({ streaming, recording }) => streaming === true && recording.active === true,
      )
      expect(await receives(way, 'StartStreaming')).toMatchObject({ protocol: 'tcp', outcome: 'done', parameters: {} })
      await client.do('show', {}, mappings)
      await eventually(
        () => way.vmix.state(),
        ({ streaming, recording }) => streaming === false && recording.active === false,
      )
    })

    it('External is switched by its actions', async () => {
      await using way = await open()
      await using client = await connected(way)
      expect(await client.do('action', 'startExternal')).toMatchObject({ result: 'OK' })
      await eventually(
        () => way.vmix.state(),
        ({ external }) => external === true,
      )
      await client.do('action', 'stopExternal')
      await eventually(
        () => way.vmix.state(),
        ({ external }) => external === false,
      )
    })

    it('says that vMix is gone, comes back by itself, and makes the show again what its timeline says', async () => {
      await using way = await open()
      await using client = await connected(way)
      await client.do('show', { program: input('PROGRAM', 3) }, mappings)
      await eventually(
        () => way.vmix.state(),
        ({ active }) => active === 3,
      )
      const from = client.events.length
      await way.kill()
      await client.told('status', status(BAD), from)
      await way.revive()
      await client.told('status', status(GOOD), from)
      const again = await eventually(
        () => way.vmix.state(),
        ({ active }) => active === 3,
        20_000,
      )
      expect(again.inputs).toHaveLength(16)
    })

    it('ends a show that is on when it connects, where its timeline says nothing: vMix does what it is told', async () => {
      await using way = await open()
      await way.vmix.call('StartRecording')
      await way.vmix.call('StartStreaming', { Value: '0' })
      await using client = await startStranger('timeline-state-resolver-program.ts')
      await client.do('show', {}, mappings)
      await client.do('connect', way.tcpPort, 300)
      expect(await receives(way, 'StopStreaming')).toMatchObject({ protocol: 'tcp', parameters: {} })
      await receives(way, 'StopRecording')
      await eventually(
        () => way.vmix.state(),
        ({ streaming, recording }) => streaming === false && recording.active === false,
      )
    })

    it('cannot read a preset with one input, and throws: the document is as vMix writes it', async () => {
      await using way = await open(['--inputs', '1'])
      await using client = await startStranger('timeline-state-resolver-program.ts')
      await client.do('connect', way.tcpPort, 300)
      expect(await client.told('error')).toContain('not iterable')
      expect((await way.vmix.state()).inputs).toHaveLength(1)
    })
  },
)
