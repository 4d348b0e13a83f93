import { MediaLiveClient, StartChannelCommand, StopChannelCommand } from '@aws-sdk/client-medialive'
import { afterEach, describe, expect, it } from 'vitest'
import { expectGivenBack } from '../../harness/aftermath'
import {
  live,
  plan,
  prepared,
  reaches,
  setKeys,
  stopped,
  wrapped,
  youtube,
} from '../../harness/operator'
import { rehearsalsInTest, type Rehearsal } from '../../harness/rehearsalsInTest'

const { open } = rehearsalsInTest()
const clients: MediaLiveClient[] = []
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))

/** A colleague in the AWS console. */
function somebodyElse({ aws }: Rehearsal) {
  const client = new MediaLiveClient({
    region: 'us-east-1',
    endpoint: aws.simulator.endpoint,
    credentials: { accessKeyId: 'SOMEBODY', secretAccessKey: 'else' },
  })
  clients.push(client)
  const ChannelId = aws.things().channels[0]?.id ?? ''
  return {
    stops: () => client.send(new StopChannelCommand({ ChannelId })),
    starts: () => client.send(new StartChannelCommand({ ChannelId })),
  }
}

describe('credentials that run out in the middle', () => {
  it('make the run wait, and it goes on after a new sign-in', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    aws.simulator.drills.arm({ kind: 'expire-credentials', accessKeyId: 'REHEARSAL' })
    await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
    await life.until('it waits', () => life.session(sessionId)?.parked ?? false)
    const parked = life.session(sessionId)
    expect(parked?.phase).toBe('starting')
    expect(parked?.parked).toMatchObject({ code: 'credentials.expired', fate: 'wait' })
    expect(parked?.parked?.todo).toMatch(/sign in/i)

    aws.simulator.drills.clear()
    await life.handlers.account.tryAgain()
    await reaches(life, sessionId, 'live')
    expect(life.session(sessionId)?.parked).toBeNull()
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('do not lose a stop: it is done as soon as somebody is signed in', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    aws.simulator.drills.arm({ kind: 'expire-credentials', accessKeyId: 'REHEARSAL' })
    await life.handlers.sessions.stop({ commandId: life.gesture(), sessionId })
    await life.until('it waits', () => life.session(sessionId)?.parked ?? false)
    expect(life.session(sessionId)?.phase).toBe('stopping')
    aws.simulator.drills.clear()
    await life.handlers.account.tryAgain()
    await reaches(life, sessionId, 'armed')
    expect(aws.things().channels[0]?.state).toBe('IDLE')
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('while on air leave it on air, and say how old the last word is', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    aws.simulator.drills.arm({ kind: 'expire-credentials', accessKeyId: 'REHEARSAL' })
    await life.pass(60_000)
    const view = life.session(sessionId)
    expect(aws.things().channels[0]?.state).toBe('RUNNING')
    expect(view?.tally).toBe('trouble')
    expect(view?.tallyWhy).toMatch(/No word from AWS/)
    aws.simulator.drills.clear()
    await life.handlers.account.tryAgain()
    await life.until('it is seen again', () => life.session(sessionId)?.tally === 'paid-not-on-air')
    expectGivenBack(aws, await wrapped(life, sessionId))
  })
})

describe('a stream key that was deleted between two airings', () => {
  it('is asked for by name, and the start goes on when it is pasted', async () => {
    const { aws, life } = await open()
    const showId = await plan(life)
    const sessionId = await prepared(life, showId)
    await live(life, sessionId)
    await stopped(life, sessionId)
    await life.handlers.shows.deleteKey({ showId, destinationId: youtube })
    await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
    const parked = await life.until('it waits', () => life.session(sessionId)?.parked ?? false)
    expect(parked).toMatchObject({ code: 'key.missing', fate: 'wait' })
    expect(aws.things().channels[0]?.state).toBe('IDLE')
    await setKeys(life, showId)
    await reaches(life, sessionId, 'live')
    expectGivenBack(aws, await wrapped(life, sessionId))
  })
})

describe('throttling', () => {
  it('of everything for half a minute only takes time', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    aws.simulator.drills.arm({ kind: 'throttle', scope: 'medialive', forMs: 30_000 })
    await live(life, sessionId)
    expect(life.session(sessionId)?.runs.at(-1)?.state).toBe('succeeded')
    aws.simulator.drills.arm({ kind: 'throttle', scope: 'medialive', forMs: 20_000 })
    await stopped(life, sessionId)
    expectGivenBack(aws, await wrapped(life, sessionId))
  })
})

