import { afterAll, describe, expect, it } from 'vitest'
import { expectGivenBack, expectLedgerIsBill } from '../harness/aftermath'
import { crashPoints } from '../harness/crash'
import { fallAndGoOn, onStage, writesOf } from '../harness/crashStage'
import { live, plan, prepared, signedIn, stopped, taken, wrapped } from '../harness/operator'
import type { Life } from '../harness/rehearsedConsole'

/** On air once, and off again. */
async function airOnce(life: Life) {
  const sessionId = await prepared(life, await plan(life))
  await live(life, sessionId)
  await taken(life, sessionId, 2_500)
  await stopped(life, sessionId)
  return sessionId
}

/** On air a second time, with an update of the channel before the start. */
async function airTwice(life: Life) {
  const sessionId = await airOnce(life)
  await live(life, sessionId)
}

async function goOn(life: Life) {
  await signedIn(life)
  const id = life.sessions()[0]?.id
  if (id === undefined) throw new Error('the session is lost')
  const phase = await life.until('it is known where it stands', () => {
    const view = life.session(id)
    return (view?.phase === 'armed' || view?.phase === 'live') && view.phase
  })
  if (phase === 'armed') await live(life, id)
  await taken(life, id, 2_500)
  return wrapped(life, id)
}

const before = await writesOf(airOnce)
const points = crashPoints(await writesOf(airTwice)).filter(({ write }) => write > before)

describe('a second airing of the same session, cut anywhere', () => {
  let fallen = 0

  it.each(points)('has its own take and its own folder: cut $when write $write', (point) =>
    onStage(async (stage) => {
      const { fell, result } = await fallAndGoOn(stage, point, { first: airTwice, second: goOn })
      if (fell) fallen += 1
      expectGivenBack(stage.aws, result)
      expectLedgerIsBill(stage.aws, result)
      expect(stage.aws.things().channels).toHaveLength(1)
      expect(result.takes.map(({ state }) => state)).toEqual(['verified', 'verified'])
    }),
  )

  afterAll(() => console.info(`crash: ${fallen} of ${points.length} points of a second airing`))
})
