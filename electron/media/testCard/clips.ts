import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readFlv } from '../flv/flvFile'
import type { MediaTag } from '../mediaTag'

const CLIPS = 'test-card'

const isResources = (folder: string): boolean => existsSync(join(folder, CLIPS))

/**
 * The folder `resources` with the clips in it: above the source file or the built bundle, or where
 * a packaged app keeps what stands beside its archive. Throws when it is in none of these.
 */
export function resourcesFolder(from: string = import.meta.url): string {
  const packaged = packagedFolders().find(isResources)
  if (packaged) return packaged
  for (let folder = dirname(fileURLToPath(from)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'resources')
    if (isResources(candidate)) return candidate
    if (folder === dirname(folder)) throw new Error(`There is no resources/${CLIPS} above ${from}.`)
  }
}

/** Only a packaged or running Electron has this property, and Node's types do not know it. */
function packagedFolders(): readonly string[] {
  const path: unknown = 'resourcesPath' in process ? process.resourcesPath : undefined
  return typeof path === 'string' ? [join(path, 'resources'), path] : []
}

/** The clip that stands in for a camera: 8 s of bars, clock and tone, made to be looped. */
export const loadTestCard = (resources: string = resourcesFolder()): Promise<readonly MediaTag[]> =>
  loadClip(resources, 'test-card.flv')

/** The clip that viewers see while no signal arrives: 8 s, silent, made to be looped. */
export const loadSlate = (resources: string = resourcesFolder()): Promise<readonly MediaTag[]> =>
  loadClip(resources, 'slate.flv')

/** A clip without a picture, silent, of 8 s: what a covered lens sends. */
export const loadBlack = (resources: string = resourcesFolder()): Promise<readonly MediaTag[]> =>
  loadClip(resources, 'black.flv')

/** A JPEG of 640 × 360 of one of the clips, for thumbnails. */
export const loadStill = (
  name: 'test-card' | 'slate',
  resources: string = resourcesFolder(),
): Promise<Uint8Array> => readFile(join(resources, CLIPS, `${name}.jpg`))

const loadClip = async (resources: string, name: string): Promise<readonly MediaTag[]> =>
  readFlv(await readFile(join(resources, CLIPS, name)))
