import type { AccountView } from '../../../src/shared/domain/account'
import type { ConsoleStatus } from '../../../src/shared/domain/consoleStatus'
import type { ArmedDrill } from '../../../src/shared/domain/drill'
import type { FoundView } from '../../../src/shared/domain/found'
import type { DestinationId, RunId, TakeId } from '../../../src/shared/domain/ids'
import type { Preflight } from '../../../src/shared/domain/preflight'
import type { CostView, SessionView, StepView } from '../../../src/shared/domain/session'
import type { Show } from '../../../src/shared/domain/show'
import {
  aCertificate,
  aCost,
  anArmedDrill,
  anError,
  aPreflight,
  aRun,
  aSession,
  aShow,
  aStatus,
  aStep,
  aTake,
  destinationId,
  inRehearsal,
  onAws,
  sessionId,
  showId,
} from './builders.ts'
import { aFound, aFoundHalfway, aStopReport, notLooked } from './foundBuilders.ts'

/** A moment of the console, as its feeds and answers would tell it. */
export interface Scene {
  readonly status: ConsoleStatus
  readonly account: AccountView
  readonly shows: readonly Show[]
  readonly sessions: readonly SessionView[]
  readonly preflight: Preflight
  readonly keys: readonly DestinationId[]
  readonly drills: readonly ArmedDrill[]
  readonly found: FoundView
}

const SECOND = 1_000
const MINUTE = 60 * SECOND

const others = (now: number): readonly Show[] => [
  aShow({ id: showId('show-2'), name: 'Podcast', updatedAt: now - 9, destinations: [] }),
  aShow({ id: showId('show-3'), name: 'Board meeting, quarterly', updatedAt: now - 10 }),
]

const base = (now: number, more: Partial<Scene>): Scene => ({
  status: aStatus(),
  account: onAws(now),
  shows: [aShow({ updatedAt: now, plannedEndAt: now + 17 * MINUTE + 50 * SECOND }), ...others(now)],
  sessions: [],
  preflight: aPreflight({ checkedAt: now - 3 * SECOND }),
  keys: [destinationId('youtube-1'), destinationId('restream-1')],
  drills: [],
  found: notLooked,
  ...more,
})

const ended = (now: number, names: readonly string[]): StepView[] =>
  names.map((name, index) =>
    aStep({
      key: `run/${name}`,
      name,
      startedAt: now - 12 * MINUTE + index * 4 * SECOND,
      endedAt: now - 12 * MINUTE + (index + 1) * 4 * SECOND - 300,
    }),
  )

const armed = (now: number) =>
  aRun({
    id: 'run-arm' as RunId,
    workflow: 'arm',
    startedAt: now - 12 * MINUTE,
    endedAt: now - 11 * MINUTE,
    steps: ended(now, ['create-ivs-channel', 'create-input', 'create-channel', 'wait-until-idle']),
  })

const starting = (now: number) =>
  aRun({
    id: 'run-live' as RunId,
    workflow: 'go-live',
    state: 'running',
    startedAt: now - 41 * SECOND,
    endedAt: null,
    steps: [
      aStep({
        key: 'a',
        name: 'point-recording',
        startedAt: now - 41 * SECOND,
        endedAt: now - 37 * SECOND,
      }),
      aStep({
        key: 'b',
        name: 'start-channel',
        startedAt: now - 37 * SECOND,
        endedAt: now - 36 * SECOND,
        attempt: 2,
        requests: [
          { call: 'StartChannel', id: '0d9f1c52-6a57-4d0c-9a39-7c1f6d1b2a11' },
          { call: 'StartChannel', id: '7b2f3a90-1f3e-4c55-8a51-2f0f7a8c9d22' },
        ],
      }),
      aStep({
        key: 'c',
        name: 'wait-until-running',
        subject: 'Sunday service',
        state: 'running',
        startedAt: now - 36 * SECOND,
        endedAt: null,
        usualMs: 75 * SECOND,
        longestMs: 10 * MINUTE,
      }),
    ],
  })

const liveCost = (now: number): CostView =>
  aCost({
    perHourMicros: 981_000,
    soFarMicros: 689_000,
    committedMicros: 689_000,
    atPlannedEndMicros: 981_000,
    lines: [
      { what: 'MediaLive input, HD AVC ≤ 10 Mb/s', quantity: '42 min', micros: 103_000 },
      { what: 'MediaLive output, HD AVC ≤ 10 Mb/s, 30 fps', quantity: '42 min', micros: 491_000 },
      { what: 'IVS input, standard', quantity: '42 min', micros: 85_000 },
      { what: 'S3 storage and requests', quantity: '1.3 GB', micros: 10_000 },
    ],
    ratesDatedAt: new Date(now - 16 * 24 * 60 * MINUTE).toISOString().slice(0, 10),
  })

