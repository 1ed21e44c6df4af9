import type { Locator, Page } from 'playwright-core'

/** How somebody operates the page: with one device, and nothing else. */
export interface Hands {
  readonly name: string
  press(what: Locator): Promise<void>
  tick(what: Locator): Promise<void>
  /** Presses, keeps pressing until it has happened, and lets go. */
  hold(what: Locator, until: () => Promise<void>): Promise<void>
}

export function mouse(page: Page): Hands {
  return {
    name: 'mouse',
    press: (what) => what.click(),
    tick: (what) => what.click(),
    async hold(what, until) {
      await what.hover()
      await page.mouse.down()
      await until()
      await page.mouse.up()
    },
  }
}

/** Farther than any page here is long. */
const mostTabs = 150

/** Tab alone: what cannot be come to by going on is not reached. */
export function keyboard(page: Page): Hands {
  const hasFocus = async (what: Locator): Promise<boolean> => (await what.and(page.locator(':focus')).count()) > 0
  const goTo = async (what: Locator): Promise<void> => {
    await what.waitFor()
    for (let n = 0; n < mostTabs; n++) {
      if (await hasFocus(what)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`Tab never came to ${what.toString()}`)
  }
  return {
    name: 'keyboard',
    async press(what) {
      await goTo(what)
      await page.keyboard.press('Enter')
    },
    async tick(what) {
      await goTo(what)
      await page.keyboard.press('Space')
    },
    async hold(what, until) {
      await goTo(what)
      await page.keyboard.down('Enter')
      await until()
      await page.keyboard.up('Enter')
    },
  }
}
