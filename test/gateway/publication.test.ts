import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { publishRtmp, type RtmpError } from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { receiver, until } from '../support/receiver.ts'
import { frame, pausableProxy } from './sources.ts'

describe('a publication', () => {
  it('that was well for longer than its patience is not given up at the first moment in which data waits', async () => {
    let got = 0
    await using target = await receiver({ onPacket: () => void (got += 1) })
    await using proxy = await pausableProxy(target.port)
    await using publication = await publishRtmp({
      url: `rtmp://127.0.0.1:${proxy.port}/app`,
      key: new Secret('k'),
      signal: AbortSignal.timeout(5000),
      clock: systemClock,
      timeouts: { stallMs: 3000 },
    })
    let ended: RtmpError | null = null
    void publication.closed.then((error) => (ended = error))
    publication.write(frame(0, 100, true))
    await until('well for longer than its patience', () => got === 1)
    await systemClock.sleep(3500)
    proxy.pause()
    let number = 0
    const send = (): void => publication.write(frame(++number, 500_000, true))
    await until('data waits', () => {
      send()
      return publication.queuedBytes > 1_000_000
    })
    send()
    send()
    expect(ended).toBeNull()
    proxy.resume()
    await until('all is there', () => got === number + 1)
    expect(ended).toBeNull()
  })
})
