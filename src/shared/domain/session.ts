import { z } from 'zod'
import { WireError } from '../errors'
import { DestinationKind } from './destination'
import { DestinationId, RunId, SessionId, ShowId, TakeId } from './ids'
import { Micros } from './money'
import { PresetId } from './show'
import { Tally } from './tally'

export const Phase = z.enum([
  'arming',
  'armed',
  'starting',
  'live',
  'stopping',
  'wrapping',
  'wrapped',
])
export type Phase = z.infer<typeof Phase>

/** MediaLive's own words, all eleven. */
export const ChannelState = z.enum([
  'CREATING',
  'CREATE_FAILED',
  'IDLE',
  'STARTING',
  'RUNNING',
  'RECOVERING',
  'STOPPING',
  'DELETING',
  'DELETED',
  'UPDATING',
  'UPDATE_FAILED',
])
export type ChannelState = z.infer<typeof ChannelState>

/** `unproven`: it is sent there, and nobody can tell whether it arrives. */
export const LegState = z.enum(['ready', 'starting', 'streaming', 'unproven', 'stopping', 'error'])
export type LegState = z.infer<typeof LegState>

/**
 * Who tells whether the picture arrives: a counter at the far end, IVS, CloudWatch (that it is sent,
 * a minute or two late), or nobody.
 */
export const LegProof = z.enum(['counted', 'ivs', 'metrics', 'none'])
export type LegProof = z.infer<typeof LegProof>

/** The programme's way to one destination, as far as it was observed. */
export const LegView = z.object({
  destinationId: DestinationId,
  kind: DestinationKind,
  name: z.string(),
  /** Host and application, never the key. */
  address: z.string(),
  state: LegState,
  proof: LegProof,
  /** When the present state began; null before it was ever seen. */
  since: z.int().nullable(),
  observedAt: z.int().nullable(),
  /** Frames counted by whoever receives them; null where nobody tells. */
  frames: z.int().nullable(),
  trouble: WireError.nullable(),
})
export type LegView = z.infer<typeof LegView>

export const TakeState = z.enum(['recording', 'closing', 'verified', 'damaged'])
export type TakeState = z.infer<typeof TakeState>

/** One recording between two marks, both in AWS time. */
export const TakeView = z.object({
  id: TakeId,
  name: z.string(),
  state: TakeState,
  inAt: z.int(),
  outAt: z.int().nullable(),
  /** Seconds of picture in its playlist, read from the segments; null until verified. */
  seconds: z.number().nullable(),
  bytes: z.int().nullable(),
  /** Relative to the shell's origin; null until there is something to play. */
  playUrl: z.string().nullable(),
  trouble: WireError.nullable(),
})
export type TakeView = z.infer<typeof TakeView>

/** A call to AWS, and the id AWS knows it by: for whoever has to ask AWS about it. */
export const StepRequest = z.object({ call: z.string(), id: z.string() })
export type StepRequest = z.infer<typeof StepRequest>

export const StepView = z.object({
  key: z.string(),
  name: z.string(),
  subject: z.string().nullable(),
  state: z.enum(['running', 'done', 'failed', 'undoing', 'undone']),
  attempt: z.int(),
  startedAt: z.int(),
  endedAt: z.int().nullable(),
  error: WireError.nullable(),
  /** How long this kind of step usually takes, and at the longest; null where nobody knows. */
  usualMs: z.int().nullable(),
  longestMs: z.int().nullable(),
  /** Of all tries that are on record, in order; empty where AWS was not asked. */
  requests: z.array(StepRequest),
})
export type StepView = z.infer<typeof StepView>

export const RunState = z.enum([
  'running',
  'waiting',
  'parked',
  'undoing',
  'succeeded',
  'rolled-back',
  'cancelled',
])
export type RunState = z.infer<typeof RunState>

/** One execution of a workflow, for the activity list. */
export const RunView = z.object({
  id: RunId,
  workflow: z.string(),
  state: RunState,
  startedAt: z.int(),
  endedAt: z.int().nullable(),
  error: WireError.nullable(),
  steps: z.array(StepView),
})
export type RunView = z.infer<typeof RunView>

export const AlertView = z.object({
  id: z.string(),
  type: z.string(),
  setAt: z.int(),
  what: z.string(),
  why: z.string(),
  todo: z.string(),
})
export type AlertView = z.infer<typeof AlertView>

