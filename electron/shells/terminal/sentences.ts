import type { Sentence } from '../../../src/shared/errors'
import type { StateTrouble } from '../../simulator/kit/stateTrouble'

export const portTaken: Sentence = {
  code: 'port.taken',
  what: 'The port is taken.',
  why: 'Another program listens on it, perhaps another Tallylight.',
  todo: 'Choose another port, or leave it out to take a free one.',
  fate: 'undo',
}

export const scenarioUnusable = (why: string): Sentence => ({
  code: 'scenario.unusable',
  what: 'The scenario cannot be used.',
  why,
  todo: 'Choose a bundled one (--list-scenarios shows them), or mend the file.',
  fate: 'undo',
})

export const notUnderstood = (flag: string, why: string): Sentence => ({
  code: 'flag.not-understood',
  what: `What follows ${flag} is not understood.`,
  why,
  todo: 'docs/SIMULATOR.md names the questions with their answers, and the quotas.',
  fate: 'undo',
})

export const shapeUnknown = (shape: string): Sentence => ({
  code: 'shape.unknown',
  what: `Shows of the shape "${shape}" cannot be rehearsed.`,
  why: 'This version airs shows of the shape "program" only.',
  todo: 'Leave --shape out.',
  fate: 'undo',
})

const stateWords = {
  'in-use': {
    why: 'Another simulator works on it.',
    todo: 'End that one, or give this one a folder of its own.',
  },
  folder: {
    why: 'It cannot be made, read or written.',
    todo: 'Give your user the right to write there and look at the free space, or choose another folder.',
  },
  damaged: {
    why: 'What was saved in it is damaged, or of another version of Tallylight.',
    todo: 'Move the folder out of the way to begin with an empty world, or choose another one. Nothing in it was changed.',
  },
} as const

/** The code of a state folder that another simulator works on. */
export const stateInUse = 'simulator.state-in-use'

export const stateUnusable = ({ kind, folder }: StateTrouble): Sentence => ({
  code: `simulator.state-${kind}`,
  what: `The simulated AWS cannot use its state folder ${folder}.`,
  ...stateWords[kind],
  fate: 'undo',
})
