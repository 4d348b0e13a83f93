import { afterAll, describe, expect, it } from 'vitest'
import type { SessionId } from '../../src/shared/domain/ids'
import { expectGivenBack } from '../harness/aftermath'
import { crashPoints } from '../harness/crash'
import { inLife, onStage, type CrashStage } from '../harness/crashStage'
import { liveUntil } from '../harness/mortalLife'
import { live, plan, prepared, reaches, signedIn, wrapped } from '../harness/operator'
import type { Life } from '../harness/rehearsedConsole'
import { tempFolder } from '../harness/tempFolder'

const REGION = 'us-east-1'

/** A show on air whose console is gone for good. */
async function orphan({ aws }: CrashStage): Promise<SessionId> {
  const lost = tempFolder()
  const sessionId = await inLife({ aws, folder: lost.path }, async (life) => {
    const id = await prepared(life, await plan(life))
    await live(life, id)
    return id
  })
  lost.remove()
  return sessionId
}

const adopting = (sessionId: SessionId) => async (life: Life) => {
  await signedIn(life)
  const commandId = life.gesture()
  await life.handlers.resources.adopt({ commandId, sessionId, region: REGION })
  await reaches(life, sessionId, 'live')
}

/** What a producer would do: adopt it, where that click was not on record; then end the show. */
async function goOn(life: Life, sessionId: SessionId) {
  await signedIn(life)
  if (!life.session(sessionId)) await adopting(sessionId)(life)
  return reaches(life, sessionId, 'live')
}

const writes = await onStage(async (stage) => {
  const sessionId = await orphan(stage)
  const { aws, folder } = stage
  return (await liveUntil(aws, { folder }, undefined, adopting(sessionId))).writes
})

describe('a show that is being adopted', () => {
  let fallen = 0

  it.each(crashPoints(writes))('stays on air, cut $when write $write', (point) =>
    onStage(async (stage) => {
      const { aws, folder } = stage
      const sessionId = await orphan(stage)
      const { fell } = await liveUntil(aws, { folder }, point, adopting(sessionId))
      if (fell) fallen += 1
      const view = await inLife(stage, async (life) => {
        await goOn(life, sessionId)
        await life.pass(5_000)
        expect(aws.things().channels.map(({ state }) => state)).toEqual(['RUNNING'])
        return wrapped(life, sessionId)
      })
      expectGivenBack(aws, view)
    }),
  )

  afterAll(() => console.info(`crash: ${fallen} of ${2 * writes} points of an adoption`))
})
