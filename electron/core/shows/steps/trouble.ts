import type { Sentence, WireError } from '../../../../src/shared/errors'

/** A sentence as it is kept on a record, where no call is there to carry it. */
export const operatorSentence = (sentence: Sentence): WireError => ({
  ...sentence,
  reference: null,
})
