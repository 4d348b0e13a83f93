import { test as base } from '@playwright/test'
import { Feed } from './feed'
import { ServedConsole } from './servedConsole'

interface Stage {
  readonly served: ServedConsole
  readonly feed: Feed
}

/** Every test has a console, a simulated AWS and an encoder of its own; none outlives it. */
export const test = base.extend<Stage>({
  served: async ({ browserName: _browserName }, use) => {
    const served = new ServedConsole()
    await use(served)
    await served.clear()
  },
  feed: async ({ served }, use) => {
    const feed = new Feed(served.home)
    await use(feed)
    await feed.end()
  },
})
