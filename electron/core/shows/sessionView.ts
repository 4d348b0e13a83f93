import type { RateTable } from '../../../src/shared/domain/rateTable'
import type {
  Facts,
  FeedView,
  Impending,
  LegView,
  Phase,
  RunView,
  SessionView,
  TakeView,
} from '../../../src/shared/domain/session'
import { feedWarnings } from '../encoder/inputSpecification'
import { alertViews, inputLostSince, isInputLost } from '../health/alerts'
import { isOlder, STALE_MS, tally, type TallyFacts } from '../health/tally'
import type {
  ObservedAlert,
  ObservedChannel,
  ObservedInput,
  SessionRecord,
  TakeRecord,
  Usage,
} from '../ports'
import { ofSession, type ObservedWorld } from '../reconcile/observed'
import { impendingStop, type AutoStopFacts } from '../safety/autoStop'
import { operatorError } from '../../../src/shared/errors'
import type { Adopted } from './arm'
import { costOf } from './cost'
import { legsOf, type Leg } from './legs'
import { airingPlaylist, takePlaylist } from './naming'
import { airingsIn, standingOf, type ObservedState, type Standing } from './phase'
import { showSentences } from './sentences'

/** Everything a view is made of. */
export interface SessionSources {
  readonly session: SessionRecord
  readonly runs: readonly RunView[]
  readonly armed: Adopted | undefined
  readonly world: ObservedWorld
  readonly takes: readonly TakeRecord[]
  readonly usage: readonly Usage[]
  readonly rates: RateTable
  readonly now: number
  /** From this machine's clock to AWS's: what AWS dates, and what is paid, goes by that one. */
  readonly awsOffsetMs?: number
  readonly testCard: boolean
  /** Since when this console has been looking at it. */
  readonly watchedSince: number
  /** Since when a leg is in its present state; the board remembers it. */
  readonly legSince: (destinationId: string, state: LegView['state']) => number | null
}

/** The picture of a session, made anew from its sources each time. Pure. */
export function sessionView(sources: SessionSources): SessionView {
  const { session, runs, world, now, armed, takes } = sources
  const channel = channelOf(session, world)
  const observed = observedOf(channel, world)
  const standing = standingOf(runs, armed && observed ? sinceLive(observed, sources) : undefined)
  const alerts =
    (channel && world.alerts.get(channel.id)?.value.filter(({ state }) => state === 'SET')) ?? []
  const legs = legsOf({ session, channel, ivs: armed?.ivs ?? [], world, now })
  const lamp = tally({
    rehearsal: session.rehearsal,
    channel: channelFacts(standing.phase, observed, sources),
    inputLost: channel ? inputLostOf(channel, sources) : false,
    legs: countOf(legs, now),
  })
  return {
    id: session.id,
    showId: session.show.id,
    showName: session.show.name,
    preset: session.show.preset,
    rehearsal: session.rehearsal,
    region: session.region,
    phase: isOverElsewhere(session, observed) ? 'wrapped' : standing.phase,
    parked: takenOverError(session) ?? runs.find(isStuck)?.error ?? null,
    ...(session.takenOver ? { takenOver: session.takenOver } : {}),
    degraded: alerts.length > 0 || legs.some(({ view }) => view.state === 'error'),
    tally: lamp.tally,
    tallyWhy: stoppedByAws(sources, standing) ?? lamp.why,
    facts: factsOf(sources, channel, standing.asked),
    startedAt: session.startedAt,
    liveSince: standing.liveSince,
    plannedEndAt: session.plannedEndAt,
    safetyStopAt: session.safetyStopAt ?? null,
    impending: standing.phase === 'live' ? impendingOf(sources, alerts) : null,
    ingest: ingestOf(inputOf(session, world)),
    feed: feedOf(sources, inputOf(session, world)),
    legs: legs.map(({ view }) => ({
      ...view,
      since: sources.legSince(view.destinationId, view.state),
    })),
    takes: takes.map((take) => takeView(session, take)),
    alerts: [...alertViews(alerts)],
    cost: costOf(session, sources.usage, sources.rates, awsNowOf(sources)),
    runs: [...runs],
    certificate: session.certificate,
    playUrl: programmeUrl(session, airingsIn(standing, armed)),
    testCard: sources.testCard,
  }
}

const channelOf = ({ id }: SessionRecord, { channels }: ObservedWorld) =>
  ofSession(channels?.items ?? [], id).find(({ state }) => state !== 'DELETED')

const isStuck = ({ state }: RunView): boolean => state === 'parked' || state === 'waiting'

const awsNowOf = ({ now, awsOffsetMs = 0 }: SessionSources): number => now + awsOffsetMs

/** Live since a time that is still to come: the clock was set back, and what is seen is seen since. */
function sinceLive(observed: ObservedState, { runs, now }: SessionSources): ObservedState {
  const isAhead = (standingOf(runs, undefined).liveSince ?? 0) > now
  return isAhead ? { ...observed, at: Infinity } : observed
}

/** Judged by AWS's clock, which nobody sets; told by this machine's, which is on screen. */
function impendingOf(sources: SessionSources, alerts: readonly ObservedAlert[]): Impending | null {
  const impending = impendingStop(autoStopFacts(sources, alerts))
  if (impending?.stopsAt == null) return impending
  return { ...impending, stopsAt: impending.stopsAt - (sources.awsOffsetMs ?? 0) }
}

