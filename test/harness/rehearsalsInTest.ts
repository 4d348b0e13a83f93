import { afterEach } from 'vitest'
import type { SimulatorOptions } from '../../electron/simulator/simulator'
import { rehearsedAws, type RehearsedAws } from './rehearsedAws'
import { startLife, type Life, type LifeOptions } from './rehearsedConsole'
import { tempFolder } from './tempFolder'

export interface Rehearsal {
  readonly aws: RehearsedAws
  readonly folder: string
  readonly life: Life
}

/** Consoles with an AWS of their own; closed and gone after each test. */
export function rehearsalsInTest() {
  const closers: Array<() => Promise<void> | void> = []
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close()
  })
  const live = async (
    aws: RehearsedAws,
    folder: string,
    more: Partial<LifeOptions> = {},
  ): Promise<Life> => {
    const life = await startLife(aws, { folder, ...more })
    closers.push(() => life.close())
    return life
  }
  const open = async (
    more: Partial<LifeOptions> = {},
    world: SimulatorOptions = {},
  ): Promise<Rehearsal> => {
    const aws = await rehearsedAws(world)
    closers.push(() => aws.close())
    const folder = tempFolder()
    closers.push(() => folder.remove())
    return { aws, folder: folder.path, life: await live(aws, folder.path, more) }
  }
  return { open, live }
}
