// Takes a picture of every state of the built window and checks each with axe:
//   node test/harness/rendererShots.ts out/renderer /tmp/shots [mediaFolder] [scene …]
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Page } from '@playwright/test'
import type { SceneName } from '../unit/renderer/scenes.ts'
import { openGallery } from './rendererGallery.ts'

interface Shot {
  readonly scene: SceneName
  readonly hash?: string
  readonly act?: (page: Page) => Promise<void>
}

const shots: Readonly<Record<string, Shot>> = {
  'first-run': { scene: 'first-run' },
  'new-show': {
    scene: 'first-run',
    hash: '#/new',
    act: async (page) => {
      for (const kind of ['Amazon IVS', 'YouTube', 'Custom RTMP'])
        await page.getByRole('button', { name: kind, exact: true }).click()
      await page.getByLabel('Name', { exact: true }).fill('Sunday service')
      await page.getByLabel('Server address').last().fill('http://wrong')
      await page.getByLabel('Stream key').last().focus()
    },
  },
  'edit-show': { scene: 'planned', hash: '#/shows/show-1/edit' },
  planned: { scene: 'planned' },
  prepared: { scene: 'prepared' },
  starting: { scene: 'starting' },
  live: { scene: 'live' },
  rehearsal: { scene: 'rehearsal' },
  drills: { scene: 'drills' },
  'drill-choice': {
    scene: 'rehearsal',
    act: (page) => page.getByRole('button', { name: 'Stage a failure' }).click(),
  },
  trouble: { scene: 'trouble' },
  'confirm-stop': {
    scene: 'live',
    act: async (page) => {
      await page.getByRole('button', { name: 'Stop', exact: true }).press('Enter')
    },
  },
  palette: { scene: 'live', act: (page) => page.keyboard.press('Control+k') },
  profiles: {
    scene: 'live',
    act: (page) => page.getByRole('button', { name: 'AWS profile' }).click(),
  },
  certificate: { scene: 'certificate' },
  recordings: { scene: 'live', hash: '#/recordings' },
  'resources-before': { scene: 'live', hash: '#/resources' },
  'resources-none': { scene: 'nothing-found', hash: '#/resources' },
  'resources-looking': { scene: 'looking-around', hash: '#/resources' },
  resources: { scene: 'found', hash: '#/resources' },
  'resources-retire': {
    scene: 'found',
    hash: '#/resources',
    act: async (page) => {
      await page.getByRole('button', { name: 'Retire' }).first().press('Enter')
    },
  },
  'resources-stop': {
    scene: 'found',
    hash: '#/resources',
    act: async (page) => {
      await page.getByRole('button', { name: 'Stop everything of mine' }).press('Enter')
    },
  },
  'resources-stopped': { scene: 'stopped-all', hash: '#/resources' },
  'taken-over': { scene: 'taken-over' },
  costs: { scene: 'certificate', hash: '#/costs' },
  settings: { scene: 'live', hash: '#/settings' },
  'view-only': { scene: 'view-only' },
}

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]
const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

const [root = 'out/renderer', folder = 'test-results/gallery', media, ...wanted] =
  process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const gallery = await openGallery(root, media && media !== '-' ? media : null)
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: FLAGS.split(' '),
})
let complaints = 0
const complain = (text: string) => {
  complaints += 1
  console.log(text)
}

for (const [name, shot] of Object.entries(shots)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  gallery.show(shot.scene)
  const context = await browser.newContext({ viewport: SIZES[0] ?? null })
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complain(`${name}: console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complain(`${name}: ${error.message}`))
  await page.goto(gallery.url + (shot.hash ?? ''))
  await page.locator('main').waitFor()
  await shot.act?.(page)
  await page.waitForTimeout(media ? 2_500 : 600)
  for (const size of SIZES) {
    await page.setViewportSize(size)
    await page.screenshot({ path: join(folder, `${name}-${size.width}.png`) })
  }
  const { violations } = await new AxeBuilder({ page }).analyze()
  for (const { id, nodes } of violations)
    for (const node of nodes)
      complain(`${name}: axe ${id}: ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`)
  await context.close()
}
await browser.close()
await gallery.close()
console.log(complaints === 0 ? 'Nothing to complain about.' : `${complaints} complaints.`)
process.exitCode = complaints === 0 ? 0 : 1
