import type { SessionId } from '../../../src/shared/domain/ids'
import type { ObservedChannel, SessionRecord, Usage } from '../ports'
import { isRunning, ofSession, type ObservedWorld } from '../reconcile/observed'

/** What is billed just now, as seen: the kind and the thing. */
interface Running {
  readonly kind: Usage['kind']
  readonly resource: string
  readonly quantity: number | null
  /** When it began, by AWS's clock, where AWS says so: it may have begun before it was seen. */
  readonly since?: number
}

/** A session, and the IVS channels that were made for its destinations. */
export interface Metered extends Pick<
  SessionRecord,
  'id' | 'show' | 'rehearsal' | 'certificate' | 'safetyStopAt'
> {
  readonly ivs: readonly { readonly destinationId: string; readonly arn: string }[]
  /** When the channel was last asked to start, by the journal; undefined: never. */
  readonly startAskedAt?: number | undefined
}

/** How often a stretch that goes on is written down again: so near is known when it was last seen. */
const HEARTBEAT_MS = 10_000

/**
 * Turns what was seen into stretches of usage: the ones to write, new, grown or ended. Pure; nothing
 * is assumed to run that was not seen running. Times are those of the answers they were seen in. What
 * ended while nobody looked ends when that is seen: never too early. A certified session is closed.
 */
export function meter(
  session: Metered,
  world: ObservedWorld,
  known: readonly Usage[],
): readonly Usage[] {
  if (!world.channels || session.certificate) return []
  const at = world.channels.askedAt
  const present = seen(session, world).map((one) => sinceLastRun(one, known))
  const open = known.filter(({ to }) => to === null)
  const ended = open.filter(
    (usage) => wasAsked(usage.kind, world) && !present.some((one) => same(one, usage)),
  )
  const goingOn = open.flatMap((usage) => {
    const now = present.find((one) => same(one, usage))
    return now ? seenAgain(usage, now, at) : []
  })
  const begun = present.filter((one) => !open.some((usage) => same(one, usage)))
  const endings = ended.map((usage) => ({
    ...usage,
    to: Math.max(usage.from, endedAt(session, usage, at)),
  }))
  return [
    // An answer that was overtaken by a later one ends nothing before it began.
    ...endings,
    ...goingOn,
    ...begun.map((one) =>
      usageOf(session.id, one, { at, from: fromWhen(one, { session, known, endings, at }) }),
    ),
  ]
}

interface Beginning {
  readonly session: Metered
  readonly known: readonly Usage[]
  readonly endings: readonly Usage[]
  readonly at: number
}

/** What is seen for the first time began then, or before: where AWS or the journal says so. */
function fromWhen(one: Running, beginning: Beginning): number {
  const { session, known, endings, at } = beginning
  if (one.since !== undefined) return toldSince(one.since, one, beginning)
  return goesByRun(one.kind) ? beganAt(session, one, known, at) : restedAt(one, endings, at)
}

/** What goes on and off with the channel. */
const goesByRun = (kind: Usage['kind']): boolean =>
  kind === 'channel-running' || kind === 'ivs-live'

/** Longer than this nobody looked, whatever the rhythm. */
const GAP_MS = 30_000

/** Usually one to three minutes (MediaLive user guide, "Starting a channel"). */
const SOONEST_START_MS = 60_000

/**
 * A run that began while nobody looked began as soon as AWS can have started it: never too late. The
 * journal knows when it was asked to.
 */
function beganAt(
  { startAskedAt }: Metered,
  one: Running,
  known: readonly Usage[],
  at: number,
): number {
  const lastLook = Math.max(...known.map(({ lastSeenAt }) => lastSeenAt))
  if (startAskedAt === undefined || at - lastLook <= GAP_MS) return at
  if (known.some((usage) => same(one, usage) && usage.from >= startAskedAt)) return at
  return Math.min(at, Math.max(lastLook, startAskedAt + SOONEST_START_MS))
}

/** It idles from the moment on in which it ran no more. */
function restedAt({ kind }: Running, endings: readonly Usage[], at: number): number {
  const ran = endings.findLast((usage) => usage.kind === 'channel-running')
  return kind === 'egress' ? at : (ran?.to ?? at)
}

/** A safety stop is set to the whole minute, and comes within the minute that begins then. */
const STOP_PRECISION_MS = 120_000

/** What ended while nobody looked was stopped by AWS's own stop at the latest. */
function endedAt({ safetyStopAt }: Metered, { kind, lastSeenAt }: Usage, at: number): number {
  const stoppedBy = (safetyStopAt ?? Infinity) + STOP_PRECISION_MS
  return goesByRun(kind) && lastSeenAt < stoppedBy ? Math.min(at, stoppedBy) : at
}

