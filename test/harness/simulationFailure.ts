import { planOf, type Plan } from './simulationPlan'
import { play, type Outcome } from './simulationStory'

/** Tries at telling a failing story with less. */
const TRIES = 24

export interface Failure {
  readonly seed: number
  /** The numbers of the steps that are left of it. */
  readonly kept: readonly number[]
  readonly outcome: Outcome
}

const planWith = (plan: Plan, kept: readonly number[]): Plan => ({
  ...plan,
  steps: plan.steps.filter((_, index) => kept.includes(index)),
})

/**
 * The same failure told with fewer steps: the tail is dropped, half of it at a time, then single steps.
 */
export async function shortened(seed: number, failed: Outcome): Promise<Failure> {
  const plan = planOf(seed)
  let best: Failure = { seed, kept: plan.steps.map((_, index) => index), outcome: failed }
  let tries = 0
  const fails = async (kept: readonly number[]): Promise<boolean> => {
    tries++
    const outcome = await play(planWith(plan, kept))
    if (outcome.violation?.invariant !== failed.violation?.invariant) return false
    best = { seed, kept, outcome }
    return true
  }
  for (let cut = Math.ceil(best.kept.length / 2); cut >= 1 && tries < TRIES;) {
    const isShorter = cut < best.kept.length && (await fails(best.kept.slice(0, -cut)))
    if (!isShorter) cut = Math.floor(cut / 2)
  }
  for (const step of best.kept.toReversed())
    if (tries < TRIES) await fails(best.kept.filter((one) => one !== step))
  return best
}

/** For a person: what did not hold, how to see it again, and what happened. */
export const reportOf = ({ seed, kept, outcome: { violation, timeline } }: Failure): string =>
  [
    `seed ${seed}: ${violation?.invariant} did not hold`,
    `  ${violation?.sentence}`,
    `  ${violation?.detail}`,
    `again: npm run soak -- --seed ${seed} --steps ${kept.join('+')}`,
    timeline,
  ].join('\n')
