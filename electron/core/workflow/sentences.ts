import type { Sentence } from '../../../src/shared/errors'

/** What the engine itself has to say; errors of steps come in their own words. */
export const runSentences = {
  busy: (workflow: string): Sentence => ({
    code: 'run.busy',
    what: 'This show is busy.',
    why: `"${workflow}" is still under way.`,
    todo: 'Wait until it has ended, or stop it first.',
    fate: 'undo',
  }),
  unknownWorkflow: (workflow: string, version: number): Sentence => ({
    code: 'run.unknown-workflow',
    what: `"${workflow}" was begun by another version of Tallylight and cannot be taken up again.`,
    why: `This version does not know "${workflow}" number ${version}.`,
    todo: 'What is on air stays as it is. Finish it with the version that began it, or end the show.',
    fate: 'park',
  }),
  changed: (steps: readonly string[]): Sentence => ({
    code: 'run.changed',
    what: 'What was begun before does not fit this version of Tallylight.',
    why: `It had come to ${steps.join(', ')}, which this version does not come to.`,
    todo: 'What is on air stays as it is. Finish it with the version that began it, or end the show.',
    fate: 'park',
  }),
  unreadable: (): Sentence => ({
    code: 'run.unreadable',
    what: 'The record of something begun before cannot be read.',
    why: 'Its beginning is missing from the journal.',
    todo: 'What is on air stays as it is. Look under Resources for what is left, and end the show.',
    fate: 'park',
  }),
  timedOut: (step: string, timeoutMs: number): Sentence => ({
    code: 'step.timed-out',
    what: `"${step}" took too long.`,
    why: `There was no answer within ${Math.round(timeoutMs / 1000)} s.`,
    todo: 'It is tried again by itself. Check the network if it goes on.',
    fate: 'retry',
  }),
}
