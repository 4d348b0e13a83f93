import { describe, expect, it } from 'vitest'
import { expectGivenBack } from '../../harness/aftermath'
import { MINUTE } from '../../harness/builders'
import { draftOf, live, plan, prepared, reaches, wrapped } from '../../harness/operator'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'

const { open } = rehearsalsInTest()

async function onAir(autoStop: Partial<ReturnType<typeof draftOf>['autoStop']>, endsInMs: number) {
  const rehearsal = await open()
  const { aws, life } = rehearsal
  const draft = draftOf({
    autoStop: { ...draftOf().autoStop, ...autoStop },
    plannedEndAt: aws.simulator.clock.now() + endsInMs,
  })
  const sessionId = await prepared(life, await plan(life, draft))
  await live(life, sessionId)
  return { ...rehearsal, sessionId }
}

describe('a show that is to end by itself', () => {
  it('says so before, and is off the air at its planned end', async () => {
    const { aws, life, sessionId } = await onAir({ atPlannedEnd: 'stop' }, 9 * MINUTE)
    await life.until('it is announced', () => life.session(sessionId)?.impending ?? undefined)
    const { impending, plannedEndAt, phase } = life.session(sessionId) ?? {}
    expect(phase).toBe('live')
    expect(impending).toMatchObject({ reason: 'planned-end', stopsAt: plannedEndAt })
    await reaches(life, sessionId, 'armed')
    const stop = life.session(sessionId)?.runs.find(({ workflow }) => workflow === 'stand-down')
    expect(stop?.startedAt).toBeGreaterThanOrEqual(plannedEndAt ?? 0)
    expect(stop?.startedAt).toBeLessThan((plannedEndAt ?? 0) + 5_000)
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('goes on where one click said so', async () => {
    const { life, sessionId } = await onAir({ atPlannedEnd: 'stop' }, 9 * MINUTE)
    await life.until('it is announced', () => life.session(sessionId)?.impending ?? undefined)
    const gesture = { commandId: life.gesture(), sessionId }
    await life.handlers.sessions.keepRunning(gesture)
    await life.handlers.sessions.keepRunning(gesture)
    await life.pass(6 * MINUTE)
    expect(life.session(sessionId)).toMatchObject({ phase: 'live', impending: null })
  })

  it('goes on where its end was moved in time', async () => {
    const { life, sessionId } = await onAir({ atPlannedEnd: 'stop' }, 9 * MINUTE)
    await life.until('it is announced', () => life.session(sessionId)?.impending ?? undefined)
    await life.handlers.sessions.extend({
      commandId: life.gesture(),
      sessionId,
      byMs: 12 * MINUTE,
    })
    await life.pass(6 * MINUTE)
    expect(life.session(sessionId)).toMatchObject({ phase: 'live', impending: null })
  })
})
