import type { LegProof, LegState } from '../../../src/shared/domain/session'
import type { Delivery } from '../witnesses'
import type { ObservedAlert } from '../ports'
import type { OutputWord } from './outputProof'
import { STALE_MS } from './tally'

/** What is known of one leg, from whoever can tell. */
export interface LegFacts {
  readonly kind: 'ivs' | 'rtmp'
  readonly rehearsal: boolean
  readonly channelRunning: boolean
  readonly channelChanging: 'starting' | 'stopping' | null
  /** IVS answers GetStream or lists the stream; undefined where it was not asked. */
  readonly ivsLive: boolean | undefined
  /** The far end's own counter (rehearsal); undefined where nobody tells. */
  readonly delivery: Delivery | undefined
  /** When that counter was read; undefined where nobody tells. */
  readonly countedAt: number | undefined
  /** CloudWatch's word on its output group, young enough to count; undefined where there is none. */
  readonly output: OutputWord | undefined
  /** Whether CloudWatch is asked at all. */
  readonly metered: boolean
  /** Alerts that name this output. */
  readonly outputAlerts: readonly ObservedAlert[]
  readonly now: number
}

/** A far end that had seen no frame for so long when it was asked does not receive. */
const FRESH_MS = 6_000

/**
 * Proof of delivery, one rule for each kind of destination: the rehearsal's sink counts frames;
 * IVS says that the stream is live; of any other RTMP CloudWatch tells, a minute or two later, that
 * MediaLive writes it. Where nobody tells, nothing is claimed.
 */
export function isDelivering(facts: LegFacts): boolean {
  if (!facts.channelRunning || facts.outputAlerts.length > 0) return false
  const lastFrameAt = facts.delivery?.lastFrameAt ?? null
  if (facts.rehearsal && lastFrameAt !== null) return isCounting(facts, lastFrameAt)
  if (facts.kind === 'ivs') return facts.ivsLive === true
  return facts.output?.written === true
}

/**
 * A counter that could not be read lately has not stopped: what it said holds until it is too old to
 * be the present, as everything does that AWS says.
 */
function isCounting({ now, countedAt = now }: LegFacts, lastFrameAt: number): boolean {
  return countedAt - lastFrameAt < FRESH_MS && now - countedAt <= STALE_MS
}

/** Who could tell whether the picture arrives there; `none` where nobody can. */
export function proofOf({
  kind,
  rehearsal,
  metered,
  output,
}: Pick<LegFacts, 'kind' | 'rehearsal' | 'metered' | 'output'>): LegProof {
  if (rehearsal && !metered) return 'counted'
  if (kind === 'ivs') return 'ivs'
  return output ? 'metrics' : 'none'
}

/** The leg's state on screen. */
export function legState(facts: LegFacts): LegState {
  if (facts.channelChanging === 'stopping') return 'stopping'
  if (facts.channelChanging === 'starting') return 'starting'
  if (!facts.channelRunning) return 'ready'
  if (facts.outputAlerts.length > 0) return 'error'
  if (proofOf(facts) === 'none') return 'unproven'
  return isDelivering(facts) ? 'streaming' : 'starting'
}
