import { result, type Check } from './facts'

/** Defaults per region (MediaLive user guide, "Quotas"); accounts may have more. */
const DEFAULT_CHANNELS = 5
const DEFAULT_PUSH_INPUTS = 5

/** Room for one more channel and input. Warns only: the account's own limits may be higher. */
export const quota: Check = ({ used }) => {
  if (!used) return result('quota', 'warns', 'How much room the account has is not known.')
  if (used.channels >= DEFAULT_CHANNELS || used.inputs >= DEFAULT_PUSH_INPUTS)
    return result(
      'quota',
      'warns',
      `The account has ${used.channels} channels and ${used.inputs} inputs here; the usual limit is ${DEFAULT_CHANNELS} of each.`,
      'End a show that is not needed, or ask AWS for more in Service Quotas.',
    )
  return result('quota', 'fine', `${used.channels} of ${DEFAULT_CHANNELS} channels in use.`)
}
