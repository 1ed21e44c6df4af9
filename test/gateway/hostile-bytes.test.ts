import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { findGateway, gatewayFolder, readToken, runGatewayProcess } from '../../src/gateway/index.ts'
import { mutated, randomFrom } from '../support/mutation.ts'
import { receiver, until } from '../support/receiver.ts'
import { heldBytes } from '../support/waiting.ts'
import { attack, conversation, HELD_BYTES, inputs, requests } from './hostile-support.ts'
import { addOutput, openFeed, publish, rtmpSpec, temporaryFolder } from './support.ts'

const INPUTS = inputs(20_000)

describe('hostile bytes', () => {
  it('on the RTMP port and the control port cost a show not a frame, and leave nothing behind', {
    timeout: 60_000 + INPUTS * 100,
  }, async () => {
    await using folder = await temporaryFolder()
    const over = new AbortController()
    const running = await runGatewayProcess(
      {
        dataFolder: folder.path,
        rtmpListen: '127.0.0.1:0',
        controlListen: '127.0.0.1:0',
        onSecondPublisher: 'take_over',
      },
      over.signal,
    )
    try {
      const control = await findGateway({ dataFolder: folder.path, clock: systemClock })
      if (control === null) throw new Error('no gateway')
      await using far = await receiver()
      await using hostile = await receiver()
      const show = await openFeed(control, 0)
      // Everybody who attacks has this one's key: what they send is parsed, recorded and sent on.
      const attacked = await openFeed(control, 1)
      await addOutput(control, rtmpSpec('far', far.port), 0)
      await addOutput(control, rtmpSpec('hostile', hostile.port), 1)
      for (const format of ['MP4', 'MKV'] as const) {
        const path = join(folder.path, `hostile.${format}`)
        await addOutput(control, { kind: 'file', outputId: format, name: format, path, format }, 1)
      }
      await using sender = publish(show)
      await until('the show is on', () => far.framesReceived > 10)

      const media = conversation(attacked.key.reveal())
      const asked = requests((await readToken(gatewayFolder(folder.path)))?.reveal() ?? '')
      const rtmpPort = Number(running.info.rtmp.split(':').at(-1))
      const controlPort = Number(new URL(running.info.url).port)
      const round = async (from: number, count: number) => {
        await attack(rtmpPort, Math.ceil(count * 0.6), (at) => mutated(media, randomFrom(from + at)))
        await attack(controlPort, Math.floor(count * 0.4), (at) => mutated(asked, randomFrom(from + at)))
      }
      // What is made once is made in the first round.
      await round(0, Math.min(300, INPUTS))
      const before = await heldBytes()
      await round(1_000_000, INPUTS)
      await until('all have left', () => hostile.publishers <= 1)
      const held = (await heldBytes()) - before

      await sender.stop()
      await until('the whole show is there', () => far.framesReceived === sender.framesSent)
      expect(far).toMatchObject({ framesLost: 0, duplicates: 0, outOfOrder: 0 })
      const { feeds } = await control.status()
      expect(feeds.map((feed) => feed.outputs.length)).toEqual([1, 3])
      expect(held).toBeLessThan(HELD_BYTES * Math.max(1, INPUTS / 10_000))
      console.log(`hostile bytes: ${INPUTS} inputs, ${Math.round(held / 1024)} KiB held after them`)
    } finally {
      over.abort()
      await running.done
    }
  })
})
