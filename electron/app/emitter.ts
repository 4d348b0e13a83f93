/** Somebody to tell, and those who listen. Lets two parts know of each other without holding hands. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>()

  emit(value: T): void {
    for (const listener of this.#listeners) listener(value)
  }

  listen(listener: (value: T) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
