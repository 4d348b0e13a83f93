import type { Answer } from '../kit/assumptions'
import type { AwsFault } from '../kit/aws'

const firstBackOffMs = 1_000
/** 185 retries then fill about the 24 hours that an event lives at most. */
const longestBackOffMs = 480_000

/** Exponential, with jitter of a quarter to either side; `draw` in [0, 1). */
export function backOffMs(retriesBefore: number, draw: number): number {
  const full = Math.min(firstBackOffMs * 2 ** retriesBefore, longestBackOffMs)
  return Math.round(full * (0.75 + draw / 2))
}

/**
 * Throttling and faults of the target's side are tried again. What the target refuses is not: the
 * user guide's own dead letter of such a refusal carries RETRY_ATTEMPTS 0.
 */
export function isRetried(
  { status, type }: Pick<AwsFault, 'status' | 'type'>,
  clientFaults: Answer<'scheduler-retries-client-faults'>,
): boolean {
  if (status >= 500 || status === 429 || /Throttl|TooManyRequests/.test(type)) return true
  return clientFaults === 'retried'
}
