import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadStill, resourcesFolder } from '../../../electron/media/testCard/clips'

let home = ''

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'tallylight-resources-')))
})

afterEach(async () => {
  Reflect.deleteProperty(process, 'resourcesPath')
  await rm(home, { recursive: true, force: true })
})

async function fileAt(path: string): Promise<string> {
  const file = join(home, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, '')
  return file
}

describe('the resources folder', () => {
  it('is found above a bundle that was built', async () => {
    await fileAt('resources/test-card/test-card.flv')
    const bundle = await fileAt('out/main/desktop.js')
    expect(resourcesFolder(pathToFileURL(bundle).href)).toBe(join(home, 'resources'))
  })

  it('is found beside the archive of a packaged app', async () => {
    await fileAt('app/resources/test-card/test-card.flv')
    Object.assign(process, { resourcesPath: join(home, 'app') })
    expect(resourcesFolder()).toBe(join(home, 'app', 'resources'))
  })

  it('is the one of the source tree while Electron is only run from it', () => {
    Object.assign(process, { resourcesPath: join(home, 'node_modules/electron/dist/resources') })
    expect(resourcesFolder()).toBe(join(import.meta.dirname, '../../../resources'))
  })

  it('is missed in plain words', async () => {
    const bundle = await fileAt('out/main/desktop.js')
    expect(() => resourcesFolder(pathToFileURL(bundle).href)).toThrow('no resources/test-card')
  })

  it('holds a JPEG still of each clip', async () => {
    for (const name of ['test-card', 'slate'] as const) {
      const still = await loadStill(name)
      expect([...still.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
    }
  })
})
