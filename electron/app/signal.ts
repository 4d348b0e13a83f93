import { Emitter } from './emitter'

/** A value that changes, and those who want to know. */
export class Signal<T> {
  #value: T
  readonly #changes = new Emitter<T>()

  constructor(initial: T) {
    this.#value = initial
  }

  get value(): T {
    return this.#value
  }

  set(value: T): void {
    this.#value = value
    this.#changes.emit(value)
  }

  update(change: Partial<T>): void {
    this.set({ ...this.#value, ...change })
  }

  /** Hears what is, then every change. */
  subscribe(listener: (value: T) => void): () => void {
    listener(this.#value)
    return this.#changes.listen(listener)
  }
}
