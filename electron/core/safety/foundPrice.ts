import type { RateTable } from '../../../src/shared/domain/rateTable'
import { idleLines, ivsLine, runningLines } from '../metering/lines'
import type { Listed } from './findable'
import { planOf } from './foundPlan'

/** What each of a session's things costs an hour as it is; null where that cannot be told. Pure. */
export function pricesOf(
  things: readonly Listed[],
  rates: RateTable,
): (one: Listed) => number | null {
  const channelRuns = things.some(({ kind, running }) => kind === 'channel' && running)
  const [idleChannel, idleInput] = idleLines(rates)
  return (one) => {
    switch (one.kind) {
      case 'channel':
        return one.running ? runningPrice(one, rates) : (idleChannel?.perHourMicros ?? null)
      case 'input':
        return channelRuns ? 0 : (idleInput?.perHourMicros ?? null)
      case 'ivs-channel':
        return one.running ? (ivsLine('', rates).perHourMicros ?? null) : 0
      default:
        return 0
    }
  }
}

/** By the plan that the channel carries in its tags. */
function runningPrice({ mark }: Listed, rates: RateTable): number | null {
  const plan = mark.by === 'tags' ? planOf(mark.tags) : undefined
  const prices = plan && runningLines(plan, rates).map(({ perHourMicros }) => perHourMicros)
  if (!prices) return null
  return prices.reduce<number | null>(
    (sum, price) => (sum === null || price === undefined ? null : sum + price),
    0,
  )
}
