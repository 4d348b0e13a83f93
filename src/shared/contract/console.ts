import { z } from 'zod'
import { AccountSettings, AccountView, ProfileView, Region } from '../domain/account'
import { Abilities, ConsoleStatus } from '../domain/consoleStatus'
import { StreamKey } from '../domain/destination'
import { ArmedDrill, DrillOrder } from '../domain/drill'
import { FoundView } from '../domain/found'
import { CommandId, DestinationId, RunId, SessionId, ShowId, TakeId } from '../domain/ids'
import { Micros } from '../domain/money'
import { oneLine } from '../domain/oneLine'
import { Preflight } from '../domain/preflight'
import { SessionView } from '../domain/session'
import { Show, ShowDraft } from '../domain/show'
import { call, collection, feed, type Contract } from './define'

const nothing = z.void()
const gesture = { commandId: CommandId }

/** The window itself. */
const frame = {
  status: feed({ out: ConsoleStatus }),
  abilities: call({ in: nothing, out: Abilities }),
  dismissNotice: call({ in: z.object({ code: z.string() }), out: nothing }),
} as const satisfies Contract

/** Who we are at AWS. Credentials never cross. */
const account = {
  profiles: call({ in: nothing, out: z.array(ProfileView) }),
  selected: feed({ out: AccountView }),
  select: call({
    in: z.object({ profile: z.string().max(200), region: Region.nullable() }),
    out: nothing,
  }),
  /** After the operator mended something: sign in again and take up every run that waited for it. */
  tryAgain: call({ in: nothing, out: nothing }),
  saveSettings: call({ in: AccountSettings, out: nothing }),
} as const satisfies Contract

/** A destination's key can be set, replaced, deleted and copied by main; it can never be read. */
const keyOf = { showId: ShowId, destinationId: DestinationId }

const shows = {
  all: feed({ out: collection(Show, ShowId) }),
  create: call({
    in: z.object({ ...gesture, draft: ShowDraft }),
    out: z.object({ showId: ShowId }),
  }),
  update: call({ in: z.object({ showId: ShowId, draft: ShowDraft }), out: nothing }),
  remove: call({ in: z.object({ showId: ShowId }), out: nothing }),
  /** Puts a removed show back, as it was. */
  restore: call({ in: z.object({ showId: ShowId }), out: nothing }),
  keysPresent: call({ in: z.object({ showId: ShowId }), out: z.array(DestinationId) }),
  setKey: call({ in: z.object({ ...keyOf, key: StreamKey }), out: nothing }),
  deleteKey: call({ in: z.object(keyOf), out: nothing }),
  copyKey: call({ in: z.object(keyOf), out: z.object({ clearsAt: z.int() }) }),
  /** The price before the click: per hour while live, while idle, and the least a run costs. */
  estimate: call({
    in: ShowDraft,
    out: z.object({
      perHourMicros: Micros,
      idlePerHourMicros: Micros,
      leastMicros: Micros,
      ratesDatedAt: z.string(),
      lines: z.array(z.object({ what: z.string(), perHourMicros: Micros })),
      unknown: z.array(z.string()),
    }),
  }),
  preflight: call({ in: z.object({ showId: ShowId }), out: Preflight }),
} as const satisfies Contract

/** One airing. Every command answers once it is journalled; what becomes of it comes over `all`. */
const ofSession = { ...gesture, sessionId: SessionId }

const sessions = {
  all: feed({ out: collection(SessionView, SessionId) }),
  prepare: call({
    in: z.object({ ...gesture, showId: ShowId }),
    out: z.object({ sessionId: SessionId }),
  }),
  goLive: call({ in: z.object(ofSession), out: nothing }),
  stop: call({ in: z.object(ofSession), out: nothing }),
  wrap: call({ in: z.object(ofSession), out: nothing }),
  /** The planned end, and the stop in AWS with it, so much later. */
  extend: call({
    in: z.object({
      ...ofSession,
      byMs: z
        .int()
        .min(60_000)
        .max(24 * 3_600_000),
    }),
    out: nothing,
  }),
  /** Calls off the stop that was announced: it is not announced again for the same cause. */
  keepRunning: call({ in: z.object(ofSession), out: nothing }),
  startTake: call({
    in: z.object({
      ...ofSession,
      name: oneLine().max(80, 'The name is too long: 80 characters at most.'),
      pictureAgeMs: z.int().nonnegative().nullable(),
    }),
    out: z.object({ takeId: TakeId }),
  }),
  endTake: call({
    in: z.object({ ...ofSession, takeId: TakeId, pictureAgeMs: z.int().nonnegative().nullable() }),
    out: nothing,
  }),
  /** A parked or waiting run goes on from the step where it stands. */
  resume: call({ in: z.object({ runId: RunId }), out: nothing }),
  /** The all-off certificate as files: for people, and for programs. */
  certificate: call({
    in: z.object({ sessionId: SessionId }),
    out: z.object({ fileName: z.string(), text: z.string(), json: z.string() }),
  }),
  copyCertificate: call({ in: z.object({ sessionId: SessionId }), out: nothing }),
  revealIngestName: call({
    in: z.object({ sessionId: SessionId }),
    out: z.object({ name: z.string() }),
  }),
  copyIngest: call({
    in: z.object({ sessionId: SessionId, what: z.enum(['url', 'name']) }),
    out: nothing,
  }),
  /** Pushes the bundled bars, clock and tone to the ingest, so that a line can be checked without an encoder. */
  testCard: call({ in: z.object({ sessionId: SessionId, on: z.boolean() }), out: nothing }),
} as const satisfies Contract

/** Failures staged on purpose. In rehearsal only: elsewhere the calls are refused and the feed is empty. */
const drills = {
  armed: feed({ out: z.array(ArmedDrill) }),
  begin: call({ in: DrillOrder, out: nothing }),
  end: call({ in: z.object({ id: z.string().max(100) }), out: nothing }),
  endAll: call({ in: nothing, out: nothing }),
} as const satisfies Contract

/** What of ours is in the account, whoever made it: found by tags and names, never by memory. */
const ofFound = { ...ofSession, region: Region }

const resources = {
  found: feed({ out: FoundView }),
  /** Asks every region; how far that is comes over `found`. */
  look: call({ in: nothing, out: nothing }),
  /** Takes a session of another console over, or one of a data folder that was lost. */
  adopt: call({ in: z.object(ofFound), out: nothing }),
  /** Gives it back and certifies it, whoever made it. */
  retire: call({ in: z.object(ofFound), out: nothing }),
  /** Every running channel that is tagged ours, in every region; answers when all were asked. */
  stopEverything: call({ in: z.object(gesture), out: nothing }),
} as const satisfies Contract

/** All that crosses between the core and a window, by subject. */
export const contracts = { frame, account, shows, sessions, drills, resources } as const
export type Contracts = typeof contracts
