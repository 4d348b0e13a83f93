import { describe, expect, it } from 'vitest'
import { ledger, totalMicros } from '../../../electron/core/metering/ledger'
import type { ObservedAlert } from '../../../electron/core/ports'
import { sessionView, type SessionSources } from '../../../electron/core/shows/sessionView'
import { SessionView } from '../../../src/shared/domain/session'
import {
  MINUTE,
  SECOND,
  START,
  aChannel,
  aRun,
  aSession,
  aShow,
  aTake,
  aUsage,
  aWorld,
  anAlert,
  anInput,
  anIvsDestination,
  anRtmpDestination,
  destinationId,
  roundRates,
  runId,
} from '../../harness/builders'

const ARN = 'arn:aws:ivs:eu-west-1:111122223333:channel/abc'
const armed = {
  channelId: '1000001',
  inputId: '2000001',
  ivs: [
    {
      destinationId: destinationId('website'),
      arn: ARN,
      ingestUrl: 'rtmps://abc.global-contribute.live-video.net:443/app',
    },
  ],
}
const session = aSession({
  show: aShow({ destinations: [anIvsDestination(), anRtmpDestination()] }),
})
const runs = [aRun(), aRun({ id: runId('run-2'), workflow: 'go-live', endedAt: START })]

const told = (...alerts: readonly ObservedAlert[]) => ({
  alerts: new Map([['1000001', { at: START, value: alerts }]]),
})
const onAir = aWorld({
  channels: [aChannel()],
  inputs: [anInput()],
  streams: [ARN],
  more: told(),
})

const sources = (more: Partial<SessionSources> = {}): SessionSources => ({
  session,
  runs,
  armed,
  world: onAir,
  takes: [],
  usage: [aUsage()],
  rates: roundRates(),
  watchedSince: START,
  now: START + SECOND,
  testCard: false,
  legSince: () => START,
  ...more,
})
const view = (more: Partial<SessionSources> = {}) => sessionView(sources(more))

describe('the picture of a session', () => {
  it('is what the contract promises, to the letter', () => {
    const made = view({ takes: [aTake()] })
    expect(SessionView.parse(made)).toEqual(made)
    expect(SessionView.strict().safeParse(made).success).toBe(true)
  })

  it('of a show on air is red, live, and says so of each leg', () => {
    expect(view()).toMatchObject({
      phase: 'live',
      tally: 'on-air',
      degraded: false,
      liveSince: START,
      facts: { asked: 'on', channel: { state: 'RUNNING', observedAt: START } },
      legs: [{ state: 'streaming' }, { state: 'unproven' }],
      playUrl: `/media/${session.id}/1/show-1080p.m3u8`,
    })
  })

  it('in rehearsal is violet for the same picture', () => {
    const rehearsed = { ...session, rehearsal: true }
    expect(view({ session: rehearsed }).tally).toBe('rehearsal')
  })

  it('does not believe an old word of AWS', () => {
    expect(view({ now: START + 21 * SECOND }).tally).toBe('trouble')
  })

  it('is in trouble, not on air, while the input is lost or black', () => {
    for (const type of ['Video Not Detected', 'Black Video Detected']) {
      const world = { ...onAir, ...told(anAlert({ type })) }
      expect(view({ world })).toMatchObject({ tally: 'trouble', degraded: true, phase: 'live' })
    }
  })

  it('is not called on air while AWS does not tell its alerts, or told them long ago', () => {
    expect(view({ world: { ...onAir, alerts: new Map() } }).tally).toBe('trouble')
    const now = START + 30 * SECOND
    const listed = { items: [aChannel()], askedAt: now, requestId: 'request-2' }
    const streams = onAir.streams && { ...onAir.streams, askedAt: now }
    expect(view({ now, world: { ...onAir, channels: listed, streams } }).tally).toBe('trouble')
  })

  it('is dark and armed no more than in name when somebody deleted the channel', () => {
    const gone = view({ world: aWorld() })
    expect(gone).toMatchObject({ tally: 'dark', phase: 'armed', liveSince: null })
    expect(view({ world: aWorld({ channels: null }) }).phase).toBe('live')
  })

  it('shows what stands still and waits for a person', () => {
    const error = {
      code: 'credentials.expired',
      what: 'x',
      why: 'y',
      todo: 'z',
      fate: 'wait' as const,
      reference: null,
    }
    expect(view({ runs: [aRun({ state: 'waiting', error })] }).parked).toEqual(error)
    expect(view().parked).toBeNull()
  })

  it('warns of a feed that is more than was declared, while it arrives', () => {
    const measured = {
      arriving: true,
      bitrateBps: 20_000_000,
      framesPerSecond: 30,
      width: 1920,
      height: 1080,
      keyframeIntervalMs: 2_000,
    }
    const feedOf = (value: typeof measured) =>
      view({
        world: aWorld({
          channels: [aChannel()],
          inputs: [anInput()],
          more: { feeds: new Map([['2000001', { at: START, value }]]) },
        }),
      }).feed
    expect(feedOf(measured)?.warnings).toHaveLength(1)
    expect(feedOf(measured)?.keyframeSeconds).toBe(2)
    expect(feedOf({ ...measured, arriving: false })?.warnings).toEqual([])
  })

  it('takes its sums from the ledger', () => {
    const now = START + 90 * MINUTE
    const { cost } = view({ now })
    expect(cost.soFarMicros).toBe(totalMicros(ledger(session.show, [aUsage()], roundRates(), now)))
    expect(cost.soFarMicros).toBe(cost.lines.reduce((sum, { micros }) => sum + micros, 0))
  })

  it('leads to a take only when there is something to play', () => {
    const takes = [aTake(), aTake({ playlist: 'recordings/x/takes/take-1.m3u8' })]
    expect(view({ takes }).takes.map(({ playUrl }) => playUrl)).toEqual([
      null,
      `/media/${session.id}/takes/take-1.m3u8`,
    ])
  })

  it('holds no secret: neither role, nor bucket, nor the whole name of the ingest', () => {
    const canary = 'canary4711canary4711canary'
    const text = JSON.stringify(
      view({
        session: { ...session, profile: `profile-${canary}` },
        world: aWorld({
          channels: [
            aChannel({ arn: `arn:${canary}`, tags: { ...aChannel().tags, note: canary } }),
          ],
          inputs: [
            anInput({ ingest: { url: 'rtmp://203.0.113.9:1935/live', streamName: canary } }),
          ],
          streams: [ARN],
        }),
      }),
    )
    expect(text).not.toContain(canary)
    expect(text).not.toContain('111122223333')
    expect(text).not.toContain('example-recordings')
    expect(text).toContain('ca••••••••')
  })
})
