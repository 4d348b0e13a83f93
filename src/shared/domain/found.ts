import { z } from 'zod'
import { WireError } from '../errors'
import { SessionId } from './ids'
import { Micros } from './money'

/** Every kind of thing that Tallylight makes in an account. */
export const FoundKind = z.enum([
  'channel',
  'input',
  'security-group',
  'ivs-channel',
  'safety-stop',
  'claim',
  'recordings',
])
export type FoundKind = z.infer<typeof FoundKind>

export const FoundResource = z.object({
  kind: FoundKind,
  id: z.string(),
  name: z.string(),
  /** AWS's own word. */
  state: z.string(),
  /** It encodes or is live. */
  running: z.boolean(),
  /** Null where it costs by the hour and our rates do not say how much. */
  perHourMicros: Micros.nullable(),
})
export type FoundResource = z.infer<typeof FoundResource>

/** What this console knows of a session: its own, ended here, another console's now, or nothing. */
export const FoundHere = z.enum(['open', 'ended', 'taken-over', 'unknown'])
export type FoundHere = z.infer<typeof FoundHere>

/** Whose claim stands; `here`: this console's. */
export const Holder = z.object({ owner: z.string(), since: z.int(), here: z.boolean() })
export type Holder = z.infer<typeof Holder>

/** Everything of one session that AWS has, by its tags and names. */
export const FoundSession = z.object({
  sessionId: SessionId,
  region: z.string(),
  name: z.string(),
  /** The profile that made it, as tagged. */
  owner: z.string().nullable(),
  begunAt: z.int().nullable(),
  here: FoundHere,
  heldBy: Holder.nullable(),
  running: z.boolean(),
  /** What is known of it; `priceIsWhole` is false where something more costs. */
  perHourMicros: Micros,
  priceIsWhole: z.boolean(),
  /** There is a channel to go on with. */
  adoptable: z.boolean(),
  resources: z.array(FoundResource),
})
export type FoundSession = z.infer<typeof FoundSession>

/** How far the look at a region has come. A part that could not be asked is said, never left out. */
export const RegionLook = z.object({
  region: z.string(),
  state: z.enum(['waiting', 'asking', 'asked']),
  askedAt: z.int().nullable(),
  asked: z.array(z.object({ what: z.string(), found: z.int(), requestId: z.string() })),
  troubles: z.array(z.object({ what: z.string(), error: WireError })),
})
export type RegionLook = z.infer<typeof RegionLook>

/** What became of one thing when everything was stopped. */
export const StopLine = z.object({
  region: z.string(),
  sessionId: SessionId.nullable(),
  kind: z.enum(['channel', 'ivs-stream', 'region']),
  id: z.string(),
  name: z.string(),
  /** `asked`: AWS has taken the stop and is at it. */
  outcome: z.enum(['asking', 'asked', 'stopped', 'was-off', 'not-stopped']),
  /** AWS's request id of the answer that says so. */
  requestId: z.string().nullable(),
  error: WireError.nullable(),
  /** What it was when AWS last answered, where it could not be asked now. */
  lastSeen: z.object({ state: z.string(), at: z.int() }).nullable(),
  /** When AWS stops it by itself; null: no such stop is known here. */
  safetyStopAt: z.int().nullable(),
})
export type StopLine = z.infer<typeof StopLine>

export const StopReport = z.object({
  beganAt: z.int(),
  endedAt: z.int().nullable(),
  lines: z.array(StopLine),
})
export type StopReport = z.infer<typeof StopReport>

/** All that was found, and how old that is. */
export const FoundView = z.object({
  state: z.enum(['never', 'looking', 'looked']),
  lookedAt: z.int().nullable(),
  regions: z.array(RegionLook),
  sessions: z.array(FoundSession),
  /** Tagged as ours, with no session that could be read: to be deleted by hand. */
  strays: z.array(FoundResource.extend({ region: z.string() })),
  /** Folders of recordings of sessions that have nothing else: kept on purpose. */
  keptRecordings: z.int(),
  stop: StopReport.nullable(),
})
export type FoundView = z.infer<typeof FoundView>

export const nothingFound: FoundView = {
  state: 'never',
  lookedAt: null,
  regions: [],
  sessions: [],
  strays: [],
  keptRecordings: 0,
  stop: null,
}
