import type { Sentence } from '../../../src/shared/errors'

export const portTaken: Sentence = {
  code: 'port.taken',
  what: 'The port is taken.',
  why: 'Another program listens on it, perhaps another Tallylight.',
  todo: 'Choose another port, or leave it out to take a free one.',
  fate: 'undo',
}

export const shapeUnknown = (shape: string): Sentence => ({
  code: 'shape.unknown',
  what: `Shows of the shape "${shape}" cannot be rehearsed.`,
  why: 'This version airs shows of the shape "program" only.',
  todo: 'Leave --shape out.',
  fate: 'undo',
})
