import { afterAll, describe, expect, it } from 'vitest'
import { memoryVault } from '../../electron/adapters/keychain/memoryVault'
import { expectGivenBack } from '../harness/aftermath'
import { crashPoints } from '../harness/crash'
import { inLife, onStage, writesOf } from '../harness/crashStage'
import { liveUntil } from '../harness/mortalLife'
import { plan, prepared, reaches, setKeys, signedIn, wrapped } from '../harness/operator'
import type { Life } from '../harness/rehearsedConsole'

const prepare = async (life: Life) => prepared(life, await plan(life))

/** Until the preparation is over, or a person is needed. */
async function comesToRest(life: Life) {
  await signedIn(life)
  const { id } = life.sessions()[0] ?? {}
  return id === undefined
    ? undefined
    : life.until('the preparation rests', () => {
        const view = life.session(id)
        return view && (view.phase !== 'arming' || view.parked !== null) && view
      })
}

const points = crashPoints(await writesOf(prepare))

describe('a preparation cut where keys are held in memory only', () => {
  let waited = 0

  it.each(points)('asks for the key and goes on: cut $when write $write', (point) =>
    onStage(async (stage) => {
      await liveUntil(stage.aws, { folder: stage.folder }, point, prepare)
      const afterwards = async (life: Life) => {
        const view = await comesToRest(life)
        if (view?.phase !== 'arming') return
        waited += 1
        expect(view.parked).toMatchObject({ code: 'key.missing', fate: 'wait' })
        expect(`${view.parked?.why} ${view.parked?.todo}`).toMatch(/paste/i)
        await setKeys(life, view.showId)
        await reaches(life, view.id, 'armed')
        expect(stage.aws.things().channels).toHaveLength(1)
        expectGivenBack(stage.aws, await wrapped(life, view.id))
      }
      await inLife(stage, afterwards, { vault: memoryVault(null) })
    }),
  )

  it('was met while the channel was still to be made', () => expect(waited).toBeGreaterThan(5))

  afterAll(() => console.info(`crash: ${waited} of ${points.length} points wait for a lost key`))
})
