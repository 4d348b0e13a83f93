import { toOperatorError } from '../../../src/shared/errors'
import type { Clock } from '../ports'

const TRIES = 4
const FIRST_REST_MS = 500

/** Several lists at once are more than AWS likes: told to slow down, it is asked again, four times in all. */
export async function patiently<T>(
  clock: Clock,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (thrown) {
      const { fate } = toOperatorError(thrown, 'finder').wire
      if (fate !== 'retry' || attempt === TRIES || signal.aborted) throw thrown
      await clock.sleep(FIRST_REST_MS * 2 ** attempt, signal)
    }
  }
}
