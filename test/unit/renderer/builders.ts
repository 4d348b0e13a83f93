import type { AccountView, ProfileView } from '../../../src/shared/domain/account'
import type { ConsoleStatus } from '../../../src/shared/domain/consoleStatus'
import type { ArmedDrill } from '../../../src/shared/domain/drill'
import type { Destination } from '../../../src/shared/domain/destination'
import type {
  DestinationId,
  RunId,
  SessionId,
  ShowId,
  TakeId,
} from '../../../src/shared/domain/ids'
import type { Preflight } from '../../../src/shared/domain/preflight'
import type {
  Certificate,
  CostView,
  LegView,
  RunView,
  SessionView,
  StepView,
  TakeView,
} from '../../../src/shared/domain/session'
import type { Show } from '../../../src/shared/domain/show'
import type { WireError } from '../../../src/shared/errors'

export const NOW = Date.UTC(2026, 4, 17, 18, 14, 7)
const SECOND = 1_000
const MINUTE = 60 * SECOND

// The brands are erased at run time; these texts have the form that the schemas ask for.
export const showId = (text: string) => text as ShowId
export const sessionId = (text: string) => text as SessionId
export const destinationId = (text: string) => text as DestinationId

export const aStatus = (more: Partial<ConsoleStatus> = {}): ConsoleStatus => ({
  version: '0.1.0',
  abilities: { shell: 'desktop', clipboard: true, notifications: true, keepAwake: true },
  keychain: { kind: 'os', trouble: null },
  awsOffsetMs: 0,
  mayWrite: true,
  notices: [],
  rehearsalRtmp: 'rtmp://127.0.0.1:1935',
  ...more,
})

const noSettings: AccountView['settings'] = {
  roleArn: null,
  bucket: null,
  ingest: { allow: 'this-machine' },
  safetyRoleArn: null,
  withoutSafetyStop: false,
}

export const inRehearsal = (): AccountView => ({
  selected: { profile: '@rehearsal', region: 'eu-west-1' },
  rehearsal: true,
  state: 'signed-in',
  identity: {
    profile: '@rehearsal',
    region: 'eu-west-1',
    maskedAccount: '1111…3333',
    role: 'rehearsal',
    expiresAt: null,
  },
  trouble: null,
  settings: noSettings,
})

export const onAws = (now: number): AccountView => ({
  selected: { profile: 'broadcast', region: 'eu-west-1' },
  rehearsal: false,
  state: 'signed-in',
  identity: {
    profile: 'broadcast',
    region: 'eu-west-1',
    maskedAccount: '1111…3333',
    role: 'Producer',
    expiresAt: now + 7 * 60 * MINUTE + 41 * MINUTE + 5 * SECOND,
  },
  trouble: null,
  settings: {
    roleArn: 'arn:aws:iam::111122223333:role/MediaLiveAccessRole',
    bucket: 'example-recordings',
    ingest: { allow: 'list', cidrs: ['203.0.113.4/32'] },
    safetyRoleArn: 'arn:aws:iam::111122223333:role/TallylightSchedulerRole',
    withoutSafetyStop: false,
  },
})

export const profiles: readonly ProfileView[] = [
  { name: '@rehearsal', kind: 'rehearsal', region: null, trouble: null },
  { name: 'broadcast', kind: 'sso', region: 'eu-west-1', trouble: null },
  { name: 'archive', kind: 'static', region: 'us-east-1', trouble: null },
]

export const destinations: readonly Destination[] = [
  { kind: 'ivs', id: destinationId('ivs-1'), name: 'Website' },
  {
    kind: 'youtube',
    id: destinationId('youtube-1'),
    name: 'YouTube',
    url: 'rtmps://a.rtmps.youtube.com:443/live2',
  },
  {
    kind: 'restream',
    id: destinationId('restream-1'),
    name: 'Restream',
    url: 'rtmp://live.restream.io/live',
  },
]

export const aShow = (more: Partial<Show> = {}): Show => ({
  id: showId('show-1'),
  updatedAt: NOW,
  name: 'Sunday service',
  shape: 'program',
  preset: '1080p30',
  feed: { height: 1080, framesPerSecond: 30, bitrateBps: 6_000_000 },
  destinations: [...destinations],
  recording: 'keep-everything',
  plannedEndAt: null,
  capMicros: 5_000_000,
  autoStop: { noInputMinutes: null, atPlannedEnd: 'warn', atCap: 'warn' },
  ...more,
})

export const aLeg = (more: Partial<LegView> = {}): LegView => ({
  destinationId: destinationId('youtube-1'),
  kind: 'youtube',
  name: 'YouTube',
  address: 'rtmps://a.rtmps.youtube.com:443/live2',
  state: 'ready',
  proof: 'none',
  since: null,
  observedAt: null,
  frames: null,
  trouble: null,
  ...more,
})