const live = (now: number, more: Partial<SessionView> = {}): SessionView => {
  const since = now - 42 * MINUTE - 10 * SECOND
  return aSession({
    phase: 'live',
    tally: 'on-air',
    tallyWhy: 'The channel runs, the feed arrives, and 3 of 3 destinations confirm it.',
    startedAt: since - 14 * MINUTE,
    liveSince: since,
    plannedEndAt: now + 17 * MINUTE + 50 * SECOND,
    facts: {
      asked: 'on',
      observedAt: now - 2 * SECOND,
      channel: { state: 'RUNNING', observedAt: now - 2 * SECOND },
      picture: { moving: true, newestAt: now - 5 * SECOND, observedAt: now - SECOND },
    },
    feed: {
      arriving: true,
      observedAt: now - SECOND,
      bitrateBps: 4_812_000,
      framesPerSecond: 30,
      width: 1920,
      height: 1080,
      keyframeSeconds: 2,
      warnings: [],
    },
    legs: aSession().legs.map((leg, index) => ({
      ...leg,
      state: 'streaming',
      proof: leg.kind === 'ivs' ? 'ivs' : 'counted',
      since: since + index * 3 * SECOND,
      observedAt: now - 2 * SECOND,
      frames: leg.kind === 'ivs' ? null : 75_900 - index * 90,
    })),
    takes: [
      aTake({ name: 'Welcome', inAt: since + MINUTE }),
      aTake({
        id: 'take-2' as TakeId,
        name: 'Take 2',
        state: 'recording',
        inAt: now - 10 * MINUTE - 2 * SECOND,
        outAt: null,
        seconds: null,
        bytes: null,
        playUrl: null,
      }),
    ],
    cost: liveCost(now),
    runs: [
      {
        ...starting(now),
        state: 'succeeded',
        startedAt: since - 80 * SECOND,
        endedAt: since,
        steps: starting(now).steps.map((step) => ({
          ...step,
          state: 'done',
          startedAt: since - 80 * SECOND,
          endedAt: since,
        })),
      },
      armed(since),
    ],
    playUrl: '/media/programme/index.m3u8',
    ...more,
  })
}

const troubled = (now: number): SessionView =>
  live(now, {
    tally: 'trouble',
    tallyWhy: 'Nothing arrives at the ingest: viewers see the slate since 24 seconds.',
    degraded: true,
    facts: {
      asked: 'on',
      observedAt: now - 2 * SECOND,
      channel: { state: 'RUNNING', observedAt: now - 2 * SECOND },
      picture: { moving: false, newestAt: now - 24 * SECOND, observedAt: now - SECOND },
    },
    playUrl: null,
    feed: {
      arriving: false,
      observedAt: now - SECOND,
      bitrateBps: null,
      framesPerSecond: null,
      width: null,
      height: null,
      keyframeSeconds: null,
      warnings: ['The last feed had keyframes 8.3 s apart. Set 2 s in the encoder.'],
    },
    legs: live(now).legs.map((leg) =>
      leg.kind === 'restream' ? { ...leg, state: 'error', frames: null, trouble: anError() } : leg,
    ),
    alerts: [
      {
        id: 'alert-1',
        type: 'RTMP Has No Audio/Video',
        setAt: now - 24 * SECOND,
        what: 'The input has neither picture nor sound.',
        why: 'The encoder stopped sending, or its network is gone.',
        todo: 'Look at the encoder and start its stream again.',
      },
    ],
    runs: [
      aRun({
        id: 'run-renew' as RunId,
        workflow: 'renew-safety-stop',
        state: 'waiting',
        startedAt: now - 70 * SECOND,
        endedAt: null,
        error: anError({
          code: 'credentials.expired',
          what: 'The sign-in has expired.',
          why: 'Single sign-on lasts eight hours here.',
          todo: 'Sign in with “aws sso login”, then try again.',
        }),
        steps: [
          aStep({
            key: 'x',
            name: 'extend-lease',
            state: 'failed',
            attempt: 3,
            startedAt: now - 70 * SECOND,
            endedAt: now - 60 * SECOND,
            error: anError({ what: 'The sign-in has expired.' }),
          }),
        ],
      }),
      ...live(now).runs,
    ],
  })

