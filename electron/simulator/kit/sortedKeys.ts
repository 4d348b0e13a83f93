/** Keys in order, each once: found by halving, so that a page of many costs what a page of few does. */
export class SortedKeys {
  readonly #keys: string[] = []

  get size(): number {
    return this.#keys.length
  }

  add(key: string): void {
    const at = this.#placeOf(key)
    if (this.#keys[at] !== key) this.#keys.splice(at, 0, key)
  }

  remove(key: string): void {
    const at = this.#placeOf(key)
    if (this.#keys[at] === key) this.#keys.splice(at, 1)
  }

  /** At most so many keys that come after this one; from the first when undefined. */
  after(key: string | undefined, most: number): readonly string[] {
    const place = key === undefined ? 0 : this.#placeOf(key)
    const from = this.#keys[place] === key ? place + 1 : place
    return this.#keys.slice(from, from + most)
  }

  all(): readonly string[] {
    return [...this.#keys]
  }

  /** Where the first key stands that is not before this one. */
  #placeOf(key: string): number {
    let [low, high] = [0, this.#keys.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#keys[middle] ?? '') < key) low = middle + 1
      else high = middle
    }
    return low
  }
}
