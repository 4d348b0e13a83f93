import { defineConfig } from 'vitest/config'

const suite = (name: string, testTimeout: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    environment: 'node',
    testTimeout,
    hookTimeout: 60_000,
  },
})

/** One project a level (see CONTRIBUTING.md); time-outs are a guard against hanging, never a measurement. */
export default defineConfig({
  test: {
    // Most of what takes long waits for real time or for other programs, not for a core.
    maxWorkers: 3,
    projects: [
      suite('unit', 20_000),
      suite('rehearsal', 60_000),
      suite('crash', 180_000),
      suite('conformance', 180_000),
      suite('bench', 600_000),
    ],
  },
})
