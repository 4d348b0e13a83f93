import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'

export interface Finding {
  readonly ok: boolean
  /** What to mend, as its tool says it; empty where all is well. */
  readonly report: string
}

/** One habit of the project that a machine can hold us to. */
export interface Check {
  readonly name: string
  run(): Promise<Finding>
}

export const home = dirname(dirname(import.meta.dirname))

/** Runs a tool of this project by the very Node we run on. A tool that cannot start is a finding too. */
export function tool(script: string, args: readonly string[]): Promise<Finding> {
  const { promise, resolve } = Promise.withResolvers<Finding>()
  const child = spawn(process.execPath, [join(home, 'node_modules', script), ...args], {
    cwd: home,
    // Tools colour even into a pipe, and a report is also read by machines.
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  })
  const said: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  child.on('error', (error) => resolve({ ok: false, report: error.message }))
  child.on('close', (code) => {
    const report = Buffer.concat(said).toString().trim()
    resolve({ ok: code === 0, report: code === 0 ? '' : report || `ended with ${code}` })
  })
  return promise
}