function autoStopFacts(sources: SessionSources, alerts: readonly ObservedAlert[]): AutoStopFacts {
  const { session, usage, rates, watchedSince, awsOffsetMs = 0 } = sources
  const now = awsNowOf(sources)
  const { show, plannedEndAt, kept = {}, capReachedAt = null } = session
  const { soFarMicros } = costOf(session, usage, rates, now)
  return {
    now,
    autoStop: show.autoStop,
    noInputSince: inputLostSince(alerts),
    plannedEndAt,
    soFarMicros,
    capMicros: show.capMicros,
    capReachedAt,
    watchedSince: watchedSince + awsOffsetMs,
    kept,
  }
}

/** Of the airing that is, or was last. */
const programmeUrl = (session: SessionRecord, airings: number): string | null =>
  airings > 0 ? mediaUrl(session, airingPlaylist(session, airings)) : null

/** Whoever has taken it over has given it back by now: nothing is left to be watched. */
const isOverElsewhere = ({ takenOver }: SessionRecord, observed: ObservedState | null): boolean =>
  Boolean(takenOver) && observed?.state === 'absent'

function takenOverError({ takenOver }: SessionRecord): SessionView['parked'] {
  if (!takenOver) return null
  return operatorError(showSentences.takenOver(takenOver.owner, takenOver.since)).wire
}

/** AWS did what it was told for the case that nobody is here: the story of it, for whoever comes back. */
function stoppedByAws({ session, runs }: SessionSources, standing: Standing): string | null {
  const isOffUnasked = standing.phase === 'armed' && standingOf(runs, undefined).phase === 'live'
  const at = session.safetyStopAt ?? null
  if (!isOffUnasked || at === null) return null
  return `It was on air and is off, though nobody here stopped it. The safety stop in AWS was set for ${clockTime(at)}.`
}

const clockTime = (at: number): string => `${new Date(at).toISOString().slice(11, 16)} UTC`

const observedOf = (
  channel: ObservedChannel | undefined,
  { channels }: ObservedWorld,
): ObservedState | null => channels && { state: channel?.state ?? 'absent', at: channels.askedAt }

/** From the first step of the preparation to the certificate there may be a channel, seen or not. */
function channelFacts(
  phase: Phase,
  observed: ObservedState | null,
  { runs, now }: SessionSources,
): TallyFacts['channel'] {
  if (observed && observed.state !== 'absent')
    return { state: observed.state, ageMs: now - observed.at }
  if (phase === 'wrapped' || runs.length === 0) return null
  return observed ? { state: observed.state, ageMs: now - observed.at } : 'unknown'
}

/** Alerts that were not asked for, or so long ago that they may have changed, say nothing. */
function inputLostOf(
  { id }: ObservedChannel,
  { world, now }: SessionSources,
): TallyFacts['inputLost'] {
  const alerts = world.alerts.get(id)
  return alerts && !isOlder(now - alerts.at, STALE_MS) ? isInputLost(alerts.value) : 'unknown'
}

function countOf(legs: readonly Leg[], now: number): TallyFacts['legs'] {
  const late = legs.flatMap(({ provenAt }) => provenAt ?? [])
  return {
    all: legs.length,
    delivering: legs.filter(({ delivering }) => delivering).length,
    unproven: legs.filter(({ view }) => view.state === 'unproven').length,
    ...(late.length > 0 ? { lateMs: now - Math.min(...late) } : {}),
  }
}

function factsOf(
  { world }: SessionSources,
  channel: ObservedChannel | undefined,
  asked: Facts['asked'],
): Facts {
  const deliveries = channel && world.deliveries.get(channel.id)
  const newest = [...(deliveries?.value.values() ?? [])].flatMap(
    ({ lastFrameAt }) => lastFrameAt ?? [],
  )
  const newestAt = newest.length > 0 ? Math.max(...newest) : null
  return {
    asked,
    observedAt: world.channels?.askedAt ?? null,
    channel:
      channel && world.channels
        ? { state: channel.state, observedAt: world.channels.askedAt }
        : null,
    picture: deliveries
      ? {
          moving: newestAt !== null && deliveries.at - newestAt < PICTURE_FRESH_MS,
          newestAt,
          observedAt: deliveries.at,
        }
      : null,
  }
}

const PICTURE_FRESH_MS = 6_000

/** The ingest is found by the session's tag: it needs no memory of ours. */
export const inputOf = (session: SessionRecord, world: ObservedWorld): ObservedInput | undefined =>
  ofSession(world.inputs?.items ?? [], session.id).find(({ state }) => state !== 'DELETED')

function ingestOf(input: ObservedInput | undefined): SessionView['ingest'] {
  if (!input?.ingest) return null
  return { url: input.ingest.url, maskedName: `${input.ingest.streamName.slice(0, 2)}••••••••` }
}

function feedOf(
  { session, world }: SessionSources,
  input: ObservedInput | undefined,
): FeedView | null {
  const seen = input && world.feeds.get(input.id)
  if (!seen) return null
  const { arriving, bitrateBps, framesPerSecond, width, height, keyframeIntervalMs } = seen.value
  return {
    arriving,
    observedAt: seen.at,
    bitrateBps,
    framesPerSecond,
    width,
    height,
    keyframeSeconds: keyframeIntervalMs === null ? null : keyframeIntervalMs / 1000,
    warnings: arriving ? [...feedWarnings(session.show.feed, seen.value)] : [],
  }
}

function takeView(session: SessionRecord, take: TakeRecord): TakeView {
  const { id, name, state, inAt, outAt, seconds, bytes, trouble, playlist } = take
  const playUrl = playlist === null ? null : mediaUrl(session, takePlaylist(session, id))
  return { id, name, state, inAt, outAt, seconds, bytes, trouble, playUrl }
}

/** Media comes through the shell's own origin: `/media/{session}/{object below the session}`. */
const mediaUrl = (session: SessionRecord, objectName: string): string =>
  `/media/${session.id}/${objectName.slice(`recordings/${session.id}/`.length)}`
