import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { connectGateway, startControlServer } from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { needs } from '../support/programs.ts'
import { receiver, until } from '../support/receiver.ts'
import { eventually } from '../support/show.ts'
import { startBrowser } from './preview-browser.ts'
import { addOutput, gateway, openFeed, publish, rtmpSpec, temporaryFolder } from './support.ts'

const token = new Secret('t'.repeat(43))

describe.runIf(needs('chromium'))('the page in a browser', () => {
  it('is reached by the link also from another page, shows itself anew, and has a cookie that no page reads', async () => {
    await using folder = await temporaryFolder()
    await using running = await gateway(folder.path)
    await using target = await receiver()
    await using server = await startControlServer({
      gateway: running,
      listen: '127.0.0.1:0',
      token,
      clock: systemClock,
    })
    await using control = connectGateway({ url: server.url, token, clock: systemClock })
    const browser = await startBrowser()
    try {
      const page = await browser.newPage()
      const refused: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') refused.push(message.text())
      })
      const { url } = await control.pageLink()
      // As from a chat in the browser: that the other page led here must not keep the cookie back.
      await page.goto(`data:text/html,<a href="${url}">look</a>`)
      await page.click('a')
      await page.waitForURL(`${server.url}/`)
      expect(await page.innerText('body')).toContain('It carries no streams.')
      await addOutput(control, rtmpSpec('a', target.port), (await openFeed(control), 0))
      const feed = await openFeed(control)
      await using _sender = publish(feed)
      await until('live', () => target.framesReceived > 30)
      const text = await eventually(
        () => page.innerText('body').catch(() => ''),
        (shown) => /Stream 1 of studio-a[^]*\blive\b[^]*\bA\b/.test(shown),
        20_000,
      )
      expect(text).toContain('kb/s')
      expect(await page.evaluate<string>('document.cookie')).toBe('')
      expect(page.url()).not.toContain('ticket')
      expect(refused).toEqual([])
      await page.goto(url)
      expect(await page.innerText('body')).toContain('This link was used, or is too old.')
    } finally {
      await browser.close()
    }
  })
})
