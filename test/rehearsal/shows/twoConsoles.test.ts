import { describe, expect, it } from 'vitest'
import { expectGivenBack } from '../../harness/aftermath'
import {
  certified,
  draftOf,
  plan,
  prepared,
  setKeys,
  signedIn,
  wrapped,
} from '../../harness/operator'
import { rehearsalsInTest, type Rehearsal } from '../../harness/rehearsalsInTest'
import { startLifeOn, type Life } from '../../harness/rehearsedConsole'
import { tempFolder } from '../../harness/tempFolder'
import { openStore } from '../../../electron/adapters/storage/openStore'
import type { ShowId } from '../../../src/shared/domain/ids'

const { open } = rehearsalsInTest()

/** A second laptop on the same account, with the same show: on one clock with the first. */
async function secondLaptop({ aws, life }: Rehearsal, showId: ShowId) {
  const folder = tempFolder()
  const { store, close } = openStore({ folder: folder.path, now: () => life.clock.now() })
  const show = life.shows().find(({ id }) => id === showId)
  if (show) store.shows.put(show)
  close()
  const surroundings = { simulator: aws.simulator, clock: life.clock, vault: aws.vault }
  const second = await startLifeOn(surroundings, { folder: folder.path, owner: 'tom on truck-2' })
  await signedIn(second)
  await setKeys(second, showId, draftOf())
  return { second, end: async () => [await second.close(), folder.remove()] }
}

const outcomeOf = (life: Life) => life.sessions()[0]?.runs[0]

describe('two consoles on one account', () => {
  it('prepare one show in the same instant: one does, the other is told by whom', async () => {
    const rehearsal = await open({ owner: 'maria on studio-1' })
    const { aws, life } = rehearsal
    const showId = await plan(life)
    const { second, end } = await secondLaptop(rehearsal, showId)
    const prepare = (each: Life) =>
      each.handlers.sessions.prepare({ commandId: each.gesture(), showId })
    await Promise.all([prepare(life), prepare(second)])
    const decided = (each: Life) =>
      each.until('it is decided', () => outcomeOf(each)?.endedAt != null)
    await Promise.all([decided(life), decided(second)])
    const outcomes = [life, second].map((each) => outcomeOf(each)?.state).toSorted()
    expect(outcomes).toEqual(['rolled-back', 'succeeded'])
    const loser = outcomeOf(life)?.state === 'rolled-back' ? life : second
    const winner = loser === life ? 'tom on truck-2' : 'maria on studio-1'
    expect(outcomeOf(loser)?.error?.what).toBe(`${winner} airs this show.`)
    expect(aws.things().channels.filter(({ state }) => state !== 'DELETED')).toHaveLength(1)
    await end()
  })

  it('may air it one after the other', async () => {
    const rehearsal = await open({ owner: 'maria on studio-1' })
    const { aws, life } = rehearsal
    const showId = await plan(life)
    const { second, end } = await secondLaptop(rehearsal, showId)
    const sessionId = await prepared(life, showId)
    const refused = await second.handlers.sessions.prepare({ commandId: second.gesture(), showId })
    await certified(second, refused.sessionId)
    expect(aws.things().channels.filter(({ state }) => state !== 'DELETED')).toHaveLength(1)
    expectGivenBack(aws, await wrapped(life, sessionId))
    await prepared(second, showId)
    await end()
  })

  it('take a claim that an ended session of their own left behind', async () => {
    const { aws, life } = await open()
    const showId = await plan(life)
    const sessionId = await prepared(life, showId)
    aws.simulator.drills.arm({ kind: 'deny', scope: 's3', operation: 'DeleteObject' })
    await wrapped(life, sessionId)
    aws.simulator.drills.clear()
    expect(life.session(await prepared(life, showId))?.phase).toBe('armed')
  })
})
