import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { provision } from './provision.ts'
import { lastLine } from './testing/reports.ts'
import { runSuite, type Result } from './testing/runSuite.ts'
import { suites } from './testing/suites.ts'

/**
 * `npm test [-- suite …]`: everything CI runs. Fetches the programs that our tests want to meet, runs
 * suite after suite, and ends with one plain line that sums them up.
 */

const MOST_FAILURES_SHOWN = 30

const indented = (text: string, by: string): string => text.replaceAll(/^/gm, by)

function print({ name, seconds, passed, skipped, failures, skips, leftBehind }: Result): void {
  const counted = `${passed} passed, ${failures.length} failed, ${skipped} skipped`
  console.log(
    `${failures.length === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${counted} (${seconds} s)`,
  )
  for (const skip of skips) console.log(`     SKIPPED  ${skip}`)
  for (const command of leftBehind)
    console.log(`     LEFT BEHIND and ended  ${command.slice(0, 160)}`)
  for (const failure of failures.slice(0, MOST_FAILURES_SHOWN))
    console.log(`     ✗ ${failure.name}\n${indented(failure.message, '       ')}`)
  const more = failures.length - MOST_FAILURES_SHOWN
  if (more > 0) console.log(`     … and ${more} more`)
}

/** What is tried in the browser is what stands in the sources now. */
function build(): string | undefined {
  const builder = join('node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [builder, 'build'], {
    cwd: dirname(import.meta.dirname),
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  return status === 0 ? undefined : `${stdout}\n${stderr}`.trim().split('\n').slice(-30).join('\n')
}

function chosenSuites(names: readonly string[]): readonly string[] {
  const unknown = names.filter((name) => !(name in suites))
  if (unknown.length > 0)
    throw new Error(
      `No such suite: ${unknown.join(', ')}. There are ${Object.keys(suites).join(', ')}.`,
    )
  return names.length === 0 ? Object.keys(suites) : names
}

async function runAll(names: readonly string[], folder: string): Promise<readonly Result[]> {
  const results: Result[] = []
  const add = (result: Result) => {
    results.push(result)
    print(result)
  }
  const complaint = build()
  if (complaint !== undefined) add(brokenBuild(complaint))
  for (const name of names) {
    const own = join(folder, name)
    const suite = suites[name]?.(own)
    if (suite) add(await runSuite(suite, own))
  }
  return results
}

const brokenBuild = (message: string): Result => ({
  name: 'build',
  seconds: 0,
  passed: 0,
  skipped: 0,
  failures: [{ name: 'electron-vite build', message }],
  skips: [],
  leftBehind: [],
})

const startedAt = performance.now()
const names = chosenSuites(process.argv.slice(2))
const folder = mkdtempSync(join(tmpdir(), 'tl-'))
// A server that we start as root gives up its rights, and still has to reach what lies in here.
chmodSync(folder, 0o711)
try {
  provision()
  const results = await runAll(names, folder)
  const failed = results.some(({ failures }) => failures.length > 0)
  console.log(`All of it took ${Math.round((performance.now() - startedAt) / 1000)} s.`)
  console.log(lastLine(results))
  process.exitCode = failed ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
