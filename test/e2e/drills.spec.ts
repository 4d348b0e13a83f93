import { expect } from '@playwright/test'
import { test } from './stage/fixtures'
import { button, hold, lamp, region, shoot } from './stage/onScreen'
import { hindrance } from './stage/programs'
import { expectAccessible, NOT_RECORDED_YET, watch } from './stage/watchedPage'

/** Failures staged on purpose, in a real browser: what the operator sees of them. */

const why = hindrance()
test.skip(why !== undefined, `a drill in the browser needs more: ${why}`)

test('a feed that is lost on purpose is said, and comes back by itself', async ({
  page,
  served,
}) => {
  const { complaints } = watch(page, NOT_RECORDED_YET)
  await page.goto((await served.start()).href)
  await button(page, 'Make your first show').click()
  await page.getByLabel('Name', { exact: true }).fill('Rehearsal of trouble')
  await page.getByLabel('Preset').selectOption('720p30')
  await button(page, 'Custom RTMP').click()
  await page.getByLabel('Server address').fill('rtmp://hall.example/app')
  await page.getByLabel('Stream key').fill('a-key-of-nobody')
  await button(page, 'Create show').click()
  await button(page, 'Prepare').click()
  await expect(button(page, 'Go live')).toBeEnabled()
  await button(page, 'Send test card').click()
  await button(page, 'Go live').click()
  await expect(region(page, 'Destinations')).toContainText('1 of 1 streaming')
  await expect(region(page, 'Ingest')).toContainText('Arriving')

  await page.keyboard.press('Control+Shift+F')
  const choice = page.getByRole('dialog', { name: 'Stage a failure' })
  await choice.getByRole('radio', { name: '15 seconds' }).check()
  await expectAccessible(page)
  await choice.getByRole('button', { name: /^Feed lost/ }).click()
  await expect(choice).toBeHidden()

  const drills = region(page, 'Drills')
  await expect(drills).toContainText(/Feed lost\s*00:00:1\d left/)
  await expect(region(page, 'Alerts')).toContainText('No picture arrives at the ingest.')
  await expect(lamp(page)).toContainText(/slate|trouble/i)
  await expectAccessible(page)
  await shoot(page, 'drill')

  await expect(drills).not.toContainText('Feed lost')
  await expect(region(page, 'Ingest')).toContainText('Arriving')
  await expect(region(page, 'Alerts')).toContainText('None')

  await hold(page, 'Stop')
  await expect(button(page, 'Go live')).toBeEnabled()
  await hold(page, 'End & clean up')
  await expect(region(page, 'Certificate')).toContainText('Nothing is left')
  expect(complaints).toEqual([])
  expect(await served.stop()).toBe(0)
  expect(served.complaints).toBe('')
})
