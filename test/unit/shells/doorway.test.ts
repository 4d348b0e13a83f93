import { readFile, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { openDoorway } from '../../../electron/shells/terminal/doorway'
import { tempFolder } from '../../harness/tempFolder'

const closers: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const address = 'http://127.0.0.1:4711/?token=canary&x="<'

it('leads to an address without naming it, from a file that only this user can read', async () => {
  const folder = tempFolder()
  closers.push(() => folder.remove())
  // What another console has left behind.
  await openDoorway(folder.path, 'http://127.0.0.1:1/?token=old')
  const doorway = await openDoorway(folder.path, address)
  const path = fileURLToPath(doorway.url)
  expect(doorway.url).not.toContain('canary')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  const page = await readFile(path, 'utf8')
  expect(page).toContain('url=http://127.0.0.1:4711/?token=canary&amp;x=&quot;&lt;')
  expect(page).toContain('content="no-referrer"')
  await doorway.remove()
  await doorway.remove()
  await expect(stat(path)).rejects.toThrow('ENOENT')
})
