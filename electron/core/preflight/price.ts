import { dollars } from '../../../src/shared/domain/money'
import { result, type Check } from './facts'

/** The price is known before the click, and stays below the cap. */
export const price: Check = ({ estimate, show }) => {
  const hourly = `${dollars(estimate.perHourMicros, 'en-US')} an hour`
  if (show.capMicros !== null && estimate.leastMicros > show.capMicros)
    return result(
      'price',
      'warns',
      `The least a run costs, ${dollars(estimate.leastMicros, 'en-US')}, is above the cap of the show.`,
      'Raise the cap, or take a destination away.',
    )
  if (estimate.unknown.length > 0)
    return result(
      'price',
      'warns',
      `At least ${hourly}: no price is known for ${estimate.unknown.join(', ')}.`,
    )
  return result(
    'price',
    'fine',
    `About ${hourly}, ${dollars(estimate.leastMicros, 'en-US')} at least.`,
  )
}
