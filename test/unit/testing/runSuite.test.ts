import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readCheck } from '../../../scripts/testing/reports'
import { runSuite } from '../../../scripts/testing/runSuite'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tl-suite-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A suite that is one line of JavaScript. */
const run = (script: string, limitMs = 20_000) =>
  runSuite(
    { name: 'tried', args: ['-e', script], report: 'stdout', read: readCheck, limitMs },
    folder,
  )
const saying = (...results: readonly object[]) =>
  `console.log(${JSON.stringify(JSON.stringify({ results }))});`
const fine = { name: 'one', ok: true, report: '' }

it('believes a suite that reports and ends well', async () => {
  expect(await run(saying(fine))).toMatchObject({ passed: 1, failures: [], leftBehind: [] })
})

it('takes a suite that breaks down for a failure, and shows what it said last', async () => {
  const { failures } = await run('throw new Error("out of order")')
  expect(failures).toHaveLength(1)
  expect(failures[0]?.message).toContain('without a report')
  expect(failures[0]?.message).toContain('out of order')
})

it('does not believe a good report with a bad end', async () => {
  const { passed, failures } = await run(`${saying(fine)} process.exitCode = 3`)
  expect(passed).toBe(1)
  expect(failures[0]?.message).toContain('ended with 3')
})

it('takes a suite without tests for a failure', async () => {
  const { failures } = await run(saying())
  expect(failures[0]?.message).toContain('no tests')
})

it('ends a suite that hangs, and says so', async () => {
  const { failures } = await run('setInterval(() => {}, 1000)', 300)
  expect(failures[0]?.message).toContain('something in it hangs')
})

it.runIf(process.platform === 'linux')('ends what a suite leaves behind', async () => {
  const orphan = `require('child_process').spawn(process.execPath,
    ['-e', 'setInterval(() => {}, 1000)', 'orphan'], { detached: true, stdio: 'ignore' }).unref();`
  const { leftBehind, failures } = await run(orphan + saying(fine))
  expect(failures).toEqual([])
  expect(leftBehind).toHaveLength(1)
  expect(leftBehind[0]).toContain('orphan')
})

it("gives a suite no AWS of the tester's, and a home of its own", async () => {
  const script = `console.log(JSON.stringify({ results: [{ name: [process.env.HOME,
    process.env.AWS_EC2_METADATA_DISABLED, Object.keys(process.env).filter((name) =>
    /^AWS_(ACCESS|SECRET|SESSION|PROFILE)/.test(name)).length].join(' '), ok: false, report: '' }] }))`
  const { failures } = await run(script)
  expect(failures[0]?.name).toBe(`${join(folder, 'home')} true 0`)
})
