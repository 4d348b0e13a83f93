import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach } from 'vitest'
import {
  openStore,
  type OpenedStore,
  type StoreOptions,
} from '../../../electron/adapters/storage/openStore'
import type { JournalEntry } from '../../../electron/core/ports'
import { RunId, SessionId, ShowId } from '../../../src/shared/domain/ids'
import type { Show } from '../../../src/shared/domain/show'

export const RUN = RunId.parse('run-1')
export const SESSION = SessionId.parse('session-1')
export const NOW = Date.UTC(2026, 0, 1)

export const started: JournalEntry = {
  kind: 'run-started',
  workflow: 'arm',
  version: 1,
  input: { name: 'Sunday service' },
}

export const showNamed = (id: string, name = 'Sunday service'): Show => ({
  id: ShowId.parse(id),
  name,
  shape: 'program',
  preset: '1080p30',
  feed: { height: 1080, framesPerSecond: 30, bitrateBps: 6_000_000 },
  destinations: [],
  recording: 'keep-everything',
  plannedEndAt: null,
  capMicros: null,
  updatedAt: NOW,
})

/** Folders, stores and children of one test, all gone after it. */
export function workbench() {
  const closers: Array<() => void | Promise<void>> = []
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close()
  })

  const folder = (): string => {
    const path = mkdtempSync(join(tmpdir(), 'tallylight-storage-'))
    closers.push(() => rmSync(path, { recursive: true, force: true }))
    return path
  }
  const open = (path: string, more: Partial<StoreOptions> = {}): OpenedStore => {
    const opened = openStore({ folder: path, now: () => NOW, ...more })
    closers.push(() => opened.close())
    return opened
  }
  const child = (path: string, count: number, more: { readonly limitKiB?: number } = {}): Child => {
    const started = startChild(path, count, more)
    closers.push(() => started.kill())
    return started
  }
  return { folder, open, child }
}

export interface Child {
  /** What it said, line by line; ends when it is gone. */
  readonly lines: AsyncIterable<Readonly<Record<string, unknown>>>
  kill(): Promise<void>
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

function startChild(folder: string, count: number, { limitKiB }: { limitKiB?: number }): Child {
  const node = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    '--experimental-transform-types',
    '--import',
    here('../../harness/tsImports.mjs'),
    here('../../harness/storageChild.ts'),
    folder,
    String(count),
  ]
  // The shell sets the limit and is then replaced, so that the process killed is the console itself.
  const limit = limitKiB === undefined ? '' : `ulimit -f ${limitKiB}; `
  const process_: ChildProcess = spawn('bash', ['-c', `${limit}exec "$@"`, 'bash', ...node], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(process_, 'exit')
  return {
    lines: linesOf(process_),
    kill: async () => {
      process_.kill('SIGKILL')
      await gone
    },
  }
}

async function* linesOf({ stdout }: ChildProcess) {
  if (!stdout) return
  for await (const line of createInterface({ input: stdout })) {
    yield JSON.parse(line) as Readonly<Record<string, unknown>>
  }
}