/** What arrives at the ingest, as measured by whoever receives it; null members were not measured. */
export const FeedView = z.object({
  arriving: z.boolean(),
  observedAt: z.int(),
  bitrateBps: z.number().nullable(),
  framesPerSecond: z.number().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  keyframeSeconds: z.number().nullable(),
  /** Plain sentences: more than was declared, keyframes too far apart … */
  warnings: z.array(z.string()),
})
export type FeedView = z.infer<typeof FeedView>

/** Where to push to. The stream name is shown masked; the whole one is asked for by a call. */
export const IngestView = z.object({ url: z.string(), maskedName: z.string() })
export type IngestView = z.infer<typeof IngestView>

export const CostView = z.object({
  perHourMicros: Micros,
  soFarMicros: Micros,
  /** What has to be paid even if it were stopped now: the 10-minute minimum. */
  committedMicros: Micros,
  atPlannedEndMicros: Micros.nullable(),
  capMicros: Micros.nullable(),
  ratesDatedAt: z.string(),
  lines: z.array(z.object({ what: z.string(), quantity: z.string(), micros: Micros })),
})
export type CostView = z.infer<typeof CostView>

/** Proof, asked of AWS after the last delete, that nothing of the session is left. */
export const Certificate = z.object({
  sessionId: SessionId,
  issuedAt: z.int(),
  asked: z.array(
    z.object({ what: z.string(), found: z.int(), askedAt: z.int(), requestId: z.string() }),
  ),
  leftovers: z.array(z.object({ kind: z.string(), id: z.string(), state: z.string() })),
  keptRecordings: z.array(z.string()),
  totalMicros: Micros,
})
export type Certificate = z.infer<typeof Certificate>

/** Why the console is about to end the show, or why a person should. */
export const Impending = z.object({
  reason: z.enum(['no-input', 'planned-end', 'cap']),
  /** Which one: when the picture was lost, the planned end, the cap. */
  cause: z.number(),
  /** When it is stopped, by this machine's clock; null: it is only said. */
  stopsAt: z.int().nullable(),
  what: z.string(),
  todo: z.string(),
})
export type Impending = z.infer<typeof Impending>

/** Three facts, kept apart: what was asked, what AWS says, whether the picture moves. */
export const Facts = z.object({
  asked: z.enum(['off', 'on']),
  /** When AWS was last asked what there is; null: not yet, so that nothing below is known. */
  observedAt: z.int().nullable(),
  /** Null where AWS lists none, or was not asked. */
  channel: z.object({ state: ChannelState, observedAt: z.int() }).nullable(),
  picture: z
    .object({ moving: z.boolean(), newestAt: z.int().nullable(), observedAt: z.int() })
    .nullable(),
})
export type Facts = z.infer<typeof Facts>

/** All that the renderer may know of a session. Keys are not in it, by construction. */
export const SessionView = z.object({
  id: SessionId,
  showId: ShowId,
  showName: z.string(),
  preset: PresetId,
  rehearsal: z.boolean(),
  region: z.string(),
  phase: Phase,
  parked: WireError.nullable(),
  /** Another console has it now: it may be watched here, and nothing else. */
  takenOver: z.object({ owner: z.string(), since: z.int() }).nullable().optional(),
  degraded: z.boolean(),
  tally: Tally,
  /** One sentence: why the lamp shows what it shows. */
  tallyWhy: z.string(),
  facts: Facts,
  startedAt: z.int(),
  liveSince: z.int().nullable(),
  plannedEndAt: z.int().nullable(),
  /** When AWS stops the channel by itself, AWS's time; null: nothing is set. */
  safetyStopAt: z.int().nullable(),
  impending: Impending.nullable(),
  ingest: IngestView.nullable(),
  feed: FeedView.nullable(),
  legs: z.array(LegView),
  takes: z.array(TakeView),
  alerts: z.array(AlertView),
  cost: CostView,
  runs: z.array(RunView),
  certificate: Certificate.nullable(),
  /** HLS of the programme being recorded, on the shell's own origin; null when there is none. */
  playUrl: z.string().nullable(),
  testCard: z.boolean(),
})
export type SessionView = z.infer<typeof SessionView>
