import { describe, expect, it } from 'vitest'
import { expectGivenBack } from '../../harness/aftermath'
import { live, plan, prepared, reaches, stopped, wrapped } from '../../harness/operator'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'
import type { Life } from '../../harness/rehearsedConsole'
import type { SessionId } from '../../../src/shared/domain/ids'

const { open, live: again } = rehearsalsInTest()

async function starting(life: Life): Promise<SessionId> {
  const sessionId = await prepared(life, await plan(life))
  await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
  await life.until(
    'AWS starts it',
    () => life.session(sessionId)?.facts.channel?.state === 'STARTING',
  )
  return sessionId
}

const channelState = (life: Life, id: SessionId) => life.session(id)?.facts.channel?.state

describe('stopping', () => {
  it('wins at once over a start that is under way', async () => {
    const { life } = await open()
    const sessionId = await starting(life)
    const askedAt = life.clock.now()
    await life.handlers.sessions.stop({ commandId: life.gesture(), sessionId })
    await life.until('it is asked to stop', () =>
      ['STOPPING', 'IDLE'].includes(channelState(life, sessionId) ?? ''),
    )
    expect(life.clock.now() - askedAt).toBeLessThan(5_000)
    await reaches(life, sessionId, 'armed')
    expect(channelState(life, sessionId)).toBe('IDLE')
    const goLive = life.session(sessionId)?.runs.find(({ workflow }) => workflow === 'go-live')
    expect(goLive?.state).toBe('cancelled')
  })

  it('twice is once', async () => {
    const { life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    const { stop } = life.handlers.sessions
    await Promise.all([
      stop({ commandId: life.gesture(), sessionId }),
      stop({ commandId: life.gesture(), sessionId }),
    ])
    await stop({ commandId: life.gesture(), sessionId })
    await reaches(life, sessionId, 'armed')
    const runs = life.session(sessionId)?.runs.filter(({ workflow }) => workflow === 'stand-down')
    expect(runs?.map(({ state }) => state)).toEqual(['succeeded'])
    await stop({ commandId: life.gesture(), sessionId })
    await reaches(life, sessionId, 'armed')
    expect(channelState(life, sessionId)).toBe('IDLE')
  })

  it('twice during a start is once as well', async () => {
    const { life } = await open()
    const sessionId = await starting(life)
    const { stop } = life.handlers.sessions
    await Promise.all([
      stop({ commandId: life.gesture(), sessionId }),
      stop({ commandId: life.gesture(), sessionId }),
    ])
    await reaches(life, sessionId, 'armed')
    expect(channelState(life, sessionId)).toBe('IDLE')
  })
})

describe('ending', () => {
  it('from prepared gives everything back', async () => {
    const { aws, life } = await open()
    expectGivenBack(aws, await wrapped(life, await prepared(life, await plan(life))))
  })

  it('from live stops first, without being asked to', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('during a start wins over it', async () => {
    const { aws, life } = await open()
    expectGivenBack(aws, await wrapped(life, await starting(life)))
  })

  it('during a preparation takes back what was made so far', async () => {
    const { aws, life } = await open()
    const showId = await plan(life)
    const { prepare } = life.handlers.sessions
    const { sessionId } = await prepare({ commandId: life.gesture(), showId })
    await life.until('the input is made', () => aws.things().inputs.length > 0)
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('right after a stop goes on from there', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    const [, view] = await Promise.all([
      life.handlers.sessions.stop({ commandId: life.gesture(), sessionId }),
      wrapped(life, sessionId),
    ])
    expectGivenBack(aws, view)
  })

  it('closes a take that was still being recorded', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    const { startTake } = life.handlers.sessions
    await startTake({ commandId: life.gesture(), sessionId, name: '', pictureAgeMs: null })
    await life.pass(7_000)
    const view = await wrapped(life, sessionId)
    expect(view.takes.map(({ state }) => state)).toEqual(['verified'])
    expectGivenBack(aws, view)
  })

  it('after a stop, that the session was certified can be read again by the next console', async () => {
    const { aws, life, folder } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    await stopped(life, sessionId)
    const view = await wrapped(life, sessionId)
    await life.close()
    const next = await again(aws, folder)
    const told = await next.until('it is told', () => next.session(sessionId))
    expect(told.certificate).toEqual(view.certificate)
  })
})