/** The same stretches, none of them open: nothing is there any more that could cost something. Pure. */
export const closedAt = (usage: readonly Usage[], at: number): readonly Usage[] =>
  usage.map((one) => (one.to === null ? { ...one, to: Math.max(one.from, at) } : one))

/** Written down where it has grown, or where that was last done some seconds ago. */
function seenAgain(usage: Usage, { quantity }: Running, at: number): readonly Usage[] {
  const grown = quantity !== null && quantity > (usage.quantity ?? 0)
  if (!grown && at - usage.lastSeenAt < HEARTBEAT_MS) return []
  const lastSeenAt = Math.max(usage.lastSeenAt, at)
  return [{ ...usage, lastSeenAt, quantity: grown ? quantity : usage.quantity }]
}

const same = (a: Running, b: Usage): boolean => a.kind === b.kind && a.resource === b.resource

/** What was not asked for (after a restart, say) is not known to have ended. */
const wasAsked = (kind: Usage['kind'], world: ObservedWorld): boolean =>
  (kind !== 'ivs-live' || world.streams !== null) &&
  (kind !== 'input-idle' || world.inputs !== null)

/** Counters go on from run to run of a channel: what earlier stretches have counted is not paid twice. */
function sinceLastRun(one: Running, known: readonly Usage[]): Running {
  if (one.quantity === null) return one
  const before = known
    .filter((usage) => usage.to !== null && same(one, usage))
    .reduce((sum, { quantity }) => sum + (quantity ?? 0), 0)
  // A counter that shows less than was counted began anew.
  return one.quantity < before ? one : { ...one, quantity: one.quantity - before }
}

/** When it was seen first, or before that where AWS says so; never twice what was counted already. */
function toldSince(since: number, one: Running, { known, at }: Beginning): number {
  const counted = known.filter((usage) => same(one, usage)).map(({ to }) => to ?? at)
  return Math.min(at, Math.max(since, ...counted))
}

const usageOf = (
  sessionId: SessionId,
  { kind, resource, quantity }: Running,
  { at, from }: { readonly at: number; readonly from: number },
): Usage => ({
  id: `${sessionId}/${kind}/${resource}/${at}`,
  sessionId,
  kind,
  resource,
  quantity,
  from,
  to: null,
  lastSeenAt: at,
})

function seen(session: Metered, world: ObservedWorld): readonly Running[] {
  const { id, ivs } = session
  const channels = ofSession(world.channels?.items ?? [], id).filter(isThere)
  const running = channels.filter(isRunning)
  const busy = new Set(running.flatMap(({ inputIds }) => inputIds))
  const inputs = ofSession(world.inputs?.items ?? [], id).filter(isThere)
  const live = new Map(world.streams?.items.map((one) => [one.channelArn, one.startedAt]))
  return [
    ...running.map((channel) => timed('channel-running', channel.id)),
    ...channels.filter(isPaidIdle).map((one) => timed('channel-idle', one.id)),
    ...inputs.filter((input) => !busy.has(input.id)).map((input) => timed('input-idle', input.id)),
    ...ivs.flatMap(({ arn, destinationId }) => {
      const since = live.get(arn)
      return since === undefined ? [] : [{ ...timed('ivs-live', destinationId), since }]
    }),
    ...running.flatMap((channel) => egress(channel.id, session, world)),
  ]
}

/** It exists and does not encode: AWS takes a little for that, until the deletion begins. */
const isPaidIdle = ({ state }: ObservedChannel): boolean =>
  state === 'IDLE' || state === 'STARTING' || state === 'STOPPING' || state === 'UPDATING'

const isThere = ({ state }: { readonly state: string }): boolean =>
  state !== 'DELETED' && state !== 'DELETING'

const timed = (kind: Usage['kind'], resource: string): Running => ({
  kind,
  resource,
  quantity: null,
})

/**
 * Bytes the far ends counted, where they tell; in earnest nobody does yet, and then it is a stretch of
 * time. Only what leaves AWS is billed.
 */
function egress(
  channelId: string,
  { show, rehearsal }: Metered,
  world: ObservedWorld,
): readonly Running[] {
  const deliveries = world.deliveries.get(channelId)?.value
  return show.destinations.flatMap(({ id, kind }) => {
    const quantity = deliveries?.get(id)?.bytes ?? null
    const isPaid = kind !== 'ivs' && (quantity !== null || !rehearsal)
    return isPaid ? [{ kind: 'egress' as const, resource: id, quantity }] : []
  })
}
