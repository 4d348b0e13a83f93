import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What a page must never do, collected from before its first script. */
export interface Watch {
  readonly complaints: readonly string[]
  /** Everything the console sent to the page over its WebSocket. */
  readonly received: readonly string[]
}

/**
 * A browser says so by itself when the console is killed under it, and when the next one does not know
 * its cookie yet.
 */
export const LOST_CONNECTION =
  /WebSocket connection to|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|ERR_CONNECTION_RESET|401 /

/** So does a player that asks for a playlist before its first segment is there. */
export const NOT_RECORDED_YET = /404 .*\/media\//

/** Listens to the page's console (where a breach of the content policy is reported too) and frames. */
export function watch(page: Page, excused: RegExp = /(?!)/): Watch {
  const complaints: string[] = []
  const received: string[] = []
  page.on('console', (message) => {
    const text = `${message.text()} (${message.location().url})`
    if (message.type() === 'error' && !excused.test(text)) complaints.push(text)
  })
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message))
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => received.push(payload.toString()))
  })
  return { complaints, received }
}

/** Nothing serious for those who cannot see the screen, or not all of it. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const found = grave.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  )
  expect(found).toEqual([])
}

type Boxes = Readonly<Record<string, readonly number[]>>

/** Where every panel and every large button stands, in whole pixels. */
export const boxesOf = (page: Page): Promise<Boxes> =>
  page.evaluate(() => {
    const parts = document.querySelectorAll('main section[aria-label], .show-head, .control')
    return Object.fromEntries(
      [...parts].map((part, index) => {
        const { x, y, width, height } = part.getBoundingClientRect()
        const name = part.getAttribute('aria-label') ?? part.className
        return [`${index} ${name}`, [x, y, width, height].map(Math.round)]
      }),
    )
  })

/** A few numbers that are others when the frame on screen is another. */
export const frameOf = (page: Page): Promise<string> =>
  page.locator('.picture video').evaluate((video: HTMLVideoElement) => {
    const canvas = document.createElement('canvas')
    canvas.width = 64
    canvas.height = 36
    const context = canvas.getContext('2d')
    context?.drawImage(video, 0, 0, canvas.width, canvas.height)
    return [...(context?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])].join()
  })

/** Everything a page could keep or show: its text, its fields, and what it stored. */
export const leaksOf = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const fields = [...document.querySelectorAll('input, textarea')] as HTMLInputElement[]
    const databases = await indexedDB.databases()
    return [
      document.documentElement.outerHTML,
      ...fields.map(({ value }) => value),
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      ...databases.map(({ name }) => `database ${name}`),
      location.href,
    ].join('\n')
  })
