import { afterAll, expect, it } from 'vitest'
import { expectWholeShow } from './aftermath'
import { crashPoints, type CrashPoint } from './crash'
import { liveUntil } from './mortalLife'
import { airWholeShow } from './operator'
import { rehearsedAws, type RehearsedAws } from './rehearsedAws'
import { startLife, type Life, type LifeOptions } from './rehearsedConsole'
import { tempFolder } from './tempFolder'

/** AWS hurries, so that a show is some seconds; the order of events is that of life. */
const HURRY = 20
/** How long nobody looks after the show. */
const DARK_MS = 4_000

export interface CrashStage {
  readonly aws: RehearsedAws
  readonly folder: string
}

/** An AWS and a data folder for one story of several lives; both are gone afterwards. */
export async function onStage<T>(play: (stage: CrashStage) => Promise<T>): Promise<T> {
  const aws = await rehearsedAws({ speed: HURRY })
  const folder = tempFolder()
  try {
    return await play({ aws, folder: folder.path })
  } finally {
    await aws.close()
    folder.remove()
  }
}

/** One life to its end. */
export async function inLife<T>(
  { aws, folder }: CrashStage,
  play: (life: Life) => Promise<T>,
  more: Partial<LifeOptions> = {},
): Promise<T> {
  const life = await startLife(aws, { folder, ...more })
  try {
    return await play(life)
  } finally {
    await life.close()
  }
}

/** A life that falls at the point, some seconds of nobody, and a second life. */
export async function fallAndGoOn<T>(
  stage: CrashStage,
  point: CrashPoint,
  { first, second }: { first(life: Life): Promise<unknown>; second(life: Life): Promise<T> },
): Promise<{ readonly fell: boolean; readonly result: T }> {
  const { fell } = await liveUntil(stage.aws, { folder: stage.folder }, point, first)
  await stage.aws.pass(DARK_MS)
  return { fell, result: await inLife(stage, second) }
}

/** How often a story writes when nothing happens to it. */
export const writesOf = (story: (life: Life) => Promise<unknown>): Promise<number> =>
  onStage(async ({ aws, folder }) => (await liveUntil(aws, { folder }, undefined, story)).writes)

/** Cuts a whole show at each of its writes, and leads it on to the end that it would have had. */
export async function cutWholeShow(when: CrashPoint['when']): Promise<void> {
  const points = crashPoints(await writesOf((life) => airWholeShow(life))).filter(
    (point) => point.when === when,
  )
  let fallen = 0
  it.each(points)(`cut ${when} write $write`, (point) =>
    onStage(async (stage) => {
      const airing = { first: airWholeShow, second: airWholeShow }
      const { fell, result } = await fallAndGoOn(stage, point, airing)
      if (fell) fallen += 1
      expectWholeShow(stage.aws, result)
    }),
  )
  it('nearly every one was met: looking again may write once more or less', () => {
    expect(fallen).toBeGreaterThanOrEqual(points.length - 3)
  })
  afterAll(() => console.info(`crash: ${fallen} points of a whole show, ${when} the write`))
}
