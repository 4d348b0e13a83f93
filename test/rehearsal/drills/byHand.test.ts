import { describe, expect, it } from 'vitest'
import type { DrillKind } from '../../../electron/simulator/kit/drillShapes'
import { drillKinds } from '../../../electron/simulator/kit/drillShapes'
import { expectGivenBack, expectWholeShow } from '../../harness/aftermath'
import {
  airWholeShow,
  certified,
  live,
  plan,
  prepared,
  reaches,
  stopped,
  wrapped,
  youtube,
} from '../../harness/operator'
import { rehearsalsInTest, type Rehearsal } from '../../harness/rehearsalsInTest'
import { onAir, satOut } from './expectations'
import { notForPeople, wordsTold } from './words'

const { open } = rehearsalsInTest()

/** One click on Prepare, which AWS refuses: everything is given back. */
async function refused({ aws, life }: Rehearsal) {
  const showId = await plan(life)
  const { prepare } = life.handlers.sessions
  const { sessionId } = await prepare({ commandId: life.gesture(), showId })
  const view = await certified(life, sessionId)
  expectGivenBack(aws, view)
  expect(wordsTold(life).filter((line) => notForPeople.test(line))).toEqual([])
  return view
}

/** What waits for the operator, each with the drill that makes it wait. */
const scenes: Partial<Record<DrillKind, () => Promise<void>>> = {
  quota: async () => {
    const rehearsal = await open()
    const { aws, life } = rehearsal
    aws.simulator.drills.arm({ kind: 'quota', name: 'medialive.channels', value: 0 })
    const { runs } = await refused(rehearsal)
    expect(runs[0]?.error).toMatchObject({
      code: 'aws.quota',
      what: 'The quota of this account in MediaLive is used up.',
      todo: expect.stringMatching(/raise the quota/) as string,
    })
    aws.simulator.drills.clear()
    await stopped(life, await onceMore(rehearsal))
  },
  'fail-create': async () => {
    const rehearsal = await open()
    rehearsal.aws.simulator.drills.arm({ kind: 'fail-create', times: 1 })
    const { runs } = await refused(rehearsal)
    expect(runs[0]?.error).toMatchObject({
      code: 'channel.not-made',
      what: 'AWS could not make the channel.',
      why: 'It ended as CREATE_FAILED.',
    })
    await stopped(rehearsal.life, await onceMore(rehearsal))
  },
  'fail-update': async () => {
    const { aws, life } = await open()
    const showId = await plan(life)
    const sessionId = await prepared(life, showId)
    await life.handlers.shows.setKey({ showId, destinationId: youtube, key: 'the-new-key' })
    aws.simulator.drills.arm({ kind: 'fail-update', times: 1 })
    await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
    const run = await life.until('the start is given up', () =>
      life
        .session(sessionId)
        ?.runs.find(({ workflow, state }) => workflow === 'go-live' && state === 'rolled-back'),
    )
    expect(run.error).toMatchObject({
      code: 'channel.not-changed',
      what: 'AWS could not change the channel for this start.',
      why: 'It ended as UPDATE_FAILED.',
      todo: expect.stringMatching(/^Nothing runs\. Click Go live again/) as string,
    })
    expect(life.session(sessionId)?.tallyWhy).toBe(
      'AWS says UPDATE_FAILED: the channel cannot be used.',
    )
    await live(life, sessionId)
    await stopped(life, sessionId)
    expectGivenBack(aws, await wrapped(life, sessionId))
  },
  deny: async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    const drill = aws.simulator.drills.arm({ kind: 'deny', operation: 'StartChannel' })
    await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
    const parked = await life.until('it waits', () => life.session(sessionId)?.parked ?? false)
    expect(parked).toMatchObject({
      code: 'access.denied',
      what: 'The profile Rehearsal is not allowed to do medialive:StartChannel.',
    })
    expect(aws.things().channels[0]?.state).toBe('IDLE')
    aws.simulator.drills.clear(drill.id)
    const waiting = life.session(sessionId)?.runs.find(({ workflow }) => workflow === 'go-live')
    if (waiting) await life.handlers.sessions.resume({ runId: waiting.id })
    await reaches(life, sessionId, 'live')
    await stopped(life, sessionId)
    expectGivenBack(aws, await wrapped(life, sessionId))
  },
  fault: async () => {
    const { aws, life } = await open()
    const showId = await plan(life)
    const unknown = { status: 418, type: 'TeapotException', message: 'short and stout' }
    aws.simulator.drills.arm({ kind: 'fault', scope: 's3', operation: 'HeadBucket', ...unknown })
    const { prepare } = life.handlers.sessions
    const click = prepare({ commandId: life.gesture(), showId })
    await expect(click).rejects.toMatchObject({ wire: { code: 'preflight.blocked' } })
    expect(aws.leftovers()).toEqual([])
    aws.simulator.drills.clear()
    expectWholeShow(aws, await airWholeShow(life))
  },
}

/** The same show once more, now that nothing stands in the way: it gets on air. */
async function onceMore({ life }: Rehearsal) {
  const showId = life.shows()[0]?.id
  if (showId === undefined) throw new Error('the show is gone')
  const sessionId = await prepared(life, showId)
  await live(life, sessionId)
  return sessionId
}

describe('what needs the operator is said in words, undone or kept waiting, and works afterwards', () => {
  it.each(Object.entries(scenes))('%s', async (_kind, play) => {
    await expect(play()).resolves.toBeUndefined()
  })
})

describe('every kind of drill', () => {
  const covered = [...satOut, ...onAir].map(({ drill }) => drill.kind)

  it.each(drillKinds)('%s was survived above', (kind) => {
    expect(covered.includes(kind) || kind in scenes).toBe(true)
  })
})
