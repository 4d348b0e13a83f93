import type { Sentence } from '../../src/shared/errors'

/** `40 s`, `20 min`, `2 h`: as exact as it matters. */
function span(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 2) return `${Math.round(ms / 1_000)} s`
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}

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
  stillNotOff: (): Sentence => ({
    code: 'stop.still-not-off',
    what: 'AWS has taken the stop, and the channel is not off yet.',
    why: 'It takes longer than usual: AWS says that it is still on its way down.',
    todo: 'Look again in a few minutes; if it stays so, stop it in the AWS console.',
    fate: 'retry',
  }),
  drillsInRehearsalOnly: (): Sentence => ({
    code: 'drill.rehearsal-only',
    what: 'Drills are for rehearsals.',
    why: 'Nothing is made to fail on purpose where it costs money or is seen.',
    todo: 'Choose the rehearsal in the top bar, and stage it there.',
    fate: 'park',
  }),
  drillWithoutTarget: ({ title }: { readonly title: string }): Sentence => ({
    code: 'drill.nothing-to-drill',
    what: `“${title}” has nothing to strike yet.`,
    why: 'What it is about has not been made, or is gone already.',
    todo: 'Prepare the show first; for a failing channel, go live.',
    fate: 'park',
  }),
  drillNotArmed: (): Sentence => ({
    code: 'drill.not-armed',
    what: 'The drill could not be staged.',
    why: 'The simulated AWS did not take it.',
    todo: 'Try again in a moment.',
    fate: 'park',
  }),
  clockJumped: (passedMs: number): Sentence => ({
    code: 'clock.jumped',
    what: 'This machine slept, or its clock was set, while a show was on air.',
    why: `Its clock went ${passedMs < 0 ? 'back' : 'ahead'} by ${span(Math.abs(passedMs))} at once.`,
    todo: 'Everything is read from AWS anew. Look at the show; what AWS did meanwhile stands there.',
    fate: 'wait',
  }),
  noData: (folder: string): Sentence => ({
    code: 'journal.no-data',
    what: 'There is no journal yet.',
    why: `No Tallylight has kept its data in ${folder}.`,
    todo: 'Name another data folder with --data, or set TALLYLIGHT_HOME as the console has it.',
    fate: 'undo',
  }),
  noSession: (named: string): Sentence => ({
    code: 'journal.no-session',
    what: `There is no session "${named}".`,
    why: 'No id begins so, and no show that was aired is called so.',
    todo: 'Leave it out to see all sessions.',
    fate: 'undo',
  }),
  sessionAmbiguous: (named: string, ids: readonly string[]): Sentence => ({
    code: 'journal.ambiguous',
    what: `${ids.length} sessions begin with "${named}".`,
    why: `They are ${ids.join(', ')}.`,
    todo: 'Name more of the id.',
    fate: 'undo',
  }),
  notSignedIn: (): Sentence => ({
    code: 'account.not-signed-in',
    what: 'Not signed in to AWS.',
    why: 'The chosen profile did not work, or the sign-in is still under way.',
    todo: 'Look at the profile in the top bar, mend it, and try again.',
    fate: 'wait',
  }),
} as const
