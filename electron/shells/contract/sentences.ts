import type { Sentence } from '../../../src/shared/errors'

/** The field's own message is the why: the schemas speak to the operator. */
export const inputRefused = (why: string): Sentence => ({
  code: 'input.refused',
  what: 'That was not accepted.',
  why,
  todo: 'Change it and try again. Nothing was done.',
  fate: 'undo',
})

export const inputTooLarge: Sentence = inputRefused(
  'It is larger than anything this console asks for.',
)

export const callUnknown: Sentence = {
  code: 'call.unknown',
  what: 'The console does not know what was asked.',
  why: 'The window and the console are of different versions.',
  todo: 'Reload the window. What is on air stays as it is.',
  fate: 'undo',
}

export const senderRefused: Sentence = {
  code: 'sender.refused',
  what: 'The console did not answer.',
  why: 'The request did not come from its own window.',
  todo: 'Use the window of the console.',
  fate: 'undo',
}

export const tooManyAtOnce: Sentence = {
  code: 'call.too-many',
  what: 'The console has too much to do at once.',
  why: 'This window asked for more before the earlier answers came.',
  todo: 'Wait a moment and try again.',
  fate: 'retry',
}