export const aTake = (more: Partial<TakeView> = {}): TakeView => ({
  id: 'take-1' as TakeId,
  name: 'Take 1',
  state: 'verified',
  inAt: NOW - 30 * MINUTE,
  outAt: NOW - 20 * MINUTE,
  seconds: 602,
  bytes: 361_200_000,
  playUrl: '/media/takes/take-1/index.m3u8',
  trouble: null,
  ...more,
})

export const anArmedDrill = (more: Partial<ArmedDrill> = {}): ArmedDrill => ({
  id: 'drill-1',
  name: 'feed-lost',
  sessionId: null,
  kind: 'drop-input',
  about: null,
  phase: 'acting',
  endsAt: null,
  timesUsed: 0,
  ...more,
})

export const aStep = (more: Partial<StepView> = {}): StepView => ({
  key: 'run-1/start-channel',
  name: 'start-channel',
  subject: null,
  state: 'done',
  attempt: 1,
  startedAt: NOW - 90 * SECOND,
  endedAt: NOW - 20 * SECOND,
  error: null,
  usualMs: 75 * SECOND,
  longestMs: 600 * SECOND,
  requests: [],
  ...more,
})

export const aRun = (more: Partial<RunView> = {}): RunView => ({
  id: 'run-1' as RunId,
  workflow: 'go-live',
  state: 'succeeded',
  startedAt: NOW - 90 * SECOND,
  endedAt: NOW - 20 * SECOND,
  error: null,
  steps: [],
  ...more,
})

export const aCost = (more: Partial<CostView> = {}): CostView => ({
  perHourMicros: 16_000,
  soFarMicros: 3_200,
  committedMicros: 0,
  atPlannedEndMicros: null,
  capMicros: 5_000_000,
  ratesDatedAt: '2026-05-01',
  lines: [
    { what: 'MediaLive input, idle', quantity: '12 min', micros: 2_000 },
    { what: 'MediaLive channel, idle', quantity: '12 min', micros: 1_200 },
  ],
  ...more,
})

export const aCertificate = (more: Partial<Certificate> = {}): Certificate => ({
  sessionId: sessionId('session-1'),
  issuedAt: NOW,
  asked: ['MediaLive channels', 'MediaLive inputs', 'Input security groups', 'IVS channels'].map(
    (what, index) => ({
      what,
      found: 0,
      askedAt: NOW - 4 * SECOND + index * SECOND,
      requestId: `00000000-0000-4000-8000-00000000000${index}`,
    }),
  ),
  leftovers: [],
  keptRecordings: ['s3://example-recordings/recordings/session-1/'],
  totalMicros: 1_130_000,
  ...more,
})

export const aPreflight = (more: Partial<Preflight> = {}): Preflight => ({
  checkedAt: NOW,
  results: [
    { check: 'signed-in', level: 'fine', what: 'Signed in, for longer than the show', todo: null },
    { check: 'permissions', level: 'fine', what: 'May make channels and inputs', todo: null },
    { check: 'quotas', level: 'fine', what: '1 of 5 channels in use', todo: null },
    { check: 'recordings-bucket', level: 'fine', what: 'Bucket can be written', todo: null },
    { check: 'keys', level: 'fine', what: 'Every destination has its key', todo: null },
  ],
  ...more,
})

export const anError = (more: Partial<WireError> = {}): WireError => ({
  code: 'destination.refused',
  what: 'Restream refused the connection.',
  why: 'Most likely its stream key was changed there.',
  todo: 'Copy the key from Restream again and save it in the show.',
  fate: 'wait',
  reference: '7b1f0c2e-0000-4000-8000-000000000000',
  ...more,
})

export const aSession = (more: Partial<SessionView> = {}): SessionView => ({
  id: sessionId('session-1'),
  showId: showId('show-1'),
  showName: 'Sunday service',
  preset: '1080p30',
  rehearsal: false,
  region: 'eu-west-1',
  phase: 'armed',
  parked: null,
  degraded: false,
  tally: 'ready',
  tallyWhy: 'Everything is made; the channel is idle.',
  facts: {
    asked: 'off',
    observedAt: NOW,
    channel: { state: 'IDLE', observedAt: NOW },
    picture: null,
  },
  startedAt: NOW - 12 * MINUTE,
  liveSince: null,
  plannedEndAt: null,
  ingest: { url: 'rtmp://203.0.113.20:1935/programme', maskedName: 'a1••••••••f9' },
  feed: null,
  legs: destinations.map((destination) =>
    aLeg({
      destinationId: destination.id,
      kind: destination.kind,
      name: destination.name,
      address: destination.kind === 'ivs' ? 'rtmps://ivs.example:443/app/' : destination.url,
    }),
  ),
  takes: [],
  alerts: [],
  cost: aCost(),
  runs: [],
  safetyStopAt: null,
  impending: null,
  certificate: null,
  playUrl: null,
  testCard: false,
  ...more,
})
