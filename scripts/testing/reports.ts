/** What a suite says of itself in a machine's words, brought to one form. */

export interface Failure {
  readonly name: string
  readonly message: string
}

export interface Tally {
  readonly passed: number
  readonly skipped: number
  readonly failures: readonly Failure[]
  /** What was skipped, by file or by name. */
  readonly skips: readonly string[]
}

export type ReadReport = (text: string) => Tally

/** Repeats hundreds of lines of stack otherwise, once a test. */
const MOST_LINES = 24

// Colour codes: a report is read in logs, which show them as they are.
const COLOURS = /\u001b\[[0-9;]*m/g

const shortened = (message: string): string => {
  const lines = message.replaceAll(COLOURS, '').trimEnd().split('\n')
  if (lines.length <= MOST_LINES) return lines.join('\n')
  return [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES} more lines`].join('\n')
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

/** Of `vitest --reporter=json`. A file that could not be read or run is one failure. */
export const readVitest: ReadReport = (text) => {
  const { testResults } = JSON.parse(text) as VitestReport
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: nameOf(name) })),
  )
  const failed = tests.filter(({ status }) => status === 'failed')
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  const passed = tests.filter(({ status }) => status === 'passed')
  const rest = tests.filter((test) => !failed.includes(test) && !passed.includes(test))
  return {
    passed: passed.length,
    skipped: rest.length,
    failures: [
      ...failed.map(({ file, fullName, failureMessages = [] }) => ({
        name: `${file}: ${fullName}`,
        message: shortened(failureMessages.join('\n')),
      })),
      ...broken.map(({ name, message = '' }) => ({
        name: nameOf(name),
        message: shortened(message),
      })),
    ],
    skips: countedByFile(rest.map(({ file }) => file)),
  }
}

const nameOf = (path: string): string => path.replace(/^.*[\\/](?=test[\\/])/, '')

function countedByFile(files: readonly string[]): readonly string[] {
  return [...new Set(files)].map(
    (file) => `${file} (${files.filter((other) => other === file).length})`,
  )
}

interface PlaywrightSuite {
  readonly file?: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly {
    readonly title: string
    readonly file: string
    readonly tests: readonly {
      readonly projectName: string
      readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped'
      readonly results: readonly { readonly errors?: readonly PlaywrightError[] }[]
    }[]
  }[]
}

interface PlaywrightError {
  readonly message?: string
  readonly stack?: string
}

/** Of Playwright's `json` reporter. What passed only at a second try did not pass. */
export const readPlaywright: ReadReport = (text) => {
  const report = JSON.parse(text) as PlaywrightSuite & {
    readonly errors?: readonly PlaywrightError[]
  }
  const tests = specsOf(report).flatMap(({ title, file, tests }) =>
    tests.map(({ projectName, status, results }) => ({
      status,
      name: `${projectName} ${file}: ${title}`,
      message: shortened(messagesOf(results.flatMap(({ errors = [] }) => errors))),
    })),
  )
  const passed = tests.filter(({ status }) => status === 'expected')
  const skipped = tests.filter(({ status }) => status === 'skipped')
  const failed = tests.filter((test) => !passed.includes(test) && !skipped.includes(test))
  const general = (report.errors ?? []).map((error) => ({
    name: 'before any test',
    message: shortened(messagesOf([error])),
  }))
  return {
    passed: passed.length,
    skipped: skipped.length,
    failures: [...failed.map(({ name, message }) => ({ name, message })), ...general],
    skips: skipped.map(({ name }) => name),
  }
}

type Spec = NonNullable<PlaywrightSuite['specs']>[number]

const specsOf = ({ suites = [], specs = [] }: PlaywrightSuite): readonly Spec[] => [
  ...specs,
  ...suites.flatMap(specsOf),
]

const messagesOf = (errors: readonly PlaywrightError[]): string =>
  errors.map(({ message, stack }) => stack ?? message ?? '').join('\n')

interface CheckReport {
  readonly results: readonly {
    readonly name: string
    readonly ok: boolean
    readonly report: string
  }[]
}

/** Of `npm run check -- --json`. */
export const readCheck: ReadReport = (text) => {
  const { results } = JSON.parse(text) as CheckReport
  return {
    passed: results.filter(({ ok }) => ok).length,
    skipped: 0,
    failures: results
      .filter(({ ok }) => !ok)
      .map(({ name, report }) => ({ name, message: shortened(report) })),
    skips: [],
  }
}

/** The last line of `npm test`: read by machines too, so it stands alone and plain. */
export function lastLine(tallies: readonly Tally[]): string {
  const sum = (count: (tally: Tally) => number) =>
    tallies.reduce((total, tally) => total + count(tally), 0)
  const skipped = sum((tally) => tally.skipped)
  const counted = `${sum((tally) => tally.passed)} passed, ${sum((tally) => tally.failures.length)} failed`
  return skipped === 0 ? counted : `${counted}, ${skipped} skipped`
}
