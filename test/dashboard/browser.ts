import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const widths = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740 } } as const
export type Width = keyof typeof widths

/** A page with what went wrong in it, and what it asked for. */
export interface OpenedPage extends AsyncDisposable {
  readonly page: Page
  readonly complaints: readonly string[]
  readonly asked: readonly string[]
}

export async function open(browser: Browser, url: string, width: Width = 'wide'): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: widths[width], locale: 'en-GB' })
  const page = await context.newPage()
  const complaints: string[] = []
  const asked: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // A connection that is cut off on purpose, and a refusal, are said by the browser itself.
    const byItself = /Failed to load resource|^WebSocket connection to \S+ failed/.test(message.text())
    if (message.type() === 'error' && !byItself) complaints.push(message.text())
  })
  page.on('request', (request) => asked.push(request.url()))
  page.on('websocket', (socket) => asked.push(socket.url()))
  await page.goto(url)
  return { page, complaints, asked, [Symbol.asyncDispose]: () => context.close() }
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** What axe-core finds against the page as it stands, by WCAG 2.2 AA and its own best practices. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated, not put into the page as a script: the page's policy allows none of that.
  await page.evaluate(await readFile(axe, 'utf8'))
  const found = await page.evaluate<readonly Violation[]>(`
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations)
  `)
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  )
}

/** What has the focus, as a person would call it. */
export function focused(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const { activeElement: element } = document
    if (element === null) return ''
    const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.closest('label')?.textContent ?? element.textContent ?? ''
    return label.trim()
  })()`)
}

/** Presses Tab until something of this name has the focus. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let n = 0; n < 60; n++) {
    await page.keyboard.press('Tab')
    const now = await focused(page)
    if (typeof name === 'string' ? now.startsWith(name) : name.test(now)) return
  }
  throw new Error(`Tab never came to ${String(name)}; it is at ${await focused(page)}`)
}
