import { compareKeys } from './listing'

/** The keys of a bucket in S3's order, kept so: listing a page of very many costs no more than the page. */
export class KeyShelf {
  readonly #keys: string[] = []

  /** As they stand now; changes with the shelf. */
  get inOrder(): readonly string[] {
    return this.#keys
  }

  add(key: string): void {
    const at = this.#placeOf(key)
    if (this.#keys[at] !== key) this.#keys.splice(at, 0, key)
  }

  remove(key: string): void {
    const at = this.#placeOf(key)
    if (this.#keys[at] === key) this.#keys.splice(at, 1)
  }

  /** Where the first key stands that is not before this one; recordings come in order, at the end. */
  #placeOf(key: string): number {
    const last = this.#keys.at(-1)
    if (last === undefined || compareKeys(last, key) < 0) return this.#keys.length
    let [low, high] = [0, this.#keys.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareKeys(this.#keys[middle] ?? '', key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
