import type { Sentence } from '../../src/shared/errors'

/** What the composition of the console has to say itself. */
export const appSentences = {
  simulatorDidNotStart: (why: string): Sentence => ({
    code: 'simulator.did-not-start',
    what: 'The rehearsal could not be started.',
    why: `The simulated AWS did not come up. ${why}`,
    todo: 'Mend what it names, or close other copies of Tallylight, and try again.',
    fate: 'wait',
  }),
  noRegion: (profile: string): Sentence => ({
    code: 'profile.no-region',
    what: `The profile "${profile}" names no region that AWS could have.`,
    why: 'AWS needs to know where the show is to run.',
    todo: 'Choose a region beside the profile.',
    fate: 'wait',
  }),
  notSignedIn: (): Sentence => ({
    code: 'account.not-signed-in',
    what: 'Not signed in to AWS.',
    why: 'The chosen profile did not work, or the sign-in is still under way.',
    todo: 'Look at the profile in the top bar, mend it, and try again.',
    fate: 'wait',
  }),
} as const
