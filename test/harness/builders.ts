import type { AccountSettings, IdentityView } from '../../src/shared/domain/account'
import type { Destination } from '../../src/shared/domain/destination'
import type { DestinationId, RunId, SessionId, ShowId, TakeId } from '../../src/shared/domain/ids'
import type { RateTable } from '../../src/shared/domain/rateTable'
import type { RunView } from '../../src/shared/domain/session'
import type { Show, ShowDraft } from '../../src/shared/domain/show'
import type { Sentence } from '../../src/shared/errors'
import type {
  ObservedAlert,
  ObservedChannel,
  ObservedInput,
  SessionRecord,
  TakeRecord,
  Usage,
} from '../../electron/core/ports'
import { nothingObserved, type ObservedWorld } from '../../electron/core/reconcile/observed'

/** An evening in UTC; every builder begins there. */
export const START = Date.UTC(2026, 4, 17, 18, 0, 0)
export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

// Brands are erased at run time; these texts have the form that the schemas ask for.
export const destinationId = (text: string) => text as DestinationId
export const runId = (text: string) => text as RunId
export const sessionId = (text: string) => text as SessionId
export const showId = (text: string) => text as ShowId
export const takeId = (text: string) => text as TakeId

export const SESSION = sessionId('5e551017-0000-4000-8000-000000000001')

type Rtmp = Exclude<Destination, { readonly kind: 'ivs' }>

export const anRtmpDestination = (more: Partial<Rtmp> = {}): Rtmp => ({
  kind: 'rtmp',
  id: destinationId('studio'),
  name: 'Studio',
  url: 'rtmp://live.example.com/app',
  ...more,
})

export const anIvsDestination = (
  more: Partial<Extract<Destination, { readonly kind: 'ivs' }>> = {},
): Destination => ({ kind: 'ivs', id: destinationId('website'), name: 'Website', ...more })

export const aDraft = (more: Partial<ShowDraft> = {}): ShowDraft => ({
  name: 'Sunday service',
  shape: 'program',
  preset: '1080p30',
  feed: { height: 1080, framesPerSecond: 30, bitrateBps: 6_000_000 },
  destinations: [anRtmpDestination()],
  recording: 'keep-everything',
  plannedEndAt: null,
  capMicros: null,
  autoStop: { noInputMinutes: null, atPlannedEnd: 'warn', atCap: 'warn' },
  ...more,
})

export const aShow = (more: Partial<Show> = {}): Show => ({
  ...aDraft(),
  id: showId('show-1'),
  updatedAt: START,
  ...more,
})

export const someSettings = (more: Partial<AccountSettings> = {}): AccountSettings => ({
  roleArn: 'arn:aws:iam::111122223333:role/MediaLiveAccessRole',
  bucket: 'example-recordings',
  ingest: { allow: 'this-machine' },
  safetyRoleArn: 'arn:aws:iam::111122223333:role/TallylightSchedulerRole',
  withoutSafetyStop: false,
  ...more,
})

export const anIdentity = (more: Partial<IdentityView> = {}): IdentityView => ({
  profile: 'studio',
  region: 'eu-west-1',
  maskedAccount: '1111…3333',
  role: 'Producer',
  expiresAt: null,
  ...more,
})

export const aSession = (more: Partial<SessionRecord> = {}): SessionRecord => ({
  id: SESSION,
  show: aShow(),
  profile: 'studio',
  region: 'eu-west-1',
  rehearsal: false,
  settings: someSettings(),
  startedAt: START,
  plannedEndAt: null,
  certificate: null,
  ...more,
})

/** What everything of a session carries. */
export const ownTags = (of: string = SESSION) => ({ application: 'tallylight', session: of })

export const aChannel = (more: Partial<ObservedChannel> = {}): ObservedChannel => ({
  id: '1000001',
  arn: 'arn:aws:medialive:eu-west-1:111122223333:channel:1000001',
  name: 'tallylight-sunday-service-5e551017',
  state: 'RUNNING',
  inputIds: ['2000001'],
  outputIds: [],
  tags: ownTags(),
  ...more,
})

