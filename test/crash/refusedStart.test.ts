import { afterAll, describe, expect, it } from 'vitest'
import { crashPoints } from '../harness/crash'
import { fallAndGoOn, onStage } from '../harness/crashStage'
import { liveUntil } from '../harness/mortalLife'
import { certified, plan, signedIn } from '../harness/operator'
import type { RehearsedAws } from '../harness/rehearsedAws'
import type { Life } from '../harness/rehearsedConsole'

/** Only the MediaLive channel is refused: by then everything else is made. */
const refuse = ({ simulator }: RehearsedAws) =>
  simulator.drills.arm({ kind: 'quota', name: 'medialive.channels', value: 0 })

/** The operator clicks once and then only watches: what was made has to go by itself. */
async function prepareInVain(life: Life) {
  const showId = await plan(life)
  const { sessionId } = await life.handlers.sessions.prepare({ commandId: life.gesture(), showId })
  return certified(life, sessionId)
}

async function watch(life: Life) {
  await signedIn(life)
  const session = life.sessions()[0]
  return session && certified(life, session.id)
}

const writes = await onStage(async ({ aws, folder }) => {
  refuse(aws)
  return (await liveUntil(aws, { folder }, undefined, prepareInVain)).writes
})

describe('a start that AWS refuses, cut while it is taken back', () => {
  let fallen = 0

  it.each(crashPoints(writes))('leaves nothing: cut $when write $write', (point) =>
    onStage(async (stage) => {
      refuse(stage.aws)
      const { fell, result } = await fallAndGoOn(stage, point, {
        first: prepareInVain,
        second: watch,
      })
      if (fell) fallen += 1
      expect(stage.aws.leftovers()).toEqual([])
      expect(stage.aws.things().channels).toEqual([])
      if (result) expect(result.certificate?.leftovers).toEqual([])
    }),
  )

  afterAll(() => console.info(`crash: ${fallen} of ${writes * 2} points of a refused start`))
})
