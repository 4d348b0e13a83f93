import { describe, expect, it } from 'vitest'
import type { ObservedAlert, SessionRecord } from '../../../electron/core/ports'
import { legsOf, type LegSources } from '../../../electron/core/shows/legs'
import {
  START,
  aChannel,
  aSession,
  aShow,
  aWorld,
  anAlert,
  anIvsDestination,
  anRtmpDestination,
  destinationId,
} from '../../harness/builders'

const ARN = 'arn:aws:ivs:eu-west-1:111122223333:channel/abc'
const youtube = anRtmpDestination({
  id: destinationId('yt-main'),
  name: 'YouTube',
  url: 'rtmps://a.rtmps.example.com:443/live2',
})
const backup = { ...youtube, id: destinationId('yt-backup'), name: 'YouTube backup' }
const studio = anRtmpDestination({ url: 'rtmp://example.com/app' })
const all = [anIvsDestination(), youtube, backup, studio]

const sources = (
  more: Partial<LegSources> = {},
  alerts: readonly ObservedAlert[] = [],
): LegSources => ({
  session: aSession({ show: aShow({ destinations: all }) }),
  channel: aChannel(),
  ivs: [{ destinationId: 'website', arn: ARN }],
  world: aWorld({
    channels: [aChannel()],
    streams: [ARN],
    more: { alerts: new Map([['1000001', { at: START, value: alerts }]]) },
  }),
  now: START,
  ...more,
})
const failing = (...alerts: readonly ObservedAlert[]) =>
  legsOf(sources({}, alerts))
    .filter(({ view }) => view.state === 'error')
    .map(({ view }) => view.destinationId)
const saying = (message: string, more: Partial<ObservedAlert> = {}) => anAlert({ message, ...more })

describe('legs', () => {
  it('show the address without the key, and what AWS said when', () => {
    const views = legsOf(sources()).map(({ view }) => view)
    expect(views.map(({ address }) => address)).toEqual([
      'Amazon IVS, same account',
      'rtmps://a.rtmps.example.com:443/live2',
      'rtmps://a.rtmps.example.com:443/live2',
      'rtmp://example.com/app',
    ])
    expect(views.every(({ observedAt }) => observedAt === START)).toBe(true)
  })

  it('deliver where IVS says so, and nowhere that nobody tells of', () => {
    const legs = legsOf(sources())
    expect(legs.map(({ delivering }) => delivering)).toEqual([true, false, false, false])
    expect(legs.map(({ view }) => view.state)).toEqual([
      'streaming',
      'unproven',
      'unproven',
      'unproven',
    ])
  })

  it('in rehearsal go by what each sink counted', () => {
    const session: SessionRecord = aSession({
      rehearsal: true,
      show: aShow({ destinations: [youtube, studio] }),
    })
    const counted = new Map([
      ['yt-main', { frames: 300, bytes: 9, lastFrameAt: START - 1_000 }],
      ['studio', { frames: 7, bytes: 9, lastFrameAt: START - 60_000 }],
    ])
    const world = aWorld({
      channels: [aChannel()],
      more: { deliveries: new Map([['1000001', { at: START, value: counted }]]) },
    })
    const legs = legsOf(sources({ session, world }))
    expect(legs.map(({ view, delivering }) => [view.frames, view.state, delivering])).toEqual([
      [300, 'streaming', true],
      [7, 'starting', false],
    ])
  })

  it('are proven by CloudWatch’s word on their own output group, as old as it is', () => {
    const windows = (value: number) =>
      [30_000, 40_000].map((ago) => ({ from: START - ago - 10_000, to: START - ago, value }))
    const value = {
      framesIn: null,
      fillMs: null,
      droppedFrames: null,
      activeOutputs: new Map([
        ['yt-main', windows(1)],
        ['yt-backup', windows(0)],
      ]),
    }
    const world = aWorld({
      channels: [aChannel()],
      streams: [ARN],
      more: {
        metrics: new Map([['1000001', { at: START, value }]]),
        runningSince: new Map([['1000001', START - 600_000]]),
      },
    })
    const legs = legsOf(sources({ world }))
    expect(legs.map(({ view }) => [view.destinationId, view.proof, view.state])).toEqual([
      ['website', 'ivs', 'streaming'],
      ['yt-main', 'metrics', 'streaming'],
      ['yt-backup', 'metrics', 'starting'],
      ['studio', 'none', 'unproven'],
    ])
    expect(legs.map(({ view }) => START - (view.observedAt ?? 0))).toEqual([0, 30_000, 30_000, 0])
    expect(legs.map(({ provenAt }) => provenAt)).toEqual([
      undefined,
      START - 30_000,
      undefined,
      undefined,
    ])
  })

  it('are ready without a channel, and without trouble', () => {
    for (const { view, delivering } of legsOf(sources({ channel: undefined })))
      expect([view.state, view.trouble, delivering]).toEqual(['ready', null, false])
  })
})

describe('an alert of an output', () => {
  it('is of the destination whose output it names, also where another shares its host', () => {
    const message =
      'Output group yt-backup, output yt-backup, rtmps://a.rtmps.example.com:443/live2'
    expect(failing(saying(message))).toEqual(['yt-backup'])
  })

  it('is of all who share a host when only the host is named', () => {
    expect(failing(saying('Cannot connect to rtmps://a.rtmps.example.com:443/live2'))).toEqual([
      'yt-main',
      'yt-backup',
    ])
  })

  it('is not of a host whose name only ends the same', () => {
    expect(failing(saying('Cannot connect to rtmp://live.example.com:1935/app'))).toEqual([])
    expect(failing(saying('Cannot connect to rtmp://example.com:1935/app'))).toEqual(['studio'])
  })

  it('finds IVS by its ingest', () => {
    const host = 'abc.global-contribute.live-video.net'
    expect(failing(saying(`No answer from rtmps://${host}:443/app`))).toEqual(['website'])
  })

  it('is of the only destination there is, whatever it says', () => {
    const session = aSession({ show: aShow({ destinations: [studio] }) })
    const legs = legsOf({ ...sources({}, [saying('something')]), session })
    expect(legs.map(({ view }) => view.state)).toEqual(['error'])
    expect(legs[0]?.view.trouble).toMatchObject({ code: 'leg.failing', fate: 'retry' })
  })

  it.each([
    ['cleared', saying('yt-main', { state: 'CLEARED', clearedAt: START })],
    ['of the recording', saying('yt-main', { type: 'Failed to Write to Output' })],
    ['of the input', saying('yt-main', { type: 'RTMP Stream Not Found' })],
  ])('is no leg’s when it is %s', (_, alert) => {
    expect(failing(alert)).toEqual([])
  })
})
