import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Debian's own: they speak with botocore's service models, not with the JavaScript SDK's. */
export const awscli = '/usr/bin/aws'
export const python = '/usr/bin/python3'

/** Whether the tool is there; says so where it is not, because then nothing is proven. */
export function isInstalled(tool: string, what: string): boolean {
  const isThere = existsSync(tool)
  if (!isThere) console.warn(`${what} is not installed: its conformance tests are skipped`)
  return isThere
}

/** Nothing of this machine's own AWS settings, one attempt a call, no pager. */
const environment = {
  PATH: '/usr/bin:/bin',
  HOME: '/nonexistent',
  LC_ALL: 'C.UTF-8',
  AWS_ACCESS_KEY_ID: 'AKIDREHEARSAL',
  AWS_SECRET_ACCESS_KEY: 'rehearsal',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_MAX_ATTEMPTS: '1',
  AWS_PAGER: '',
}

export interface CliResult {
  readonly code: number
  /** Parsed; undefined when there was none. */
  readonly output: unknown
  readonly stderr: string
}

/** One `aws` command against the simulator. */
export async function aws(endpoint: string, ...args: readonly string[]): Promise<CliResult> {
  const all = ['--endpoint-url', endpoint, '--output', 'json', ...args]
  try {
    const { stdout, stderr } = await run(awscli, all, { env: environment, timeout: 30_000 })
    return { code: 0, output: stdout.trim() ? JSON.parse(stdout) : undefined, stderr }
  } catch (failure) {
    // execFile rejects with an Error that carries these.
    const { code, stderr } = failure as { code: number; stderr: string }
    return { code, output: undefined, stderr }
  }
}

/** A Python script that reads JSON from its standard input and prints JSON. */
export async function runPython(script: string, input: unknown): Promise<unknown> {
  const child = spawn(python, [script], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 60_000,
  })
  child.stdin.end(JSON.stringify(input))
  return JSON.parse(await text(child.stdout))
}
