import { operatorError, type Sentence, type WireError } from '../../../src/shared/errors'

/** What the operator should know about the storage; each thing once. */
export class Notices {
  readonly #all: WireError[]

  constructor(first: readonly WireError[] = []) {
    this.#all = [...first]
  }

  get all(): readonly WireError[] {
    return this.#all
  }

  add(sentence: Sentence): void {
    if (this.#all.some(({ what }) => what === sentence.what)) return
    this.#all.push(operatorError(sentence).wire)
  }
}
