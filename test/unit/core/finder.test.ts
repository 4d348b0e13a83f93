import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bundledRates } from '../../../electron/core/metering/rates'
import type { ObservedChannel, Tags } from '../../../electron/core/ports'
import type { Listed } from '../../../electron/core/safety/findable'
import { findables } from '../../../electron/core/safety/findable'
import { foundIn, listedOf, type Knowledge } from '../../../electron/core/safety/finder'
import { planOf, recordingBucketOf } from '../../../electron/core/safety/foundPlan'
import { mediaLiveRegions, regionsToAsk } from '../../../electron/core/safety/regions'
import { rememberedFrom, stopPlan } from '../../../electron/core/safety/stopPlan'
import { recollect } from '../../../electron/core/shows/foundSession'
import { airingOf, outputAddresses, planTagsOf, tagsOf } from '../../../electron/core/shows/naming'
import { SessionId } from '../../../src/shared/domain/ids'
import {
  SESSION,
  START,
  aChannel,
  aSession,
  aShow,
  anIvsDestination,
  anRtmpDestination,
} from '../../harness/builders'

const known: Knowledge = { rates: bundledRates, consoleId: 'console-1', here: () => 'unknown' }

/** Tags as they may be anywhere: none, somebody's, nearly ours, ours with anything else in them. */
const anyTags = fc.oneof(
  fc.constant({}),
  fc.dictionary(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 })),
  fc.record({
    application: fc.constantFrom('Tallylight', 'tallylight ', 'tallylight-2', '', 'obs'),
    session: fc.constantFrom('s-1', 's-2'),
  }),
  fc.record({ APPLICATION: fc.constant('tallylight'), session: fc.constant('s-1') }),
  fc.record({
    application: fc.constant('tallylight'),
    session: fc.constantFrom('s-1', 's-2', '', '../x'),
  }),
  fc.constant({ application: 'tallylight' }),
) as fc.Arbitrary<Tags>

const anyState = fc.constantFrom(
  'IDLE',
  'RUNNING',
  'STARTING',
  'STOPPING',
  'RECOVERING',
  'DELETING',
)
const anyChannels = fc
  .array(fc.record({ tags: anyTags, state: anyState }), { maxLength: 12 })
  .map((all) =>
    all.map(({ tags, state }, at): ObservedChannel =>
      aChannel({ id: `channel-${at}`, state, tags }),
    ),
  )

const listedFrom = (channels: readonly ObservedChannel[]): readonly Listed[] =>
  channels.map((channel) => ({
    kind: 'channel',
    region: 'eu-west-1',
    id: channel.id,
    name: channel.name,
    state: channel.state,
    running: channel.state === 'RUNNING',
    mark: { by: 'tags', tags: channel.tags },
    channel,
  }))

const oursOf = (channels: readonly ObservedChannel[]) =>
  channels.filter(({ tags }) => tags['application'] === 'tallylight').map(({ id }) => id)

describe('what is not tagged as ours', () => {
  it('is in no plan to stop, whatever its tags are like', () => {
    fc.assert(
      fc.property(anyChannels, (channels) => {
        const planned = stopPlan(channels).map(({ channel }) => channel.id)
        expect(planned).toEqual(oursOf(channels))
        const remembered = rememberedFrom({ items: channels, askedAt: START })
        expect(planned).toEqual(expect.arrayContaining(remembered.map(({ id }) => id)))
      }),
    )
  })

  it('is shown nowhere, and everything that is ours is shown once', () => {
    fc.assert(
      fc.property(anyChannels, (channels) => {
        const { sessions, strays } = foundIn(listedFrom(channels), known)
        const shown = [...sessions.flatMap(({ resources }) => resources), ...strays]
        expect(shown.map(({ id }) => id).toSorted()).toEqual(oursOf(channels).toSorted())
      }),
    )
  })

  it('is part of no session that is adopted or retired, nor is another session’s', () => {
    fc.assert(
      fc.property(anyChannels, (channels) => {
        const things = listedOf(listedFrom(channels), 's-1')
        const own = channels.filter(
          ({ tags }) => tags['application'] === 'tallylight' && tags['session'] === 's-1',
        )
        expect(things.map(({ id }) => id)).toEqual(own.map(({ id }) => id))
      }),
    )
  })
})

