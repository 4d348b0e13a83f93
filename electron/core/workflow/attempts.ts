import { OperatorError, operatorError, type WireError } from '../../../src/shared/errors'
import type { Clock } from '../ports'
import { backoffMs } from './backoff'
import { runSentences } from './sentences'
import { DEFAULT_ATTEMPTS } from './step'

export interface Patience {
  readonly name: string
  readonly attempts?: number
  readonly deadlineMs?: number
  readonly timeoutMs?: number
}

export interface Trying<T> {
  readonly patience: Patience
  readonly clock: Clock
  readonly random: () => number
  /** Cancels the try that is under way. */
  readonly signal: AbortSignal
  /** Ends the waiting between two tries, and every further try. */
  readonly pause: AbortSignal
  /** The number of the first try. */
  readonly from: number
  act(attempt: number, signal: AbortSignal): Promise<T>
  /** Called for each try that failed with the fate `retry`, before anything else happens. */
  failed(attempt: number, error: WireError): void
}

/** So long an outage is sat out before the run waits for a word of the operator, or for it to end. */
const OUTAGE_MS = 10 * 60_000

/** No answer at all, or none for anybody: it says nothing of the step, so it costs no try. */
export const isOutage = ({ code }: WireError): boolean =>
  code.startsWith('network.') || code === 'aws.busy' || code === 'aws.trouble'

/**
 * Tries until it works, is refused, or has had enough: then the last error is thrown, its fate turned
 * to `undo`. An outage is sat out, and in the end turned to `wait`: nothing is undone for its sake.
 * Waiting goes through the clock that is given.
 */
export async function tryRepeatedly<T>(trying: Trying<T>): Promise<T> {
  const { patience, clock, random, pause } = trying
  const giveUpAt = clock.now() + (patience.deadlineMs ?? Infinity)
  const attempts = patience.attempts ?? DEFAULT_ATTEMPTS
  let outage: { readonly since: number; readonly failures: number } | undefined
  for (let failures = 1, refusals = 0; ; failures++) {
    const attempt = trying.from + failures - 1
    try {
      return await withinTime(trying, (signal) => trying.act(attempt, signal))
    } catch (thrown) {
      if (!(thrown instanceof OperatorError) || thrown.wire.fate !== 'retry') throw thrown
      trying.failed(attempt, thrown.wire)
      pause.throwIfAborted()
      if (isOutage(thrown.wire)) {
        outage = { since: outage?.since ?? clock.now(), failures: (outage?.failures ?? 0) + 1 }
        const over = attempts !== Infinity && clock.now() - outage.since > OUTAGE_MS
        if (over) throw new OperatorError({ ...thrown.wire, fate: 'wait' }, { cause: thrown })
      } else {
        outage = undefined
        refusals++
      }
      const restMs = backoffMs(outage?.failures ?? refusals, random())
      const enough = refusals >= attempts || (!outage && clock.now() + restMs > giveUpAt)
      if (enough) throw new OperatorError({ ...thrown.wire, fate: 'undo' }, { cause: thrown })
      await clock.sleep(restMs, pause)
    }
  }
}

/**
 * Aborts the signal when the time is over, and waits for the effect to let go: begun again while the
 * first one still runs, it could happen twice.
 */
async function withinTime<T>(
  { patience: { name, timeoutMs }, clock, signal }: Trying<T>,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (timeoutMs === undefined) return act(signal)
  const late = new AbortController()
  const over = new AbortController()
  const timedOut = operatorError(runSentences.timedOut(name, timeoutMs))
  clock.sleep(timeoutMs, over.signal).then(
    () => late.abort(timedOut),
    () => undefined, // rejected because the try was over in time
  )
  try {
    return await act(AbortSignal.any([signal, late.signal]))
  } catch (thrown) {
    if (late.signal.aborted && !signal.aborted) {
      throw new OperatorError(timedOut.wire, { cause: thrown })
    }
    throw thrown
  } finally {
    over.abort()
  }
}
