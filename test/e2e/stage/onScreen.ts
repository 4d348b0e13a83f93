import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'

const SHOTS = join(import.meta.dirname, '..', '..', '..', 'docs', 'screenshots')
const takesShots = Boolean(process.env['TALLYLIGHT_SCREENSHOTS'])

export const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true })
export const region = (page: Page, name: string): Locator =>
  page.getByRole('region', { name, exact: true })
export const lamp = (page: Page): Locator => page.getByRole('status', { name: 'Tally' })

/** A picture of the window for the README, when asked for. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (!takesShots) return
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: join(SHOTS, `${name}.png`) })
}

/** Long enough for the button to believe it. */
export async function hold(page: Page, name: string): Promise<void> {
  await button(page, name).hover()
  await page.mouse.down()
  await expect(button(page, name)).toHaveAttribute('data-holding', 'true')
  await expect(button(page, name)).toHaveAttribute('data-holding', 'false')
  await page.mouse.up()
}
