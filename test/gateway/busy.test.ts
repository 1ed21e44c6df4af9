import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { receiver, until } from '../support/receiver.ts'
import { addOutput, gateway, listen, openFeed, rtmpSpec, temporaryFolder } from './support.ts'

describe('a busy machine', () => {
  it('is not mistaken for a stream that stands still, and its delay is published', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    await using target = await receiver()
    using heard = listen(control)
    const feed = await openFeed(control)
    await addOutput(control, rtmpSpec('only', target.port))
    const sender = spawn(process.execPath, [join(import.meta.dirname, 'sender-process.ts')], {
      env: { ...process.env, URL: feed.url, KEY: feed.key.reveal() },
      stdio: 'ignore',
    })
    try {
      await until('live', () => target.framesReceived > 60)
      // Longer than any silence that is allowed: what arrives meanwhile waits in the socket.
      const awakeAt = performance.now() + 2000
      while (performance.now() < awakeAt) continue
      const after = target.framesReceived
      await until('it goes on', () => target.framesReceived > after + 60)
      expect(heard.kinds()).not.toContain('feed.stalled')
      expect(target.framesLost).toBe(0)
      expect((await control.status()).eventLoop.delayMaxMs).toBeGreaterThan(1500)
    } finally {
      sender.kill()
    }
    await until('the loss is known', () => heard.kinds().includes('feed.lost'))
  })
})
