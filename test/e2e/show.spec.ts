import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import type { Certificate } from '../../src/shared/domain/session'
import { test } from './stage/fixtures'
import { button, hold, lamp, region, shoot } from './stage/onScreen'
import { hindrance } from './stage/programs'
import type { ServedConsole } from './stage/servedConsole'
import {
  boxesOf,
  expectAccessible,
  frameOf,
  leaksOf,
  LOST_CONNECTION,
  NOT_RECORDED_YET,
  watch,
} from './stage/watchedPage'

/** A whole show in a real browser, with a real encoder, against the simulated AWS. */

const why = hindrance()
if (why) console.warn(`SKIPPED: no show was tried in a browser: ${why}.`)
test.skip(why !== undefined, `a show in the browser needs more: ${why}`)

const KEY = 'canary-7Q2f-never-to-be-seen-again-9xZ'
/** Or more: nobody looks every second. */
const SIX_SECONDS = /00:00:0[6-9]|00:00:[1-5]\d|00:0[1-9]:/
/** Where the encoder has to send to, as an operator reads it off the screen. */
async function ingestAddress(page: Page): Promise<string> {
  const ingest = region(page, 'Ingest')
  await button(page, 'Reveal stream name').click()
  await expect(button(page, 'Hide stream name')).toBeVisible()
  const [server, name] = await ingest.locator('dd.mono').allInnerTexts()
  await button(page, 'Hide stream name').click()
  return `${server}/${name}`
}

async function makeShow(page: Page): Promise<void> {
  await button(page, 'Make your first show').click()
  await page.getByLabel('Name', { exact: true }).fill('Sunday service')
  await page.getByLabel('Preset').selectOption('720p30')
  await button(page, 'Amazon IVS').click()
  await button(page, 'Custom RTMP').click()
  await page.getByLabel('RTMP: name').fill('Parish hall')
  await page.getByLabel('Server address').fill('rtmp://hall.example/app')
  await page.getByLabel('Stream key').fill(KEY)
  await expect(region(page, 'Price')).toContainText('/h')
  await expectAccessible(page)
  await shoot(page, 'new-show')
  await button(page, 'Create show').click()
}

async function expectPlaying(page: Page): Promise<void> {
  const video = page.getByLabel('Programme as recorded')
  const time = () => video.evaluate((element: HTMLVideoElement) => element.currentTime)
  await expect(video).toBeVisible()
  await expect.poll(time).toBeGreaterThan(0)
  const [shownAt, shown] = [await time(), await frameOf(page)]
  await expect.poll(time).toBeGreaterThan(shownAt + 1)
  expect(await frameOf(page)).not.toBe(shown)
}

/** On a large screen everything is in sight, and nothing stands beside it. */
async function expectRoom(page: Page): Promise<void> {
  const size = page.viewportSize()
  await page.setViewportSize({ width: 1920, height: 1080 })
  for (const part of await page.locator('main section[aria-label]').all())
    await expect(part).toBeInViewport({ ratio: 1 })
  const { width, height } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    height: document.documentElement.scrollHeight,
  }))
  expect([width, height]).toEqual([1920, 1080])
  if (size) await page.setViewportSize(size)
}

/** The simulated AWS itself says that nothing is there; what was deleted it remembers for a while. */
async function expectEmptyWorld(served: ServedConsole): Promise<void> {
  const { medialive, ivs } = await served.world()
  const all = [...medialive.channels, ...medialive.inputs, ...medialive.inputSecurityGroups]
  expect(all.filter(({ state }) => state !== 'DELETED')).toEqual([])
  expect([ivs.channels, ivs.streamKeys]).toEqual([[], []])
}

const channelsOf = async (served: ServedConsole): Promise<readonly string[]> =>
  (await served.world()).medialive.channels.map(({ state }) => state)

