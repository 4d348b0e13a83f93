import { describe, expect, it } from 'vitest'
import { expectGivenBack } from '../../harness/aftermath'
import { certified, plan, prepared, reaches } from '../../harness/operator'
import { rehearsalsInTest, type Rehearsal } from '../../harness/rehearsalsInTest'

const { open } = rehearsalsInTest()

const channel = ({ aws }: Pick<Rehearsal, 'aws'>) => aws.things().channels[0]?.state

/** AWS has been told to start, and its lists do not show it yet. */
async function startedUnseen() {
  const rehearsal = await open()
  const { aws, life } = rehearsal
  const sessionId = await prepared(life, await plan(life))
  await life.pass(60_000)
  aws.simulator.drills.arm({ kind: 'list-lag', lagMs: 8_000 })
  await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
  await life.until('AWS starts it', () => channel(rehearsal) === 'STARTING')
  return { ...rehearsal, sessionId }
}

describe('a start that the lists do not show yet', () => {
  it('is stopped all the same: the channel rests, and so it stays', async () => {
    const rehearsal = await startedUnseen()
    const { life, sessionId } = rehearsal
    await life.handlers.sessions.stop({ commandId: life.gesture(), sessionId })
    await reaches(life, sessionId, 'armed')
    await life.pass(10_000)
    expect(channel(rehearsal)).toBe('IDLE')
    await life.pass(240_000)
    expect(channel(rehearsal)).toBe('IDLE')
  })

  it('is ended all the same, and nothing is left', async () => {
    const { life, aws, sessionId } = await startedUnseen()
    await life.handlers.sessions.wrap({ commandId: life.gesture(), sessionId })
    expectGivenBack(aws, await certified(life, sessionId))
  })
})

describe('what was made and is on no list yet', () => {
  it('is found and given back when the preparation is ended', async () => {
    const { life, aws } = await open()
    const showId = await plan(life)
    aws.simulator.drills.arm({ kind: 'list-lag', lagMs: 8_000 })
    const { sessionId } = await life.handlers.sessions.prepare({
      commandId: life.gesture(),
      showId,
    })
    await life.until('AWS makes a channel', () => aws.things().channels.length > 0)
    await life.handlers.sessions.wrap({ commandId: life.gesture(), sessionId })
    expectGivenBack(aws, await certified(life, sessionId))
  })
})
