import { result, type Check } from './facts'

/** A show without a destination is a recording, and should be one on purpose. */
export const destinations: Check = ({ show }) =>
  show.destinations.length === 0
    ? result(
        'destinations',
        'warns',
        'The show goes nowhere: it is recorded only.',
        'Add a destination, if somebody is to see it.',
      )
    : result(
        'destinations',
        'fine',
        show.destinations.length === 1
          ? 'One destination.'
          : `${show.destinations.length} destinations.`,
      )
