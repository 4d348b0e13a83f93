import type { Sentence } from '../../../src/shared/errors'

/** A stop that ended without having stopped, and gave no reason. */
export const notStopped: Sentence = {
  code: 'desktop.not-stopped',
  what: 'It was not stopped.',
  why: 'The stop was called off before AWS had obeyed it.',
  todo: 'Look at the show, and stop it once more.',
  fate: 'park',
}
