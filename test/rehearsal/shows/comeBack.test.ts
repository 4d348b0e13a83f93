import { MediaLiveClient, StopChannelCommand } from '@aws-sdk/client-medialive'
import { describe, expect, it } from 'vitest'
import { expectGivenBack, expectLedgerIsBill } from '../../harness/aftermath'
import {
  live,
  plan,
  prepared,
  reaches,
  settledTake,
  signedIn,
  wrapped,
} from '../../harness/operator'
import type { RehearsedAws } from '../../harness/rehearsedAws'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'

const { open, live: again } = rehearsalsInTest()
const AWAY_MS = 15 * 60_000

async function onAirAndRecording() {
  const rehearsal = await open()
  const { life } = rehearsal
  const sessionId = await prepared(life, await plan(life))
  await live(life, sessionId)
  await life.pass(5_000)
  const { takeId } = await life.handlers.sessions.startTake({
    commandId: life.gesture(),
    sessionId,
    name: '',
    pictureAgeMs: null,
  })
  await life.pass(5_000)
  return { ...rehearsal, sessionId, takeId }
}

async function stoppedBySomebody({ simulator, things }: RehearsedAws): Promise<void> {
  const client = new MediaLiveClient({
    region: 'us-east-1',
    endpoint: simulator.endpoint,
    credentials: { accessKeyId: 'SOMEBODY', secretAccessKey: 'else' },
  })
  await client.send(new StopChannelCommand({ ChannelId: things().channels[0]?.id ?? '' }))
  client.destroy()
}

describe('a console that was away for a quarter of an hour while its show was on air', () => {
  it('finds it live since when it was, its take open, and the money right', async () => {
    const { aws, life, folder, sessionId, takeId } = await onAirAndRecording()
    const before = life.session(sessionId)
    await life.close()
    await aws.pass(AWAY_MS)
    const next = await again(aws, folder)
    await signedIn(next)
    await next.until('it is seen to run', () => next.session(sessionId)?.facts.channel ?? undefined)
    expect(next.session(sessionId)).toMatchObject({ phase: 'live', liveSince: before?.liveSince })
    expect(next.session(sessionId)?.takes[0]?.state).toBe('recording')
    const commandId = next.gesture()
    await next.handlers.sessions.endTake({ commandId, sessionId, takeId, pictureAgeMs: null })
    const take = await settledTake(next, sessionId, takeId)
    expect(take.state).toBe('verified')
    expect(take.seconds).toBeGreaterThan(AWAY_MS / 1000)
    const view = await wrapped(next, sessionId)
    expectGivenBack(aws, view)
    expectLedgerIsBill(aws, view)
  })

  it('finds it off where somebody stopped it, and closes the take with what there is', async () => {
    const { aws, life, folder, sessionId, takeId } = await onAirAndRecording()
    await life.close()
    await stoppedBySomebody(aws)
    await aws.pass(AWAY_MS)
    const next = await again(aws, folder)
    await signedIn(next)
    await reaches(next, sessionId, 'armed')
    expect(next.session(sessionId)?.tally).toBe('ready')
    const take = await settledTake(next, sessionId, takeId)
    expect(take.seconds).toBeGreaterThan(4)
    expect(take).toMatchObject({ state: 'damaged', trouble: { code: 'take.short' } })
    expectGivenBack(aws, await wrapped(next, sessionId))
  })
})
