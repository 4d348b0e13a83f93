import type { Failover, FailoverCondition } from '../medialive/picturePort'

/** For how long an input has shown each failure, in ms. */
export interface InputObservation {
  readonly lossMs: number
  readonly silenceMs: number
  readonly blackMs: number
}

export interface InputHealth {
  readonly isHealthy: boolean
  /** When it began to show no failure; undefined: it shows one. */
  readonly wellSince: number | undefined
}

export type FailoverSide = 'primary' | 'secondary'

/** An input is taken for healthy until it fails. */
export const healthAtStart: InputHealth = { isHealthy: true, wellSince: undefined }

/**
 * An input fails with its first condition met, and is healthy again after ErrorClearTimeMsec without
 * any (MediaLive API reference, AutomaticInputFailoverSettings).
 */
export function healthAfter(
  before: InputHealth,
  seen: InputObservation,
  rule: { readonly failover: Failover; readonly now: number },
): InputHealth {
  const { conditions, errorClearMs } = rule.failover
  if (conditions.some((condition) => isMet(condition, seen))) {
    return { isHealthy: false, wellSince: undefined }
  }
  const wellSince = before.wellSince ?? rule.now
  return { isHealthy: before.isHealthy || rule.now - wellSince >= errorClearMs, wellSince }
}

/** Which of a pair is to be on air. With both failing nothing is gained by a change. */
export function sideAfter(
  active: FailoverSide,
  health: { readonly [Side in FailoverSide]: InputHealth },
  preference: Failover['preference'],
): FailoverSide {
  const other = active === 'primary' ? 'secondary' : 'primary'
  if (!health[other].isHealthy) return active
  if (!health[active].isHealthy) return other
  return preference === 'PRIMARY_INPUT_PREFERRED' ? 'primary' : active
}

function isMet({ kind, afterMs }: FailoverCondition, seen: InputObservation): boolean {
  switch (kind) {
    case 'input-loss':
      return seen.lossMs >= afterMs
    case 'audio-silence':
      return seen.silenceMs >= afterMs
    case 'video-black':
      // A picture that is not black at all has been black for no time, whatever the threshold.
      return seen.blackMs > 0 && seen.blackMs >= afterMs
  }
}
