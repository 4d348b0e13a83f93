import { afterAll, describe, expect, it } from 'vitest'
import { expectGivenBack } from '../harness/aftermath'
import { crashPoints } from '../harness/crash'
import { fallAndGoOn, onStage, writesOf } from '../harness/crashStage'
import { plan, prepared, reaches, signedIn, stopped, wrapped } from '../harness/operator'
import type { Life } from '../harness/rehearsedConsole'

async function start(life: Life) {
  const sessionId = await prepared(life, await plan(life))
  await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
  await life.until(
    'AWS starts it',
    () => life.session(sessionId)?.facts.channel?.state === 'STARTING',
  )
  return sessionId
}

async function startAndStop(life: Life) {
  const sessionId = await start(life)
  await stopped(life, sessionId)
  await life.pass(1_000)
}

const MUST_BE_OFF_MS = 60_000

/**
 * Whoever comes back to a show that says it is off has no reason to press anything: then it has to
 * be off in AWS as well, by itself.
 */
async function comeBack(life: Life) {
  await signedIn(life)
  const id = life.sessions()[0]?.id
  if (id === undefined) throw new Error('the session is lost')
  await life.until('nothing is under way', () => {
    const phase = life.session(id)?.phase
    return phase === 'armed' || phase === 'live' || phase === 'wrapped'
  })
  if (life.session(id)?.phase === 'live') await stopped(life, id)
  if (life.session(id)?.phase === 'armed') {
    await life.pass(MUST_BE_OFF_MS)
    expect(life.session(id)?.facts.channel?.state).toBe('IDLE')
    await reaches(life, id, 'armed')
  }
  return wrapped(life, id)
}

const before = await writesOf(start)
const points = crashPoints(await writesOf(startAndStop)).filter(({ write }) => write >= before)

describe('a stop during the start, cut anywhere', () => {
  let fallen = 0

  it.each(points)('nothing runs on that says it is off: cut $when write $write', (point) =>
    onStage(async (stage) => {
      const story = { first: startAndStop, second: comeBack }
      const { fell, result } = await fallAndGoOn(stage, point, story)
      if (fell) fallen += 1
      expectGivenBack(stage.aws, result)
    }),
  )

  afterAll(() =>
    console.info(`crash: ${fallen} of ${points.length} points of a stop while starting`),
  )
})
