import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Every process of a suite has this in its environment, also one that detached itself. */
export const MARK = 'TALLYLIGHT_TEST_RUN'

/**
 * Ends what still runs of a suite and says what it was. It can only see where there is a `/proc`;
 * elsewhere nothing is found.
 */
export function endLeftBehind(mark: string): readonly string[] {
  return processes()
    .filter(({ environment }) => environment.split('\0').includes(`${MARK}=${mark}`))
    .flatMap(({ pid, command }) => (end(pid) ? [command] : []))
}

interface Process {
  readonly pid: number
  readonly environment: string
  readonly command: string
}

function processes(): readonly Process[] {
  try {
    return readdirSync('/proc').filter(isNumber).flatMap(processAt)
  } catch {
    // No /proc: not Linux.
    return []
  }
}

const isNumber = (text: string): boolean => /^\d+$/.test(text)

function processAt(pid: string): readonly Process[] {
  const read = (file: string) => readFileSync(join('/proc', pid, file), 'utf8')
  try {
    const command = read('cmdline').replaceAll('\0', ' ').trim()
    return [{ pid: Number(pid), environment: read('environ'), command }]
  } catch {
    // It has ended meanwhile, or belongs to somebody else.
    return []
  }
}

/** Whether there was something to end; what ended by itself or is a zombie is not ours to report. */
function end(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}
