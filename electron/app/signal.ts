/** A value that changes, and those who want to know. */
export class Signal<T> {
  #value: T
  readonly #listeners = new Set<(value: T) => void>()

  constructor(initial: T) {
    this.#value = initial
  }

  get value(): T {
    return this.#value
  }

  set(value: T): void {
    this.#value = value
    for (const listener of this.#listeners) listener(value)
  }

  update(change: Partial<T>): void {
    this.set({ ...this.#value, ...change })
  }

  /** Hears what is, then every change. */
  subscribe(listener: (value: T) => void): () => void {
    listener(this.#value)
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
