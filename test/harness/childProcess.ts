import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach } from 'vitest'

export interface Child {
  /** What it said on its standard output, one JSON object a line, as it says it. */
  readonly lines: AsyncIterable<Readonly<Record<string, unknown>>>
  /** At once and for good, and resolves when it is gone. */
  kill(): Promise<void>
}

export interface ChildLimits {
  /** How large a file of it may become. */
  readonly fileKiB?: number
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Real processes that run a TypeScript file of this folder; none outlives its test. */
export function childProcesses() {
  const running: Child[] = []
  afterEach(async () => {
    for (const child of running.splice(0)) await child.kill()
  })
  const start = (file: string, args: readonly string[], limits: ChildLimits = {}): Child => {
    const child = startChild(file, args, limits)
    running.push(child)
    return child
  }
  return { start }
}

/** One that its caller has to kill; for tests that run at the same time. */
export function startChild(file: string, args: readonly string[], { fileKiB }: ChildLimits): Child {
  const node = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    '--experimental-transform-types',
    '--import',
    here('./tsImports.mjs'),
    here(`./${file}`),
    ...args,
  ]
  // The shell sets the limit and is then replaced, so that the process killed is the one meant.
  const limit = fileKiB === undefined ? '' : `ulimit -f ${fileKiB}; `
  const child = spawn('bash', ['-c', `${limit}exec "$@"`, 'bash', ...node], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  return {
    lines: linesOf(createInterface({ input: child.stdout })),
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function* linesOf(lines: AsyncIterable<string>) {
  for await (const line of lines) yield JSON.parse(line) as Readonly<Record<string, unknown>>
}
