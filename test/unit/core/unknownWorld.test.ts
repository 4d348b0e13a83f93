import { describe, expect, it } from 'vitest'
import { nothingObserved, type ObservedWorld } from '../../../electron/core/reconcile/observed'
import { sessionView } from '../../../electron/core/shows/sessionView'
import {
  HOUR,
  SECOND,
  START,
  aChannel,
  aRun,
  aSession,
  aShow,
  aWorld,
  anIvsDestination,
  anRtmpDestination,
  destinationId,
  roundRates,
  runId,
} from '../../harness/builders'

const ARN = 'arn:aws:ivs:eu-west-1:111122223333:channel/abc'
const arm = aRun()
const goLive = aRun({ id: runId('run-2'), workflow: 'go-live', endedAt: START })
const wrapped = aRun({ id: runId('run-3'), workflow: 'wrap' })

interface Told {
  readonly runs?: readonly ReturnType<typeof aRun>[]
  readonly world?: ObservedWorld
  readonly now?: number
  readonly ivs?: boolean
}

const view = ({ runs = [arm, goLive], world = nothingObserved, now = START, ivs }: Told) =>
  sessionView({
    session: aSession({
      show: aShow({ destinations: [ivs ? anIvsDestination() : anRtmpDestination()] }),
    }),
    runs,
    armed: {
      channelId: '1000001',
      inputId: '2000001',
      ivs: [{ destinationId: destinationId('website'), arn: ARN, ingestUrl: 'rtmps://x:443/app' }],
    },
    world,
    takes: [],
    usage: [],
    watchedSince: START,
    rates: roundRates(),
    now,
    testCard: false,
    legSince: () => null,
  })

describe('a console that cannot see AWS', () => {
  it('never takes a show that may be on air for one that is not prepared', () => {
    expect(view({})).toMatchObject({
      phase: 'live',
      tally: 'trouble',
      tallyWhy: 'What AWS is doing is not known yet.',
      facts: { asked: 'on', observedAt: null, channel: null },
    })
    expect(view({ runs: [arm] }).tally).toBe('trouble')
    expect(view({ runs: [aRun({ state: 'running', endedAt: null })] }).tally).toBe('trouble')
  })

  it('is dark where nothing was ever begun, and where everything was given back', () => {
    expect(view({ runs: [] }).tally).toBe('dark')
    expect(view({ runs: [arm, wrapped] }).tally).toBe('dark')
  })

  it.each(['IDLE', 'STARTING', 'STOPPING', 'RUNNING'] as const)(
    'does not show a channel as %s that was so an hour ago',
    (state) => {
      const world = aWorld({ channels: [aChannel({ state })] })
      expect(view({ runs: [arm], world, now: START + SECOND }).tally).not.toBe('trouble')
      expect(view({ runs: [arm], world, now: START + HOUR })).toMatchObject({
        tally: 'trouble',
        tallyWhy: 'No word from AWS for 60 min: what it is doing is not known.',
      })
    },
  )

  it('tells a channel that AWS does not list from one it was not asked about', () => {
    expect(view({ runs: [arm], world: aWorld() })).toMatchObject({
      tally: 'dark',
      tallyWhy: 'AWS lists no channel of this show.',
      facts: { observedAt: START, channel: null },
    })
    expect(view({ runs: [arm], world: aWorld(), now: START + HOUR }).tally).toBe('trouble')
  })

  it('does not take a list of live streams for proof that is older than the channels', () => {
    const channels = aWorld({ channels: [aChannel()], at: START + HOUR }).channels
    const world = { ...aWorld({ streams: [ARN] }), channels }
    expect(view({ ivs: true, world, now: START + HOUR })).toMatchObject({
      tally: 'paid-not-on-air',
      legs: [{ state: 'starting', proof: 'ivs' }],
    })
  })
})

describe('a show whose destinations nobody can vouch for', () => {
  it('says so, of each leg and of the whole', () => {
    expect(view({ world: aWorld({ channels: [aChannel()] }) })).toMatchObject({
      tally: 'paid-not-on-air',
      tallyWhy:
        'The channel runs; that viewers receive it cannot be proven for these destinations.',
      legs: [{ state: 'unproven', proof: 'none' }],
    })
  })
})
