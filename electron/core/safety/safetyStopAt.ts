const MINUTE_MS = 60_000
/** After the planned end, so that a show that overruns a little is not cut off. */
const GRACE_MS = 30 * MINUTE_MS
/** Of a show without a planned end, or one that is over already. */
const WITHOUT_PLAN_MS = 120 * MINUTE_MS

/**
 * When AWS is to stop the channel by itself: planned end and grace; without a plan, or where the plan
 * has passed, two hours from now. Epoch ms, as `now`.
 */
export function safetyStopAt(plannedEndAt: number | null, now: number): number {
  const isAhead = plannedEndAt !== null && plannedEndAt > now
  return isAhead ? plannedEndAt + GRACE_MS : now + WITHOUT_PLAN_MS
}

interface Planned {
  readonly plannedEndAt: number | null
  readonly safetyStopAt?: number | null
}

/** The plan and its stop, so much later: the plan decides where there is one. */
export function extended(
  { plannedEndAt, safetyStopAt: before }: Planned,
  byMs: number,
  now: number,
): { readonly plannedEndAt: number | null; readonly safetyStopAt: number } {
  if (plannedEndAt === null)
    return { plannedEndAt, safetyStopAt: (before ?? now + WITHOUT_PLAN_MS) + byMs }
  // From now where the plan has passed: half an hour more is meant from here on.
  const end = Math.max(plannedEndAt, now) + byMs
  return { plannedEndAt: end, safetyStopAt: safetyStopAt(end, now) }
}
