import { describe, expect, it } from 'vitest'
import { openStore } from '../../../electron/adapters/storage/openStore'
import { expectGivenBack } from '../../harness/aftermath'
import { gestureFor, theOneFound } from '../../harness/foundThings'
import { live, plan, prepared, reaches, signedIn, wrapped } from '../../harness/operator'
import { rehearsalsInTest, type Rehearsal } from '../../harness/rehearsalsInTest'
import { startLifeOn } from '../../harness/rehearsedConsole'
import { tempFolder } from '../../harness/tempFolder'

const { open, live: again } = rehearsalsInTest()

async function onAir() {
  const rehearsal = await open({ owner: 'maria on studio-1' })
  const sessionId = await prepared(rehearsal.life, await plan(rehearsal.life))
  await live(rehearsal.life, sessionId)
  return { ...rehearsal, sessionId }
}

/** Another console on the same account and the same clock, while the first goes on. */
async function beside({ aws, life }: Rehearsal) {
  const folder = tempFolder()
  const surroundings = { simulator: aws.simulator, clock: life.clock, vault: aws.vault }
  const other = await startLifeOn(surroundings, { folder: folder.path, owner: 'tom on truck-2' })
  await signedIn(other)
  return { other, end: async () => [await other.close(), folder.remove()] }
}

const REFUSED = { wire: { code: 'claim.taken-over' } }

describe('a session that another console takes over', () => {
  it('goes on there; the console that had it is told who has it, and does nothing more', async () => {
    const rehearsal = await onAir()
    const { aws, life, sessionId } = rehearsal
    const { other, end } = await beside(rehearsal)
    await other.handlers.resources.adopt(gestureFor(other, await theOneFound(other)))
    await reaches(other, sessionId, 'live')
    const told = await life.until('it is told', () => {
      const view = life.session(sessionId)
      return view?.takenOver ? view : undefined
    })
    expect(told.takenOver?.owner).toBe('tom on truck-2')
    expect(told.parked?.what).toBe('tom on truck-2 has taken over this show.')
    const before = life.calls.length
    const { stop, wrap, extend } = life.handlers.sessions
    const gesture = { commandId: life.gesture(), sessionId }
    await expect(stop(gesture)).rejects.toMatchObject(REFUSED)
    await expect(wrap(gesture)).rejects.toMatchObject(REFUSED)
    await expect(extend({ ...gesture, byMs: 60_000 })).rejects.toMatchObject(REFUSED)
    await life.pass(180_000)
    const writes = life.calls.slice(before).map(({ operation }) => operation)
    expect(writes.filter((operation) => !/^(List|Get|Head|Describe)/.test(operation))).toEqual([])
    expect(aws.things().channels.map(({ state }) => state)).toEqual(['RUNNING'])
    expect(life.session(sessionId)?.facts.channel?.state).toBe('RUNNING')

    expectGivenBack(aws, await wrapped(other, sessionId))
    await reaches(life, sessionId, 'wrapped')
    await end()
  })

  it('is not stopped by a click that comes before anybody was told', async () => {
    const rehearsal = await onAir()
    const { aws, life, sessionId } = rehearsal
    const { other, end } = await beside(rehearsal)
    await other.handlers.resources.adopt(gestureFor(other, await theOneFound(other)))
    await reaches(other, sessionId, 'live')
    const gesture = { commandId: life.gesture(), sessionId }
    await expect(life.handlers.sessions.stop(gesture)).rejects.toMatchObject(REFUSED)
    expect(aws.things().channels.map(({ state }) => state)).toEqual(['RUNNING'])
    await end()
  })

  it('is not ended by a console that was closed in the middle of ending it', async () => {
    const rehearsal = await onAir()
    const { aws, life, sessionId, folder } = rehearsal
    aws.simulator.drills.arm({ kind: 'deny', scope: 'medialive' })
    await life.handlers.sessions.wrap({ commandId: life.gesture(), sessionId })
    await life.pass(5_000)
    await life.close()
    aws.simulator.drills.clear()
    const other = await again(aws, tempFolder().path, { owner: 'tom on truck-2' })
    await signedIn(other)
    await other.handlers.resources.adopt(gestureFor(other, await theOneFound(other)))
    await reaches(other, sessionId, 'live')
    await other.close()

    const back = await again(aws, folder)
    await signedIn(back)
    await back.pass(180_000)
    expect(back.session(sessionId)?.takenOver?.owner).toBe('tom on truck-2')
    expect(aws.things().channels.map(({ state }) => state)).toEqual(['RUNNING'])
  })

  it('is one console’s, when two take it over in the same instant', async () => {
    const rehearsal = await onAir()
    const { aws, life, sessionId } = rehearsal
    const [one, two] = [await beside(rehearsal), await beside(rehearsal)]
    const adopt = async ({ other }: typeof one) =>
      other.handlers.resources.adopt(gestureFor(other, await theOneFound(other)))
    await Promise.all([adopt(one), adopt(two)])
    const decided = ({ other }: typeof one) =>
      other.until('it is decided', () => other.session(sessionId)?.runs[0]?.endedAt != null)
    await Promise.all([decided(one), decided(two)])
    await life.pass(120_000)
    const states = [one, two].map(({ other }) => other.session(sessionId))
    expect(states.filter((view) => view?.takenOver)).toHaveLength(1)
    expect(states.find((view) => !view?.takenOver)?.phase).toBe('live')
    expect(aws.things().channels.map(({ state }) => state)).toEqual(['RUNNING'])
    await one.end()
    await two.end()
  })

  it('may be taken back', async () => {
    const rehearsal = await onAir()
    const { aws, life, sessionId } = rehearsal
    const { other, end } = await beside(rehearsal)
    await other.handlers.resources.adopt(gestureFor(other, await theOneFound(other)))
    await reaches(other, sessionId, 'live')
    await life.until('it is told', () => life.session(sessionId)?.takenOver != null)
    await life.handlers.resources.adopt(gestureFor(life, await theOneFound(life)))
    await life.until('it is back', () => {
      const view = life.session(sessionId)
      return view?.phase === 'live' && !view.takenOver
    })
    await other.until('the other is told', () => other.session(sessionId)?.takenOver != null)
    expectGivenBack(aws, await wrapped(life, sessionId))
    await end()
  })
})

it('keeps who has it through a restart', async () => {
  const rehearsal = await onAir()
  const { life, sessionId, folder } = rehearsal
  const { other, end } = await beside(rehearsal)
  await other.handlers.resources.adopt(gestureFor(other, await theOneFound(other)))
  await life.until('it is told', () => life.session(sessionId)?.takenOver != null)
  await end()
  await life.close()
  const { store, close } = openStore({ folder, now: () => 0 })
  expect(store.sessions.get(sessionId)?.takenOver?.owner).toBe('tom on truck-2')
  close()
})