test('airs a show from the first window to the certificate', async ({ page, served, feed }) => {
  const { complaints, received } = watch(page)
  await page.goto((await served.start()).href)
  await expect(button(page, 'Make your first show')).toBeVisible()
  await expectAccessible(page)
  await shoot(page, 'first-run')

  await makeShow(page)
  await expect(region(page, 'Preflight')).toBeVisible()
  await expect(region(page, 'Destinations')).toContainText('key kept')
  await expectAccessible(page)

  await button(page, 'Prepare').click()
  await expect(button(page, 'Go live')).toBeEnabled()
  await expectAccessible(page)
  feed.sendTo(await ingestAddress(page))
  await button(page, 'Go live').click()

  await expect(region(page, 'Destinations')).toContainText('2 of 2 streaming')
  await expect(region(page, 'Ingest')).toContainText('Arriving')
  await expectPlaying(page)
  expect(await channelsOf(served)).toEqual(['RUNNING'])
  const { sinks } = (await served.world()).picture
  expect(sinks).toHaveLength(2)
  for (const { frames } of sinks) expect(frames).toBeGreaterThan(30)

  const before = await boxesOf(page)
  await button(page, 'Record').click()
  await expect(region(page, 'Takes')).toContainText('Take 1')
  await expectAccessible(page)
  await expect(region(page, 'Takes').locator('.take-length')).toContainText(SIX_SECONDS)
  await shoot(page, 'live')
  await expectRoom(page)
  await button(page, 'Stop recording').click()
  await expect(region(page, 'Takes')).toContainText('Verified')
  expect(await boxesOf(page)).toEqual(before)

  await button(page, 'Play Take 1').click()
  const take = page.getByRole('dialog', { name: 'Take 1' }).locator('video')
  await expect
    .poll(() => take.evaluate((video: HTMLVideoElement) => video.currentTime))
    .toBeGreaterThan(0.5)
  await page.keyboard.press('Escape')
  await expect(take).toBeHidden()

  await hold(page, 'Stop')
  await expect(button(page, 'Go live')).toBeEnabled()
  expect(await channelsOf(served)).toEqual(['IDLE'])
  await feed.end()

  await hold(page, 'End & clean up')
  const certificate = region(page, 'Certificate')
  await expect(certificate).toContainText('Nothing is left')
  await expectAccessible(page)
  await shoot(page, 'certificate')
  await expectEmptyWorld(served)

  const downloading = page.waitForEvent('download')
  await button(page, 'Save as JSON').click()
  const file = await (await downloading).path()
  const saved = JSON.parse(readFileSync(file, 'utf8')) as Certificate
  const { totalMicros } = await served.bill()
  expect(saved.leftovers).toEqual([])
  expect(Math.abs(saved.totalMicros - totalMicros)).toBeLessThanOrEqual(totalMicros * 0.02)

  expect(await leaksOf(page)).not.toContain(KEY)
  expect(received.length).toBeGreaterThan(20)
  expect(received.filter((frame) => frame.includes(KEY))).toEqual([])
  expect(complaints).toEqual([])
  expect(await served.stop()).toBe(0)
  expect(served.complaints).toBe('')
})

test('is worked by the keyboard alone, from the first window to off the air', async ({
  page,
  served,
}) => {
  const { complaints } = watch(page, NOT_RECORDED_YET)
  await page.goto((await served.start()).href)
  await expect(button(page, 'Make your first show')).toBeVisible()
  const { keyboard } = page
  await keyboard.press('Alt+n')
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused()
  await keyboard.type('Evening news')
  await keyboard.press('Enter')

  await expect(button(page, 'Prepare')).toBeEnabled()
  await keyboard.press('Control+Shift+P')
  await expect(button(page, 'Go live')).toBeEnabled()
  await keyboard.press('Control+Shift+B')
  await expect(button(page, 'Stop test card')).toBeVisible()

  // The palette offers the same, by name.
  await keyboard.press('Control+k')
  await keyboard.type('Go live')
  await keyboard.press('Enter')
  await expect(button(page, 'Record')).toBeEnabled()
  await expectPlaying(page)

  await keyboard.press('Control+Shift+S')
  await expect(button(page, 'Stop')).toBeFocused()
  await keyboard.press('Enter')
  await expect(button(page, 'Yes, stop the show')).toBeFocused()
  await keyboard.press('Escape')
  await expect(button(page, 'Stop')).toBeFocused()
  expect(await channelsOf(served)).toEqual(['RUNNING'])
  await keyboard.press('Enter')
  await expect(button(page, 'Yes, stop the show')).toBeFocused()
  await keyboard.press('Enter')
  await expect(button(page, 'Go live')).toBeEnabled()
  expect(await channelsOf(served)).toEqual(['IDLE'])
  expect(complaints).toEqual([])
})

test('comes back to the truth when it was killed on air, and can stop', async ({
  page,
  served,
  feed,
}) => {
  const { complaints } = watch(page, LOST_CONNECTION)
  const address = await served.start()
  await page.goto(address.href)
  await button(page, 'Make your first show').click()
  await page.getByLabel('Name', { exact: true }).fill('Night watch')
  await button(page, 'YouTube').click()
  await page.getByLabel('Stream key').fill(KEY)
  await button(page, 'Create show').click()
  await button(page, 'Prepare').click()
  await expect(button(page, 'Go live')).toBeEnabled()
  feed.sendTo(await ingestAddress(page))
  await button(page, 'Go live').click()
  await expect(region(page, 'Destinations')).toContainText('1 of 1 streaming')

  await served.kill()
  const notices = region(page, 'Notices')
  await expect(notices).toContainText('Not connected to the console')
  await expect(button(page, 'Stop')).toBeDisabled()
  expect(await channelsOf(served)).toEqual(['RUNNING'])

  const again = await served.start(Number(address.port))
  const back = await page.context().newPage()
  await back.goto(again.href)
  await expect(lamp(back)).toHaveAttribute('data-tally', 'rehearsal')
  await expect(region(back, 'Destinations')).toContainText('1 of 1 streaming')
  await expectPlaying(back)
  // The first window is let in again by the cookie of the second.
  await expect(notices).not.toContainText('Not connected to the console')
  await back.close()

  await page.bringToFront()
  await hold(page, 'Stop')
  await expect(button(page, 'Go live')).toBeEnabled()
  expect(await channelsOf(served)).toEqual(['IDLE'])
  await hold(page, 'End & clean up')
  await expect(region(page, 'Certificate')).toContainText('Nothing is left')
  await expectEmptyWorld(served)
  expect(complaints).toEqual([])
})
