import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import {
  openStore,
  type OpenedStore,
  type StoreOptions,
} from '../../electron/adapters/storage/openStore'

/** Where stores of tests have their clock, unless they bring their own. */
export const NOW = Date.UTC(2026, 0, 1)

/** Real stores in folders of their own; closed and gone after each test. */
export function storesInTest() {
  const closers: Array<() => void> = []
  afterEach(() => {
    for (const close of closers.splice(0).toReversed()) close()
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
  return { folder, open }
}
