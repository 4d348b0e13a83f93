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

/**
 * Tries until it works, is refused, or has had enough: then the last error is thrown, its fate turned
 * to `undo`. Waiting goes through the clock that is given.
 */
export async function tryRepeatedly<T>(trying: Trying<T>): Promise<T> {
  const { patience, clock, random, pause } = trying
  const giveUpAt = clock.now() + (patience.deadlineMs ?? Infinity)
  for (let failures = 1; ; failures++) {
    const attempt = trying.from + failures - 1
    try {
      return await withinTime(trying, (signal) => trying.act(attempt, signal))
    } catch (thrown) {
      if (!(thrown instanceof OperatorError) || thrown.wire.fate !== 'retry') throw thrown
      trying.failed(attempt, thrown.wire)
      pause.throwIfAborted()
      const restMs = backoffMs(failures, random())
      const enough =
        failures >= (patience.attempts ?? DEFAULT_ATTEMPTS) || clock.now() + restMs > giveUpAt
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