export const anInput = (more: Partial<ObservedInput> = {}): ObservedInput => ({
  id: '2000001',
  name: 'tallylight-sunday-service-5e551017',
  state: 'ATTACHED',
  ingest: { url: 'rtmp://203.0.113.9:1935/live', streamName: 'abcdefghijkmnpqrstuvwxyz23' },
  tags: ownTags(),
  ...more,
})

export const anAlert = (more: Partial<ObservedAlert> = {}): ObservedAlert => ({
  id: 'alert-1',
  type: 'Failed RTMP Connection',
  message: 'Output studio cannot reach rtmp://live.example.com/app',
  state: 'SET',
  setAt: START,
  clearedAt: null,
  ...more,
})

export const aListing = <T>(items: readonly T[], askedAt = START) => ({
  items,
  askedAt,
  requestId: 'request-1',
})

/** Lists are given as what is in them; null is a list that was never asked for. */
export interface Seen {
  readonly at?: number
  readonly channels?: readonly ObservedChannel[] | null
  readonly inputs?: readonly ObservedInput[] | null
  /** ARNs of IVS channels that are live. */
  readonly streams?: readonly string[] | null
  readonly more?: Partial<ObservedWorld>
}

export const aWorld = ({
  at = START,
  channels = [],
  inputs = [],
  streams = [],
  more = {},
}: Seen = {}): ObservedWorld => ({
  ...nothingObserved,
  channels: channels && aListing(channels, at),
  inputs: inputs && aListing(inputs, at),
  streams:
    streams &&
    aListing(
      streams.map((channelArn) => ({
        channelArn,
        health: 'HEALTHY' as const,
        viewers: 0,
        startedAt: at,
      })),
      at,
    ),
  ...more,
})

export const aRun = (more: Partial<RunView> = {}): RunView => ({
  id: runId('run-1'),
  workflow: 'arm',
  state: 'succeeded',
  startedAt: START,
  endedAt: START + MINUTE,
  error: null,
  steps: [],
  ...more,
})

export const aTake = (more: Partial<TakeRecord> = {}): TakeRecord => ({
  id: takeId('take-1'),
  sessionId: SESSION,
  airing: 1,
  name: 'Take 1',
  state: 'recording',
  inAt: START,
  outAt: null,
  pictureAgeMs: null,
  outPictureAgeMs: null,
  playlist: null,
  seconds: null,
  bytes: null,
  trouble: null,
  ...more,
})

export const aUsage = (more: Partial<Usage> = {}): Usage => ({
  id: 'usage-1',
  sessionId: SESSION,
  kind: 'channel-running',
  resource: '1000001',
  from: START,
  to: null,
  lastSeenAt: more.to ?? more.from ?? START,
  quantity: null,
  ...more,
})

/** Round prices, so that sums can be checked by head. */
export const roundRates = (more: Partial<RateTable> = {}): RateTable => ({
  datedAt: '2026-01-01',
  region: 'us-east-1',
  source: 'a test',
  extrapolated: [],
  perHourMicros: {
    'medialive.input.hd.avc.10': 600_000,
    'medialive.output.hd.avc.10.30': 1_200_000,
    'medialive.output.hd.avc.10.60': 2_400_000,
    'medialive.channel.idle': 36_000,
    'medialive.input.idle': 72_000,
    'ivs.input.standard': 3_600_000,
  },
  perGigabyteMicros: { 'egress.internet': 100_000 },
  perThousandMicros: { 's3.put': 10_000 },
  perGigabyteMonthMicros: {},
  ...more,
})

export const aSentence = (more: Partial<Sentence> = {}): Sentence => ({
  code: 'test.trouble',
  what: 'It did not work.',
  why: 'The test says so.',
  todo: 'Nothing.',
  fate: 'retry',
  ...more,
})
