import type {
  FoundSession,
  FoundView,
  RegionLook,
  StopReport,
} from '../../../src/shared/domain/found'
import { anError, sessionId } from './builders.ts'

const MINUTE = 60_000

const REGIONS = ['eu-west-1', 'us-east-1', 'us-west-2', 'eu-central-1', 'ap-northeast-1'] as const

export const notLooked: FoundView = {
  state: 'never',
  lookedAt: null,
  regions: [],
  sessions: [],
  strays: [],
  keptRecordings: 0,
  stop: null,
}

const asked = (now: number, region: string, more: Partial<RegionLook> = {}): RegionLook => ({
  region,
  state: 'asked',
  askedAt: now - MINUTE,
  asked: [{ what: 'MediaLive channels', found: 3, requestId: `request-${region}` }],
  troubles: [],
  ...more,
})

export const aFoundSession = (now: number, more: Partial<FoundSession> = {}): FoundSession => ({
  sessionId: sessionId('session-9'),
  region: 'eu-west-1',
  name: 'Morning devotion',
  owner: 'broadcast',
  begunAt: now - 26 * 60 * MINUTE,
  here: 'unknown',
  heldBy: { owner: 'maria on studio-1', since: now - 26 * 60 * MINUTE, here: false },
  running: true,
  perHourMicros: 982_800,
  priceIsWhole: true,
  adoptable: true,
  resources: [
    {
      kind: 'channel',
      id: '4711815',
      name: 'tallylight-morning-devotion-5e551017',
      state: 'RUNNING',
      running: true,
      perHourMicros: 982_800,
    },
    {
      kind: 'input',
      id: '2084661',
      name: 'in',
      state: 'ATTACHED',
      running: false,
      perHourMicros: 0,
    },
    {
      kind: 'security-group',
      id: '98',
      name: '',
      state: 'IN_USE',
      running: false,
      perHourMicros: 0,
    },
    {
      kind: 'safety-stop',
      id: 'tallylight-stop-session-9',
      name: 'tallylight-stop-session-9',
      state: 'ENABLED',
      running: false,
      perHourMicros: 0,
    },
    {
      kind: 'claim',
      id: 'tallylight/claims/show-9.json',
      name: 'tallylight/claims/show-9.json',
      state: 'HELD',
      running: false,
      perHourMicros: 0,
    },
  ],
  ...more,
})

export const aFound = (now: number, more: Partial<FoundView> = {}): FoundView => ({
  state: 'looked',
  lookedAt: now - MINUTE,
  regions: REGIONS.map((region) =>
    asked(
      now,
      region,
      region === 'ap-northeast-1'
        ? {
            asked: [],
            troubles: [
              {
                what: 'MediaLive channels',
                error: anError({
                  code: 'access.denied',
                  what: 'AWS does not allow ListChannels.',
                  why: 'The permissions of this role do not include it.',
                  todo: 'Ask whoever administers the account.',
                  reference: 'request-denied',
                }),
              },
            ],
          }
        : {},
    ),
  ),
  sessions: [
    aFoundSession(now, {}),
    aFoundSession(now, {
      sessionId: sessionId('session-1'),
      name: 'Sunday service',
      here: 'open',
      begunAt: now - 56 * MINUTE,
    }),
    aFoundSession(now, {
      sessionId: sessionId('session-8'),
      region: 'us-east-1',
      name: 'Quarterly board meeting with all the branches and their guests',
      running: false,
      perHourMicros: 20_000,
      heldBy: null,
      begunAt: null,
      adoptable: false,
      resources: [
        {
          kind: 'input',
          id: '11',
          name: 'in',
          state: 'DETACHED',
          running: false,
          perHourMicros: 10_000,
        },
        {
          kind: 'ivs-channel',
          id: 'arn:aws:ivs:us-east-1:111122223333:channel/abcdEFGH',
          name: 'ivs',
          state: 'OFFLINE',
          running: false,
          perHourMicros: 0,
        },
      ],
    }),
  ],
  strays: [],
  keptRecordings: 12,
  stop: null,
  ...more,
})

export const aFoundHalfway = (now: number): FoundView => ({
  ...aFound(now),
  state: 'looking',
  lookedAt: null,
  regions: REGIONS.map((region, at) => ({
    ...asked(now, region),
    state: at < 2 ? 'asked' : at === 2 ? 'asking' : 'waiting',
  })),
  sessions: [aFoundSession(now)],
})

export const aStopReport = (now: number): StopReport => ({
  beganAt: now - 3 * MINUTE,
  endedAt: now - MINUTE,
  lines: [
    {
      region: 'eu-west-1',
      sessionId: sessionId('session-9'),
      kind: 'channel',
      id: '4711815',
      name: 'tallylight-morning-devotion-5e551017',
      outcome: 'stopped',
      requestId: '6fa6ec68-8313-4f78-bb04-e6b0ad45563a',
      error: null,
      lastSeen: null,
      safetyStopAt: null,
    },
    {
      region: 'eu-west-1',
      sessionId: sessionId('session-7'),
      kind: 'channel',
      id: '98',
      name: 'tallylight-podcast-5e551018',
      outcome: 'was-off',
      requestId: '6fa6ec68-8313-4f78-bb04-e6b0ad45563b',
      error: null,
      lastSeen: null,
      safetyStopAt: null,
    },
    {
      region: 'us-east-1',
      sessionId: sessionId('session-1'),
      kind: 'channel',
      id: '77',
      name: 'tallylight-sunday-service-5e551019',
      outcome: 'not-stopped',
      requestId: null,
      error: anError({
        code: 'credentials.expired',
        what: 'The sign-in has expired.',
        why: 'Single sign-on lasts eight hours here.',
        todo: 'Sign in with “aws sso login”, then try again.',
      }),
      lastSeen: { state: 'RUNNING', at: now - 4 * MINUTE },
      safetyStopAt: now + 48 * MINUTE,
    },
    {
      region: 'us-east-1',
      sessionId: null,
      kind: 'region',
      id: 'us-east-1',
      name: 'us-east-1',
      outcome: 'not-stopped',
      requestId: null,
      error: anError({
        code: 'credentials.expired',
        what: 'The sign-in has expired.',
        todo: 'Sign in with “aws sso login”, then try again.',
      }),
      lastSeen: null,
      safetyStopAt: null,
    },
  ],
})
