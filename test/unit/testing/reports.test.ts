import { describe, expect, it } from 'vitest'
import {
  lastLine,
  readCheck,
  readPlaywright,
  readVitest,
  type Tally,
} from '../../../scripts/testing/reports'

const tally = (passed: number, failed: number, skipped: number): Tally => ({
  passed,
  skipped,
  failures: Array.from({ length: failed }, (_, index) => ({ name: `${index}`, message: '' })),
  skips: [],
})

describe('the last line of npm test', () => {
  it('sums all suites in plain words', () => {
    expect(lastLine([tally(3, 0, 0), tally(4, 2, 0)])).toBe('7 passed, 2 failed')
    expect(lastLine([])).toBe('0 passed, 0 failed')
  })
  it('says what was skipped only where something was', () => {
    expect(lastLine([tally(3, 0, 1), tally(1, 0, 2)])).toBe('4 passed, 0 failed, 3 skipped')
  })
})

describe('the report of vitest', () => {
  const file = (status: string, assertionResults: readonly object[], message = '') => ({
    name: '/anywhere/test/unit/a.test.ts',
    status,
    message,
    assertionResults,
  })
  const read = (...testResults: readonly object[]) => readVitest(JSON.stringify({ testResults }))

  it('names what failed by file, without colours', () => {
    const report = read(
      file('failed', [
        { fullName: 'holds', status: 'passed' },
        {
          fullName: 'breaks',
          status: 'failed',
          failureMessages: ['\u001b[31mexpected 1\u001b[39m'],
        },
        { fullName: 'waits', status: 'skipped' },
        { fullName: 'later', status: 'todo' },
      ]),
    )
    expect(report).toEqual({
      passed: 1,
      skipped: 2,
      failures: [{ name: 'test/unit/a.test.ts: breaks', message: 'expected 1' }],
      skips: ['test/unit/a.test.ts (2)'],
    })
  })
  it('counts a file that cannot even be read as a failure', () => {
    const { failures } = read(file('failed', [], 'Cannot find module'))
    expect(failures).toEqual([{ name: 'test/unit/a.test.ts', message: 'Cannot find module' }])
  })
  it('keeps long stacks short', () => {
    const stack = Array.from({ length: 100 }, (_, line) => `at ${line}`).join('\n')
    const { failures } = read(file('failed', [], stack))
    expect(failures[0]?.message.split('\n')).toHaveLength(25)
    expect(failures[0]?.message).toContain('… 76 more lines')
  })
})

describe('the report of Playwright', () => {
  const spec = (status: string, ...messages: readonly string[]) => ({
    title: status,
    file: 'show.spec.ts',
    tests: [
      {
        projectName: 'browser',
        status,
        results: [{ errors: messages.map((message) => ({ message })) }],
      },
    ],
  })
  const read = (report: object) => readPlaywright(JSON.stringify(report))

  it('finds tests however deep they are, and believes no second try', () => {
    const inner = { specs: [spec('expected'), spec('flaky', 'late')] }
    const report = read({ suites: [{ suites: [inner], specs: [spec('unexpected', 'no')] }] })
    expect(report.passed).toBe(1)
    expect(report.failures).toEqual([
      { name: 'browser show.spec.ts: unexpected', message: 'no' },
      { name: 'browser show.spec.ts: flaky', message: 'late' },
    ])
  })
  it('counts what went wrong before any test', () => {
    const { failures } = read({ suites: [], errors: [{ message: 'no such config' }] })
    expect(failures).toEqual([{ name: 'before any test', message: 'no such config' }])
  })
  it('names what was skipped', () => {
    expect(read({ suites: [{ specs: [spec('skipped')] }] })).toMatchObject({
      skipped: 1,
      skips: ['browser show.spec.ts: skipped'],
    })
  })
})

describe('the report of the checks', () => {
  it('turns a check that does not hold into a failure', () => {
    const results = [
      { name: 'types', ok: true, report: '' },
      { name: 'lint', ok: false, report: 'a.ts:1' },
    ]
    expect(readCheck(JSON.stringify({ results }))).toEqual({
      passed: 1,
      skipped: 0,
      failures: [{ name: 'lint', message: 'a.ts:1' }],
      skips: [],
    })
  })
})
