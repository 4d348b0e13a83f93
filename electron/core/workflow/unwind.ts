import { tryRepeatedly } from './attempts'
import { outputOf, type Execution } from './execution'
import { Requests } from './requests'
import type { StepPast } from './runRecord'

/**
 * Undoes every step that was begun, the last one first, whether or not its outcome is known. Throws
 * what an undo threw; called again, it goes on where it stood.
 */
export async function unwind<W>(execution: Execution<W>): Promise<void> {
  for (const past of execution.record.steps().toReversed()) {
    execution.signal.throwIfAborted()
    if (!past.undone) await undo(execution, past)
  }
}

async function undo<W>(execution: Execution<W>, past: StepPast): Promise<void> {
  const { key, outcome } = past
  const asked = execution.asked(key)
  if (asked?.step.undo === undefined) return
  const { step, input } = asked
  const { world, clock, log, record, equipment } = execution
  const requests = new Requests()
  const made = outcome?.kind === 'succeeded' ? outputOf(step, outcome.output) : undefined
  await tryRepeatedly({
    patience: step,
    clock,
    random: equipment.random,
    signal: execution.signal,
    pause: execution.signal,
    from: past.failures + 1,
    act: (attempt, signal) =>
      equipment.trace.during(requests.note, async () =>
        step.undo?.({ world, clock, log, key, attempt, signal }, input, made),
      ),
    failed: (attempt, error) =>
      record.append({ kind: 'step-attempted', key, attempt, error, ...requests.take() }),
  })
  record.append({ kind: 'step-undone', key, ...requests.take() })
}
