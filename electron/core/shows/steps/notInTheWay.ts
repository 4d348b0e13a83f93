import { OperatorError } from '../../../../src/shared/errors'
import { isOutage } from '../../workflow/attempts'

/**
 * For what tidies up behind a show that is over: whatever would make its run wait, or sit out an
 * outage, becomes a refusal instead, which the body of the workflow passes over.
 */
export async function notInTheWay(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    if (!(thrown instanceof OperatorError)) throw thrown
    const { wire } = thrown
    if (wire.fate === 'retry' && !isOutage(wire)) throw thrown
    throw new OperatorError({ ...wire, fate: 'undo' }, { cause: thrown })
  }
}
