import { dollars } from '../../../src/shared/domain/money'
import type { Impending } from '../../../src/shared/domain/session'
import type { SessionRecord } from '../ports'
import { usualAutoStop, type AutoStop } from '../../../src/shared/domain/show'

/** What is known of a show on air. Times by AWS's clock, epoch ms: nobody sets that one meanwhile. */
export interface AutoStopFacts {
  readonly now: number
  readonly autoStop: AutoStop | undefined
  /** Since when no picture arrives; null: it arrives, or nobody knows. */
  readonly noInputSince: number | null
  readonly plannedEndAt: number | null
  readonly soFarMicros: number
  readonly capMicros: number | null
  /** Since when the cap is reached, as first seen; null: it is not. */
  readonly capReachedAt: number | null
  /** Since when this console has been looking: whoever comes back late is told before anything stops. */
  readonly watchedSince: number
  /** What the operator said "keep running" to: the loss that began then, the end planned for then, that cap. */
  readonly kept: NonNullable<SessionRecord['kept']>
}

const MINUTE_MS = 60_000
/** Long enough to read it, walk over and click. */
const COUNTDOWN_MS = 60_000
const END_IS_NEAR_MS = 5 * MINUTE_MS
/** Of the cap: said before it is reached. */
const CAP_IS_NEAR = 0.9

/** What is about to happen to a show that is on air; the soonest stop first, then what is only said. Pure. */
export function impendingStop(facts: AutoStopFacts): Impending | null {
  const all = [noInput(facts), cap(facts), plannedEnd(facts)].flatMap((one) => one ?? [])
  const stops = all.filter((one) => one.stopsAt !== null)
  const [soonest] = stops.toSorted((a, b) => (a.stopsAt ?? 0) - (b.stopsAt ?? 0))
  return soonest ?? all[0] ?? null
}

function noInput({
  now,
  autoStop,
  noInputSince,
  watchedSince,
  kept,
}: AutoStopFacts): Impending | undefined {
  const minutes = (autoStop ?? usualAutoStop).noInputMinutes
  if (minutes === null || noInputSince === null || kept.noInputSince === noInputSince)
    return undefined
  const announcedAt = noInputSince + minutes * MINUTE_MS
  if (now < announcedAt) return undefined
  return {
    reason: 'no-input',
    cause: noInputSince,
    stopsAt: Math.max(announcedAt, watchedSince) + COUNTDOWN_MS,
    what: `No picture has come in for ${minutes === 1 ? 'a minute' : `${minutes} minutes`}: the show is stopped.`,
    todo: 'Start the encoder, or keep it running: viewers see the slate meanwhile, and it is paid for.',
  }
}

function plannedEnd({
  now,
  autoStop,
  plannedEndAt,
  watchedSince,
  kept,
}: AutoStopFacts): Impending | undefined {
  if (plannedEndAt === null || kept.plannedEndAt === plannedEndAt) return undefined
  if (now < plannedEndAt - END_IS_NEAR_MS) return undefined
  const stops = (autoStop ?? usualAutoStop).atPlannedEnd === 'stop'
  const isOver = now >= plannedEndAt
  if (stops)
    return {
      reason: 'planned-end',
      cause: plannedEndAt,
      stopsAt: Math.max(plannedEndAt, watchedSince + COUNTDOWN_MS),
      what: isOver
        ? 'The planned end has passed: the show is stopped.'
        : 'The planned end is near: the show is stopped then.',
      todo: 'Keep it running, or move the end.',
    }
  return {
    reason: 'planned-end',
    cause: plannedEndAt,
    stopsAt: null,
    what: isOver
      ? 'The planned end has passed, and the show is still on air.'
      : 'The planned end is near.',
    todo: 'Stop the show, or move its end.',
  }
}

function cap(facts: AutoStopFacts): Impending | undefined {
  const { autoStop, soFarMicros, capMicros, capReachedAt, watchedSince, kept } = facts
  if (capMicros === null || kept.capMicros === capMicros) return undefined
  if (soFarMicros < capMicros * CAP_IS_NEAR) return undefined
  const stops = (autoStop ?? usualAutoStop).atCap === 'stop'
  const isReached = capReachedAt !== null
  return {
    reason: 'cap',
    cause: capMicros,
    stopsAt: stops && isReached ? Math.max(capReachedAt, watchedSince) + COUNTDOWN_MS : null,
    what: isReached
      ? `The show has cost ${dollars(soFarMicros)}: its cap of ${dollars(capMicros)} is reached.`
      : `The show has cost ${dollars(soFarMicros)} of its cap of ${dollars(capMicros)}.`,
    todo:
      stops && isReached
        ? 'It is stopped; keep it running if it is worth more.'
        : 'Stop it in time, or leave it running.',
  }
}
