import { defineConfig } from '@playwright/test'
import { chromium } from './test/e2e/stage/programs'

/** Nothing of the browser's own may reach the network or the machine. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--lang=en-GB',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The console as a person meets it: in a real browser, and in Electron where it can be had. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  // One show is one picture to decode, and two cores are the least there are.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  // Guards against hanging, never a measurement: a busy machine is no failure.
  timeout: 180_000,
  expect: { timeout: 40_000 },
  reporter: 'list',
  use: {
    // A button that is not there is said after seconds, not when the whole test is out of time.
    actionTimeout: 30_000,
    trace: 'off',
    video: 'off',
    screenshot: 'only-on-failure',
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  },
  projects: [
    {
      name: 'browser',
      testIgnore: 'desktop.spec.ts',
      use: { browserName: 'chromium', launchOptions: { executablePath: chromium, args: FLAGS } },
    },
    { name: 'desktop', testMatch: 'desktop.spec.ts', workers: 1 },
  ],
})
