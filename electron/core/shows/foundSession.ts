import { RECORDING_ADDRESS, ShowId, type SessionId } from '../../../src/shared/domain/ids'
import { DestinationId } from '../../../src/shared/domain/ids'
import { usualAutoStop, type Show } from '../../../src/shared/domain/show'
import type { Destination } from '../../../src/shared/domain/destination'
import type { ClaimHolder } from '../claims'
import type { SessionRecord, Tags } from '../ports'
import { isOurs } from '../reconcile/observed'
import type { Listed } from '../safety/findable'
import { planOf, recordingBucketOf } from '../safety/foundPlan'
import type { Venue } from './airing'

/** A session as AWS remembers it. */
export interface Recollection {
  readonly session: SessionRecord
  /** False where its plan could not be read back: it can be given back, but not gone on with. */
  readonly hasPlan: boolean
  readonly from: ClaimHolder | null
  readonly hasSafetyStop: boolean
}

export interface Found {
  readonly sessionId: SessionId
  /** All that was listed of it, and nothing else. */
  readonly things: readonly Listed[]
  readonly venue: Venue
  readonly now: number
}

/** Puts a record together from tags and addresses. Recordings are all kept: which takes are in them is not known. Pure. */
export function recollect({ sessionId, things, venue, now }: Found): Recollection {
  const channel = things.find((one) => one.channel)?.channel
  const tags = channel && isOurs(channel) ? channel.tags : {}
  const claimed = things.find((one) => one.claim)?.claim
  const plan = planOf(tags, channel?.outputUrls)
  const showId = ShowId.safeParse(tags['show'] ?? claimed?.showId)
  const destinations = withIvs(plan?.destinations ?? [], things)
  const show: Show = {
    id: showId.success ? showId.data : ShowId.parse(`found-${sessionId}`.slice(0, 64)),
    name: nameOf(tags, things),
    shape: 'program',
    preset: plan?.preset ?? '720p30',
    feed: plan?.feed ?? { height: 720, framesPerSecond: 30, bitrateBps: 5_000_000 },
    destinations,
    recording: 'keep-everything',
    plannedEndAt: aheadOf(now, tags['ends']),
    capMicros: null,
    autoStop: usualAutoStop,
    updatedAt: now,
  }
  return {
    session: {
      id: sessionId,
      show,
      ...venue,
      settings: {
        ...venue.settings,
        bucket: recordingBucketOf(channel) ?? venue.settings.bucket,
      },
      startedAt: numberOf(tags['begun']) ?? claimed?.claim.since ?? now,
      plannedEndAt: show.plannedEndAt,
      certificate: null,
      takenOver: null,
    },
    hasPlan: plan !== undefined && showId.success && isWhole(channel?.outputIds, destinations),
    hasSafetyStop: things.some(({ kind }) => kind === 'safety-stop'),
    from: claimed
      ? { sessionId: claimed.claim.sessionId, consoleId: claimed.claim.consoleId }
      : null,
  }
}

/** Every output of the channel has its destination in the plan. */
const isWhole = (outputIds: readonly string[] = [], destinations: readonly Destination[]) =>
  outputIds.every((id) => id === RECORDING_ADDRESS || destinations.some((one) => one.id === id))

/** IVS is asked for, and given back, for its own sake: also where no channel says that it was sent to. */
function withIvs(planned: readonly Destination[], things: readonly Listed[]): Destination[] {
  const more = things.flatMap(({ kind, mark }) => {
    const tag = kind === 'ivs-channel' && mark.by === 'tags' ? mark.tags['destination'] : undefined
    const id = DestinationId.safeParse(tag)
    const isNew = id.success && !planned.some((one) => one.id === id.data)
    return isNew ? [{ kind: 'ivs' as const, id: id.data, name: id.data }] : []
  })
  const once = new Map(more.map((one) => [one.id, one]))
  const unnamed = things.some(({ kind }) => kind === 'ivs-channel')
  const all = [...planned, ...once.values()]
  if (!unnamed || all.some(({ kind }) => kind === 'ivs')) return all
  return [...all, { kind: 'ivs', id: DestinationId.parse('ivs'), name: 'IVS' }]
}

function nameOf(tags: Tags, things: readonly Listed[]): string {
  const named = things.find(({ name, mark }) => mark.by === 'tags' && name !== '')?.name
  return (tags['show-name'] ?? named ?? 'Found in AWS').slice(0, 80) || 'Found in AWS'
}

const numberOf = (text: string | undefined): number | undefined => {
  const value = Number(text)
  return Number.isInteger(value) && value > 0 ? value : undefined
}

function aheadOf(now: number, text: string | undefined): number | null {
  const at = numberOf(text)
  return at !== undefined && at > now ? at : null
}