describe('a plan to stop', () => {
  it('is for what runs or starts, and for nothing else', () => {
    const tags = { application: 'tallylight', session: 's-1' }
    const states = ['RUNNING', 'STARTING', 'RECOVERING', 'IDLE', 'STOPPING', 'DELETED'] as const
    const plan = stopPlan(states.map((state) => aChannel({ id: state, state, tags })))
    expect(plan.map(({ channel, does }) => [channel.id, does])).toEqual([
      ['RUNNING', 'stop'],
      ['STARTING', 'stop'],
      ['RECOVERING', 'stop'],
      ['IDLE', 'nothing'],
      ['STOPPING', 'nothing'],
    ])
  })
})

describe('the plan of a show', () => {
  const session = aSession({
    show: aShow({
      name: 'Gottesdienst – früh',
      destinations: [anRtmpDestination(), anIvsDestination()],
    }),
    plannedEndAt: START + 3_600_000,
  })
  const tags = { ...tagsOf(session, 'run/create-channel'), ...planTagsOf(session) }
  const ivs = new Map([['website', { ingestUrl: 'rtmps://abc.live-video.net:443/app' }]])
  const addresses = outputAddresses(session, 3, ivs)
  const channel = aChannel({
    state: 'RUNNING',
    tags,
    outputIds: addresses.map(({ id }) => id),
    outputUrls: Object.fromEntries(addresses.map(({ id, url }) => [id, url])),
  })

  it('comes back whole from the tags and addresses of its channel', () => {
    expect(planOf(tags, channel.outputUrls)).toEqual({
      preset: session.show.preset,
      feed: session.show.feed,
      destinations: session.show.destinations,
    })
    expect(recordingBucketOf(channel)).toBe('example-recordings')
    expect(airingOf(session.id, channel.outputUrls?.['recording'])).toBe(3)
  })

  it('holds only what tags may hold, with no address and no key', () => {
    for (const value of Object.values(tags)) {
      expect(value).toMatch(/^[A-Za-z0-9 _.:/=+@-]{1,256}$/)
      expect(value).not.toContain('rtmp://')
    }
  })

  it('makes a session that keeps every recording, for nobody knows its takes', () => {
    const things = listedFrom([channel])
    const venue = { ...session, settings: { ...session.settings, bucket: null } }
    const { profile, region, rehearsal, settings } = venue
    const found = recollect({
      sessionId: SESSION,
      things,
      venue: { profile, region, rehearsal, settings },
      now: START + 1_000,
    })
    expect(found.hasPlan).toBe(true)
    expect(found.session).toMatchObject({
      id: SESSION,
      startedAt: session.startedAt,
      plannedEndAt: session.plannedEndAt,
      settings: { bucket: 'example-recordings' },
      show: { id: session.show.id, recording: 'keep-everything', name: 'Gottesdienst fr h' },
    })
  })

  it('is not guessed where the tags do not say it', () => {
    expect(planOf({ ...tags, preset: 'something' })).toBeUndefined()
    expect(planOf({ ...tags, feed: '1080' })).toBeUndefined()
    const bare = { application: 'tallylight', session: SESSION }
    const { profile, region, rehearsal, settings } = session
    const venue = { profile, region, rehearsal, settings }
    const things = listedFrom([aChannel({ tags: bare })])
    expect(recollect({ sessionId: SESSION, things, venue, now: START }).hasPlan).toBe(false)
  })
})

describe('where is asked', () => {
  it('is the chosen region first, every one where something is known, and all others once', () => {
    const regions = regionsToAsk('eu-west-1', ['xx-new-1', 'us-east-1'])
    expect(regions.slice(0, 3)).toEqual(['eu-west-1', 'xx-new-1', 'us-east-1'])
    expect(new Set(regions).size).toBe(regions.length)
    expect(regions).toEqual(expect.arrayContaining([...mediaLiveRegions]))
  })

  it('is every kind once', () => {
    expect(new Set(findables.map(({ kind }) => kind)).size).toBe(findables.length)
  })
})

it('a session id that could not be one makes a stray, not a session', () => {
  const tags = { application: 'tallylight', session: '../../etc' }
  const { sessions, strays } = foundIn(listedFrom([aChannel({ tags })]), known)
  expect(SessionId.safeParse('../../etc').success).toBe(false)
  expect(sessions).toEqual([])
  expect(strays).toHaveLength(1)
})
