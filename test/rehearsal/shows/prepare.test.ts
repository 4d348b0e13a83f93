import { describe, expect, it } from 'vitest'
import { DestinationId } from '../../../src/shared/domain/ids'
import { expectGivenBack } from '../../harness/aftermath'
import {
  certified,
  draftOf,
  ivs,
  plan,
  prepared,
  reaches,
  wrapped,
  youtube,
} from '../../harness/operator'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'

const { open } = rehearsalsInTest()

describe('preparing a show', () => {
  it('happens once on a double click', async () => {
    const { aws, life } = await open()
    const showId = await plan(life)
    const commandId = life.gesture()
    const { prepare } = life.handlers.sessions
    const [one, other] = await Promise.all([
      prepare({ commandId, showId }),
      prepare({ commandId, showId }),
    ])
    expect(one).toEqual(other)
    await reaches(life, one.sessionId, 'armed')
    const { channels, inputs, inputSecurityGroups, ivsChannels } = aws.things()
    expect([channels, inputs, inputSecurityGroups, ivsChannels].map((all) => all.length)).toEqual([
      1, 1, 1, 1,
    ])
  })

  it('is refused in words while the show is prepared already', async () => {
    const { aws, life } = await open()
    const showId = await plan(life)
    await prepared(life, showId)
    await expect(
      life.handlers.sessions.prepare({ commandId: life.gesture(), showId }),
    ).rejects.toMatchObject({ wire: { code: 'session.open' } })
    expect(aws.things().channels).toHaveLength(1)
  })

  it('makes one output for IVS and one for each of two platforms', async () => {
    const { aws, life } = await open()
    const restream = DestinationId.parse('restream')
    const draft = draftOf({
      destinations: [
        { kind: 'ivs', id: ivs, name: 'IVS' },
        { kind: 'rtmp', id: youtube, name: 'YouTube', url: 'rtmp://a.rtmp.example.com/live2' },
        { kind: 'rtmp', id: restream, name: 'Restream', url: 'rtmp://live.example.com/live' },
      ],
    })
    const sessionId = await prepared(life, await plan(life, draft))
    expect(life.session(sessionId)?.legs.map(({ name, state }) => [name, state])).toEqual([
      ['IVS', 'ready'],
      ['YouTube', 'ready'],
      ['Restream', 'ready'],
    ])
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('costs next to nothing, and says what that is', async () => {
    const { life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await life.pass(10_000)
    expect(life.session(sessionId)?.cost.perHourMicros).toBeGreaterThan(0)
    expect(life.session(sessionId)?.cost.perHourMicros).toBeLessThan(50_000)
    expect(life.session(sessionId)?.tally).toBe('ready')
  })
})

describe('what stands in the way', () => {
  const complete = {
    roleArn: 'arn:aws:iam::111122223333:role/MediaLiveAccessRole',
    bucket: 'tallylight-rehearsal',
    ingest: { allow: 'this-machine' as const },
    safetyRoleArn: 'arn:aws:iam::111122223333:role/TallylightSchedulerRole',
    withoutSafetyStop: false,
  }

  it.each([
    ['a role', { ...complete, roleArn: null }, 'medialive-role', /role/],
    ['a safety stop', { ...complete, safetyRoleArn: null }, 'safety-stop', /machine die/],
    ['a bucket', { ...complete, bucket: null }, 'recordings-bucket', /bucket/],
    [
      'a bucket that exists',
      { ...complete, bucket: 'no-such-bucket' },
      'recordings-bucket',
      /bucket/i,
    ],
  ])('without %s nothing is made, and it says so', async (_what, settings, check, words) => {
    const { aws, life } = await open()
    const showId = await plan(life)
    await life.handlers.account.saveSettings(settings)
    const { results } = await life.handlers.shows.preflight({ showId })
    expect(results.filter(({ level }) => level === 'blocks').map((one) => one.check)).toEqual([
      check,
    ])
    await expect(
      life.handlers.sessions.prepare({ commandId: life.gesture(), showId }),
    ).rejects.toMatchObject({
      wire: { code: 'preflight.blocked', why: expect.stringMatching(words) },
    })
    expect(life.sessions()).toEqual([])
    expect(aws.leftovers()).toEqual([])
  })

  it('without a stream key nothing is made, and it names the destination', async () => {
    const { aws, life } = await open()
    const showId = await plan(life)
    await life.handlers.shows.deleteKey({ showId, destinationId: youtube })
    await expect(
      life.handlers.sessions.prepare({ commandId: life.gesture(), showId }),
    ).rejects.toMatchObject({ wire: { why: expect.stringContaining('YouTube') } })
    expect(aws.leftovers()).toEqual([])
  })
})

describe('a preparation that AWS refuses', () => {
  it('gives everything back and certifies it', async () => {
    const { aws, life } = await open()
    aws.simulator.drills.arm({
      kind: 'fault',
      operation: 'CreateChannel',
      status: 422,
      type: 'UnprocessableEntityException',
      message: 'a drill',
    })
    // IVS has a CreateChannel too, which is not to be refused.
    const draft = draftOf({
      destinations: draftOf().destinations.filter(({ kind }) => kind !== 'ivs'),
    })
    const showId = await plan(life, draft)
    const { prepare } = life.handlers.sessions
    const { sessionId } = await prepare({ commandId: life.gesture(), showId })
    const view = await certified(life, sessionId)
    expectGivenBack(aws, view)
    expect(view.runs[0]).toMatchObject({ workflow: 'arm', state: 'rolled-back' })
    expect(view.runs[0]?.error?.what).toMatch(/\w/)
    const arm = life.told
      .map(({ runs }) => runs[0])
      .findLast((run) => run?.state === 'rolled-back' && run.steps.length > 0)
    expect(arm?.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'claim-show undone',
      'create-security-group undone',
      'create-input undone',
      'create-channel undone',
    ])
  })

  it('says that a quota is reached', async () => {
    const { aws, life } = await open()
    aws.simulator.drills.arm({ kind: 'quota', name: 'medialive.channels', value: 0 })
    const showId = await plan(life)
    const { prepare } = life.handlers.sessions
    const { sessionId } = await prepare({ commandId: life.gesture(), showId })
    const view = await certified(life, sessionId)
    expect(view.runs[0]?.error?.code).toMatch(/quota/)
    expectGivenBack(aws, view)
  })

  it('ends in CREATE_FAILED and is given back all the same', async () => {
    const { aws, life } = await open()
    aws.simulator.drills.arm({ kind: 'fail-create', times: 1 })
    const showId = await plan(life)
    const { prepare } = life.handlers.sessions
    const { sessionId } = await prepare({ commandId: life.gesture(), showId })
    const view = await certified(life, sessionId)
    expect(view.runs[0]?.error?.code).toBe('channel.not-made')
    expectGivenBack(aws, view)
  })

  it('is not refused by throttling: that is sat out', async () => {
    const { aws, life } = await open()
    const showId = await plan(life)
    for (const operation of ['CreateInput', 'CreateChannel', 'ListChannels'])
      aws.simulator.drills.arm({ kind: 'throttle', operation, times: 3 })
    const sessionId = await prepared(life, showId)
    expect(life.session(sessionId)?.runs[0]?.state).toBe('succeeded')
    expect(aws.things().channels).toHaveLength(1)
  })
})