const wrapped = (now: number): SessionView =>
  live(now, {
    phase: 'wrapped',
    tally: 'dark',
    tallyWhy: 'Ended; nothing of it is left at AWS.',
    facts: { asked: 'off', observedAt: now - MINUTE, channel: null, picture: null },
    feed: null,
    ingest: null,
    legs: [],
    playUrl: null,
    takes: [
      aTake({ name: 'Welcome' }),
      aTake({ id: 'take-2' as TakeId, name: 'Take 2', seconds: 1204, bytes: 722_400_000 }),
    ],
    cost: { ...liveCost(now), perHourMicros: 0, soFarMicros: 1_130_000 },
    certificate: aCertificate({ issuedAt: now - MINUTE }),
    runs: [
      aRun({
        id: 'run-wrap' as RunId,
        workflow: 'wrap',
        startedAt: now - 3 * MINUTE,
        endedAt: now - MINUTE,
        steps: ended(now, [
          'delete-channel',
          'delete-input',
          'delete-ivs-channel',
          'list-leftovers',
        ]),
      }),
      ...live(now).runs,
    ],
  })

const takenOver = (now: number): SessionView =>
  live(now, {
    takenOver: { owner: 'tom on truck-2', since: now - MINUTE },
    parked: anError({
      code: 'claim.taken-over',
      what: 'tom on truck-2 has taken over this show.',
      why: 'It airs from that console; this one may watch.',
      todo: 'Ask there before you do anything with it.',
    }),
  })

const asRehearsal = (session: SessionView): SessionView => ({
  ...session,
  rehearsal: true,
  tally: session.tally === 'on-air' ? 'rehearsal' : session.tally,
})

/** Moments worth looking at, told as of `now`. */
export const scenes = {
  'first-run': (now: number) => base(now, { account: inRehearsal(), shows: [] }),
  planned: (now: number) =>
    base(now, {
      preflight: aPreflight({
        checkedAt: now - 3 * SECOND,
        results: [
          ...aPreflight().results,
          {
            check: 'ingest-allow-list',
            level: 'warns',
            what: 'The ingest is open to this machine only',
            todo: 'If the encoder is elsewhere, add its address in Settings.',
          },
          {
            check: 'restream-key',
            level: 'blocks',
            what: 'Restream has no stream key',
            todo: 'Paste it under “Edit show”.',
          },
        ],
      }),
      keys: [destinationId('youtube-1')],
    }),
  prepared: (now: number) =>
    base(now, { sessions: [aSession({ startedAt: now - 12 * MINUTE, runs: [armed(now)] })] }),
  starting: (now: number) =>
    base(now, {
      sessions: [
        aSession({
          phase: 'starting',
          tally: 'changing',
          tallyWhy: 'AWS is starting the channel.',
          startedAt: now - 12 * MINUTE,
          facts: {
            asked: 'on',
            observedAt: now - 2 * SECOND,
            channel: { state: 'STARTING', observedAt: now - 2 * SECOND },
            picture: null,
          },
          runs: [starting(now), armed(now)],
        }),
      ],
    }),
  live: (now: number) => base(now, { sessions: [live(now)] }),
  rehearsal: (now: number) =>
    base(now, {
      account: inRehearsal(),
      sessions: [asRehearsal(live(now, { testCard: true }))],
    }),
  drills: (now: number) =>
    base(now, {
      account: inRehearsal(),
      sessions: [asRehearsal(live(now, { testCard: true }))],
      drills: [
        anArmedDrill({ id: 'drill-1', name: 'feed-frozen', endsAt: now + 42_000 }),
        anArmedDrill({
          id: 'drill-2',
          name: 'destination-down',
          kind: 'destination-down',
          about: 'rtmps://a.rtmps.youtube.com:443/live2',
        }),
      ],
    }),
  trouble: (now: number) =>
    base(now, {
      sessions: [
        troubled(now),
        aSession({
          id: sessionId('session-2'),
          showId: showId('show-3'),
          tally: 'paid-not-on-air',
          phase: 'live',
          startedAt: now - 3 * 60 * MINUTE,
        }),
      ],
    }),
  'taken-over': (now: number) => base(now, { sessions: [takenOver(now)] }),
  'nothing-found': (now: number) => base(now, { found: aFound(now, { sessions: [] }) }),
  found: (now: number) => base(now, { found: aFound(now), sessions: [live(now)] }),
  'looking-around': (now: number) => base(now, { found: aFoundHalfway(now) }),
  'stopped-all': (now: number) =>
    base(now, { found: aFound(now, { stop: aStopReport(now) }), sessions: [live(now)] }),
  certificate: (now: number) => base(now, { sessions: [wrapped(now)] }),
  'view-only': (now: number) =>
    base(now, {
      status: aStatus({
        mayWrite: false,
        notices: [
          anError({
            code: 'storage.damaged',
            what: 'A file of the console was damaged and put aside.',
            why: 'Most likely the power went out while it was written.',
            todo: 'Nothing of your shows is lost. Dismiss this once you have read it.',
          }),
        ],
      }),
      sessions: [live(now)],
    }),
} as const satisfies Record<string, (now: number) => Scene>

export type SceneName = keyof typeof scenes