describe('somebody else in the same account', () => {
  it('stops the channel: the show is no longer live, and can go live again', async () => {
    const rehearsal = await open()
    const { aws, life } = rehearsal
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    await somebodyElse(rehearsal).stops()
    await life.until('it is seen to stop', () => life.session(sessionId)?.tally === 'changing')
    await reaches(life, sessionId, 'armed')
    expect(life.session(sessionId)).toMatchObject({ tally: 'ready', liveSince: null })
    await live(life, sessionId)
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('starts the channel: it is said to run and cost money', async () => {
    const rehearsal = await open()
    const { aws, life } = rehearsal
    const sessionId = await prepared(life, await plan(life))
    await somebodyElse(rehearsal).starts()
    await life.until(
      'it is seen to run',
      () => life.session(sessionId)?.tally === 'paid-not-on-air',
    )
    expect(life.session(sessionId)?.cost.perHourMicros).toBeGreaterThan(500_000)
    await stopped(life, sessionId)
    await life.until('it is off', () => life.session(sessionId)?.tally === 'ready')
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('stops it while it is being stopped: that is no trouble', async () => {
    const rehearsal = await open()
    const { aws, life } = rehearsal
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    await somebodyElse(rehearsal).stops()
    await stopped(life, sessionId)
    expectGivenBack(aws, await wrapped(life, sessionId))
  })
})

describe('a clean-up that AWS refuses', () => {
  it('says so, does not ask without end, and is done when AWS lets it', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    aws.simulator.drills.arm({ kind: 'deny', operation: 'DeleteInput' })
    await life.handlers.sessions.wrap({ commandId: life.gesture(), sessionId })
    await life.until('it is said', () => life.session(sessionId)?.parked ?? false)
    expect(life.session(sessionId)?.parked?.what).toMatch(/DeleteInput/)
    const before = life.calls.length
    await life.pass(60_000)
    expect(life.calls.length - before).toBeLessThan(60)

    aws.simulator.drills.clear()
    const stuck = life.session(sessionId)?.runs.find(({ state }) => state !== 'succeeded')
    if (stuck) await life.handlers.sessions.resume({ runId: stuck.id })
    await reaches(life, sessionId, 'wrapped')
    expectGivenBack(aws, life.session(sessionId))
  })

  it('with a refusal that no rule knows, is neither forgotten nor repeated without end', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    aws.simulator.drills.arm({
      kind: 'fault',
      operation: 'DeleteInput',
      status: 422,
      type: 'UnprocessableEntityException',
      message: 'a drill',
    })
    await life.handlers.sessions.wrap({ commandId: life.gesture(), sessionId })
    await life.pass(10 * 60_000)
    const deletes = life.calls.filter(({ operation }) => operation === 'DeleteInput')
    expect(deletes.length).toBeLessThan(40)
    const view = life.session(sessionId)
    expect(view?.phase).toBe('wrapping')
    expect(view?.runs.length).toBeLessThan(15)

    aws.simulator.drills.clear()
    await life.handlers.sessions.wrap({ commandId: life.gesture(), sessionId })
    await reaches(life, sessionId, 'wrapped')
    expectGivenBack(aws, life.session(sessionId))
  })
})
