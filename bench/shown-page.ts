import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Switched } from './programs/event-clients.ts'

const builtPage = join(import.meta.dirname, '../dist/dashboard/index.html')

/** Why there can be no page; null: there can. */
export const noPage: string | null = !existsSync(builtPage)
  ? 'the page is not built (npm run dashboard)'
  : chromiumPath() === null
    ? 'there is no chromium on the PATH'
    : null

/** The words of `data-state` for a stream that vMix shows off; by whom it was ended is known later. */
const off: ReadonlySet<string> = new Set(['off', 'stoppedByItself'])

/** The control room's page in a Chromium without a window. */
export interface ShownPage extends AsyncDisposable {
  /** Of each change the delay until a frame with it was drawn, ms; what was never shown is missing. */
  delays(changes: readonly Switched[]): Promise<number[]>
}

/** @param cards how many streams it shows when all of it is there */
export async function showPage(port: number, cards: number): Promise<ShownPage> {
  const executablePath = chromiumPath()
  if (executablePath === null) throw new Error('There is no chromium.')
  // Without its sandbox, which cannot be had as root.
  const browser = await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox'] })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`http://127.0.0.1:${port}/`)
  for (;;) {
    if ((await page.evaluate<number>(`document.querySelectorAll('article [data-state]').length`)) >= cards) break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  // The first stream of each vMix: what its card says, and when the frame with it had been drawn.
  await page.evaluate(`
    globalThis.seen = []
    new MutationObserver((changed) => {
      const states = changed
        .map(({ target }) => [target.querySelector('h3').textContent, target.dataset.state])
        .filter(([name]) => name.startsWith('Stream 1,'))
      requestAnimationFrame(() => setTimeout(() => {
        const at = Date.now()
        for (const [name, state] of states) seen.push([name.slice('Stream 1, '.length), state, at])
      }))
    }).observe(document.body, { attributes: true, attributeFilter: ['data-state'], subtree: true })
  `)
  return {
    delays: async (changes) => {
      const seen = await page.evaluate<[string, string, number][]>('globalThis.seen.splice(0)')
      return changes.flatMap(({ instance, live, at }) => {
        const shown = seen.find(([name, state, seenAt]) => name === instance && seenAt >= at && off.has(state) !== live)
        return shown === undefined ? [] : [shown[2] - at]
      })
    },
    [Symbol.asyncDispose]: () => browser.close(),
  }
}

function chromiumPath(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.map((folder) => join(folder, 'chromium')).find((path) => existsSync(path)) ?? null
}
