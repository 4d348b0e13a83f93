import { describe, expect, it } from 'vitest'
import { DrillName, drillOffers, type ArmedDrill } from '../../../src/shared/domain/drill'
import type { SessionId } from '../../../src/shared/domain/ids'
import { hasCode } from '../../../src/shared/errors'
import { live, plan, prepared, signedIn, wrapped, youtube } from '../../harness/operator'
import { rehearsalsInTest, type Rehearsal } from '../../harness/rehearsalsInTest'

const { open } = rehearsalsInTest()
const MINUTE = 60_000

async function onAir(): Promise<Rehearsal & { readonly sessionId: SessionId }> {
  const rehearsal = await open()
  const sessionId = await prepared(rehearsal.life, await plan(rehearsal.life))
  await live(rehearsal.life, sessionId)
  return { ...rehearsal, sessionId }
}

/** What the feed of the console says is armed, as it comes. */
function watch({ life }: Rehearsal) {
  let armed: readonly ArmedDrill[] = []
  const stop = life.handlers.drills.armed((drills) => {
    armed = drills
  })
  return { armed: () => armed, stop }
}

describe('a drill begun in the console', () => {
  it.each(DrillName.options)('%s strikes what the show is made of', async (name) => {
    const rehearsal = await onAir()
    const { aws, life, sessionId } = rehearsal
    const { subject, lasts } = drillOffers[name]
    await life.handlers.drills.begin({
      name,
      sessionId,
      destinationId: subject === 'destination' ? youtube : null,
      forMs: lasts ? MINUTE : null,
    })
    const [armed] = aws.simulator.drills.all()
    const drill = armed?.drill as Readonly<Record<string, unknown>>
    const target = drill['inputId'] ?? drill['channelId'] ?? drill['destination']
    const { inputs, channels } = aws.things()
    const expected = {
      feed: inputs[0]?.id,
      channel: channels[0]?.id,
      destination: 'rtmp://a.rtmp.example.com/live2',
      aws: undefined,
    }[subject]
    expect(target).toBe(expected)
    expect(drill['forMs']).toBe(lasts ? MINUTE : undefined)
  })

  it('is told with its end, and gone from the list when it is over', async () => {
    const rehearsal = await onAir()
    const { life, sessionId } = rehearsal
    const { armed, stop } = watch(rehearsal)
    const order = { name: 'feed-frozen', sessionId, destinationId: null, forMs: MINUTE } as const
    const now = life.clock.now()
    await life.handlers.drills.begin(order)
    expect(armed()).toMatchObject([{ name: 'feed-frozen', phase: 'acting', about: null }])
    expect(armed()[0]?.endsAt).toBeGreaterThanOrEqual(now + MINUTE - 1_000)
    expect(armed()[0]?.endsAt).toBeLessThanOrEqual(now + MINUTE + 1_000)
    await life.pass(MINUTE + 10_000)
    expect(armed()).toEqual([])
    stop()
  })

  it('goes on until it is ended by hand, one by one or all at once', async () => {
    const rehearsal = await onAir()
    const { life, sessionId } = rehearsal
    const { armed, stop } = watch(rehearsal)
    const order = { sessionId, destinationId: youtube, forMs: null }
    for (const name of ['destination-down', 'feed-black', 'quota-full'] as const)
      await life.handlers.drills.begin({ ...order, name })
    expect(armed().map(({ name, endsAt }) => [name, endsAt])).toEqual([
      ['destination-down', null],
      ['feed-black', null],
      ['quota-full', null],
    ])
    expect(armed()[0]?.about).toBe('rtmp://a.rtmp.example.com/live2')
    await life.handlers.drills.end({ id: armed()[0]?.id ?? '' })
    expect(armed()).toHaveLength(2)
    await life.handlers.drills.endAll()
    expect(armed()).toEqual([])
    stop()
  })

  it('says in words that there is nothing to strike yet', async () => {
    const { life } = await open()
    await signedIn(life)
    const order = { name: 'feed-lost', sessionId: null, destinationId: null, forMs: null } as const
    await expect(life.handlers.drills.begin(order)).rejects.toSatisfy((thrown) =>
      hasCode(thrown, 'drill.nothing-to-drill'),
    )
  })

  it('never keeps the show from being given back', async () => {
    const { aws, life, sessionId } = await onAir()
    const order = { sessionId, destinationId: youtube, forMs: MINUTE }
    for (const name of ['aws-throttles', 'destination-down', 'feed-lost'] as const)
      await life.handlers.drills.begin({ ...order, name })
    await wrapped(life, sessionId)
    expect(aws.leftovers()).toEqual([])
  })

  it('ends with the show it is about, and goes on where it is about the account', async () => {
    const rehearsal = await onAir()
    const { aws, life, sessionId } = rehearsal
    const { armed, stop } = watch(rehearsal)
    const order = { sessionId, destinationId: youtube, forMs: null }
    for (const name of ['feed-frozen', 'destination-down', 'quota-full'] as const)
      await life.handlers.drills.begin({ ...order, name })
    expect(armed().map((drill) => drill.sessionId)).toEqual([sessionId, sessionId, null])
    await wrapped(life, sessionId)
    await life.pass(70_000)
    expect(armed().map(({ name }) => name)).toEqual(['quota-full'])
    expect(aws.simulator.drills.list()).toHaveLength(1)
    stop()
  })
})
