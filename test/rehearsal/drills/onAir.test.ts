import { describe, expect, it } from 'vitest'
import type { SessionId } from '../../../src/shared/domain/ids'
import { expectGivenBack } from '../../harness/aftermath'
import { live, plan, prepared, stopped, taken, wrapped } from '../../harness/operator'
import { rehearsalsInTest, type Rehearsal } from '../../harness/rehearsalsInTest'
import { onAir } from './expectations'
import { notForPeople, wordsTold } from './words'

const { open } = rehearsalsInTest()

/** A show whose picture is proven to arrive everywhere. */
async function proven({ aws, life }: Rehearsal): Promise<SessionId> {
  const sessionId = await prepared(life, await plan(life))
  const inputId = aws.things().inputs[0]?.id
  const body = JSON.stringify({ inputId, on: true })
  const feed = await fetch(`${aws.simulator.endpoint}/_simulator/feeds`, { method: 'POST', body })
  expect(feed.status).toBe(200)
  await live(life, sessionId)
  await isProven({ life }, sessionId)
  return sessionId
}
const isProven = ({ life }: Pick<Rehearsal, 'life'>, sessionId: SessionId) =>
  life.until('every destination receives', () => {
    const view = life.session(sessionId)
    return view?.tally === 'rehearsal' && view.tallyWhy.startsWith('Every destination')
  })

describe('a show on air says so, comes back by itself and ends as it should, when', () => {
  it.each(onAir)('$name ($drill.kind)', async ({ drill, says, never }) => {
    const rehearsal = await open({}, { picture: 'synthetic' })
    const { aws, life } = rehearsal
    const sessionId = await proven(rehearsal)
    const before = life.told.length
    aws.simulator.drills.arm(drill)
    await life.pass(45_000)
    await life.until('the drill is over', () => aws.simulator.drills.list().length === 0)
    await isProven(rehearsal, sessionId)
    expect(aws.simulator.drills.all()[0]?.used ?? 0, 'how often it acted').toBeGreaterThan(0)
    const told = wordsTold({ ...life, told: life.told.slice(before) })
    for (const words of says) expect(told).toContainEqual(expect.stringMatching(words))
    if (never) expect(told).not.toContainEqual(expect.stringMatching(never))
    expect(told.filter((line) => notForPeople.test(line))).toEqual([])

    expect(await taken(life, sessionId, 5_000)).toMatchObject({ state: 'verified', trouble: null })
    await stopped(life, sessionId)
    expectGivenBack(aws, await wrapped(life, sessionId))
  })
})
