import { join } from 'node:path'
import { readCheck, readPlaywright, readVitest, type ReadReport } from './reports.ts'

/** One command with its report, and how long it may take at the very most. */
export interface Suite {
  readonly name: string
  /** A script for our own Node, from the project's folder, with its arguments. */
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Where the report is: a file it writes, or all that it says. */
  readonly report: 'stdout' | 'file'
  readonly read: ReadReport
  readonly limitMs: number
}

const MINUTE = 60_000
const words = (line: string): readonly string[] => line.split(' ')

/** In the folder a suite is given to work in. */
export const reportIn = (folder: string): string => join(folder, 'report.json')

const vitest = (name: string, folder: string): Suite => ({
  name,
  args: [
    'node_modules/vitest/vitest.mjs',
    ...words(`run --project ${name} --reporter=default --reporter=json`),
    `--outputFile.json=${reportIn(folder)}`,
  ],
  report: 'file',
  read: readVitest,
  limitMs: 15 * MINUTE,
})

/** In the order in which they say most in the least time. Each is given a folder of its own. */
export const suites: Readonly<Record<string, (folder: string) => Suite>> = {
  check: () => ({
    name: 'check',
    args: ['scripts/check.ts', '--json'],
    report: 'stdout',
    read: readCheck,
    limitMs: 4 * MINUTE,
  }),
  unit: (folder) => vitest('unit', folder),
  rehearsal: (folder) => vitest('rehearsal', folder),
  crash: (folder) => vitest('crash', folder),
  conformance: (folder) => vitest('conformance', folder),
  e2e: (folder) => ({
    name: 'e2e',
    args: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportIn(folder) },
    report: 'file',
    read: readPlaywright,
    limitMs: 8 * MINUTE,
  }),
}
