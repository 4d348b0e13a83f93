/** Which ids stand behind a key, in the order in which they came to it. */
export class KeyIndex {
  readonly #ids = new Map<string, Set<string>>()

  under(key: string): Iterable<string> {
    return this.#ids.get(key) ?? []
  }

  /** The id is known under these keys from now on, and under those no more. */
  move(id: string, from: readonly string[], to: readonly string[]): void {
    if (from.length === to.length && from.every((key, at) => key === to[at])) return
    for (const key of from) if (!to.includes(key)) this.#drop(key, id)
    for (const key of to) this.#set(key).add(id)
  }

  clear(): void {
    this.#ids.clear()
  }

  #set(key: string): Set<string> {
    const ids = this.#ids.get(key) ?? new Set()
    this.#ids.set(key, ids)
    return ids
  }

  #drop(key: string, id: string): void {
    const ids = this.#ids.get(key)
    ids?.delete(id)
    if (ids?.size === 0) this.#ids.delete(key)
  }
}
