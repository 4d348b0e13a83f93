import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../core/ports'

/** When it is full it is put aside once; together they stay below twice this. */
const LARGEST_BYTES = 5_000_000

/**
 * A log of JSON lines in the data folder. Only what the core and the adapters hand over is written,
 * and those hold references instead of secrets. A log that cannot be written stops nothing.
 */
export function openLogFile(folder: string, now: () => number): Log {
  const file = join(folder, 'tallylight.log')
  const write =
    (level: string) =>
    (message: string, fields: object = {}) => {
      const line = JSON.stringify(
        { at: new Date(now()).toISOString(), level, message, ...fields },
        plain,
      )
      try {
        mkdirSync(folder, { recursive: true })
        if (sizeOf(file) > LARGEST_BYTES) renameSync(file, `${file}.1`)
        appendFileSync(file, `${line}\n`, { mode: 0o600 })
      } catch (thrown) {
        process.emitWarning(
          `The log cannot be written: ${thrown instanceof Error ? thrown.message : ''}`,
        )
      }
    }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}

/** Errors have no members of their own that JSON would see. */
function plain(_name: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value
  return { name: value.name, message: value.message, stack: value.stack, cause: value.cause }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
