import type { SimulatorContext } from '../kit/context'
import { quotaOf } from '../kit/quotas'
import { quotaReached } from './faults'

/** What MediaLive calls them. */
const names = {
  'medialive.channels': 'channels',
  'medialive.push-inputs': 'push inputs',
  'medialive.input-security-groups': 'input security groups',
} as const

export function checkQuota(
  context: SimulatorContext,
  name: keyof typeof names,
  existing: number,
): void {
  const quota = quotaOf(context, name)
  if (existing >= quota) {
    throw quotaReached(names[name], quota, context.assumptions.of('quota-status'))
  }
}
