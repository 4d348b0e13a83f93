import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = 'tallylight-s3-'
const ours = new RegExp(`^${prefix}(\\d+)-`)

/** Folders of this process; a process that ends by itself, or by an error, takes them along. */
const open = new Set<string>()
const removal = { recursive: true, force: true }

/**
 * A folder for as long as this process lives, with its id in the name. What a killed process has left
 * behind is taken away first.
 */
export function openTemporaryFolder(parent = tmpdir()): string {
  sweep(parent)
  const folder = mkdtempSync(join(parent, `${prefix}${process.pid}-`))
  if (open.size === 0) process.on('exit', removeAll)
  open.add(folder)
  return folder
}

export async function removeTemporaryFolder(folder: string): Promise<void> {
  await rm(folder, removal)
  open.delete(folder)
  if (open.size === 0) process.off('exit', removeAll)
}

function removeAll(): void {
  for (const folder of open) rmSync(folder, removal)
}

function sweep(parent: string): void {
  try {
    for (const name of readdirSync(parent)) {
      const pid = Number(ours.exec(name)?.[1])
      if (!Number.isNaN(pid) && !isAlive(pid)) rmSync(join(parent, name), removal)
    }
  } catch {
    // Another user's, or another simulator sweeps as well: no reason not to start.
  }
}

/** Of another user is alive too. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (thrown) {
    return codeOf(thrown) !== 'ESRCH'
  }
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
