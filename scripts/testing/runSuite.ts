import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { endLeftBehind, MARK } from './leftBehind.ts'
import type { Tally } from './reports.ts'
import { reportIn, type Suite } from './suites.ts'

const project = dirname(dirname(import.meta.dirname))
const GRACE_MS = 5_000
const PIPES_MS = 2_000
/** What is shown of a suite that broke down, and cannot say itself what happened. */
const LAST_LINES = 40

export interface Result extends Tally {
  readonly name: string
  readonly seconds: number
  /** Processes that still ran when the suite had ended; they were ended. */
  readonly leftBehind: readonly string[]
}

/** Runs one suite to its end, or to its limit. A suite that breaks down is a failure by itself. */
export async function runSuite(suite: Suite, folder: string): Promise<Result> {
  const startedAt = performance.now()
  const mark = `${process.pid}-${suite.name}`
  const ended = await run(suite, environmentIn(folder, mark, suite.env))
  const leftBehind = endLeftBehind(mark)
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  return { name: suite.name, seconds, leftBehind, ...tallyOf(suite, folder, ended) }
}

/** A clean room: a home, a place for temporary files, and no AWS of the tester's. */
function environmentIn(
  folder: string,
  mark: string,
  more: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const home = join(folder, 'home')
  const temporary = join(folder, 't')
  for (const each of [home, temporary]) mkdirSync(each, { recursive: true })
  const outside = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|XDG_|TALLYLIGHT_HOME$|DBUS_SESSION_BUS_ADDRESS$|FORCE_COLOR$)/.test(name),
  )
  return {
    ...Object.fromEntries(outside),
    HOME: home,
    TMPDIR: temporary,
    AWS_CONFIG_FILE: join(home, 'no-aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'no-aws-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    NO_COLOR: '1',
    CI: '1',
    [MARK]: mark,
    ...more,
  }
}

interface Ended {
  readonly code: number | null
  readonly why: string | undefined
  readonly stdout: string
  readonly said: string
}

function run(suite: Suite, env: NodeJS.ProcessEnv): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const [stdout, said]: [Buffer[], Buffer[]] = [[], []]
  // A group of its own, so that it can be ended with all its children.
  const child = spawn(process.execPath, suite.args, {
    cwd: project,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let why: string | undefined
  const timer = setTimeout(() => {
    why = `It was ended after ${suite.limitMs / 60_000} minutes: something in it hangs.`
    void endGroup(child)
  }, suite.limitMs)
  const stopAll = () => void endGroup(child).then(() => process.exit(130))
  process.on('SIGINT', stopAll).on('SIGTERM', stopAll)
  child.stdout.on('data', (chunk: Buffer) => (stdout.push(chunk), said.push(chunk)))
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  child.on('error', (error) => {
    why = error.message
    finish()
  })
  const finish = () => {
    process.off('SIGINT', stopAll).off('SIGTERM', stopAll)
    child.stdout.destroy()
    child.stderr.destroy()
    resolve({ code: child.exitCode, why, stdout: textOf(stdout), said: textOf(said) })
  }
  child.on('close', finish)
  child.on('exit', () => {
    clearTimeout(timer)
    // What was left behind may hold the pipes open for ever.
    setTimeout(finish, PIPES_MS).unref()
  })
  return promise
}

const textOf = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString()

async function endGroup({ pid, exitCode }: ChildProcess): Promise<void> {
  if (pid === undefined || exitCode !== null) return
  signalGroup(pid, 'SIGTERM')
  await new Promise((resolve) => setTimeout(resolve, GRACE_MS))
  signalGroup(pid, 'SIGKILL')
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch (thrown) {
    // It has gone by itself.
    if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown
  }
}

function tallyOf(suite: Suite, folder: string, { code, why, stdout, said }: Ended): Tally {
  const tail = said.trimEnd().split('\n').slice(-LAST_LINES).join('\n')
  const broken = (what: string) => ({
    name: `the suite ${suite.name}`,
    message: `${what}\n${tail}`,
  })
  const tally = readOrNothing(suite, suite.report === 'stdout' ? () => stdout : fileIn(folder))
  if (!tally)
    return { ...nothing, failures: [broken(why ?? `It ended with ${code}, without a report.`)] }
  if (why) return { ...tally, failures: [...tally.failures, broken(why)] }
  if (tally.passed + tally.skipped + tally.failures.length === 0)
    return { ...tally, failures: [broken('It found no tests.')] }
  if (code !== 0 && tally.failures.length === 0)
    return { ...tally, failures: [broken(`No test failed, but it ended with ${code}.`)] }
  return tally
}

const nothing: Tally = { passed: 0, skipped: 0, failures: [], skips: [] }
const fileIn = (folder: string) => () => readFileSync(reportIn(folder), 'utf8')

function readOrNothing(suite: Suite, text: () => string): Tally | undefined {
  try {
    return suite.read(text())
  } catch {
    // Never written or half written; the caller shows what the suite said instead.
    return undefined
  }
}
