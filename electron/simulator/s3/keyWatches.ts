/** Whether a key was deleted while somebody was about to write it. */
export interface KeyWatch {
  readonly isDeleted: boolean
}

interface Watch {
  isDeleted: boolean
}

/** The keys that conditional writes are on their way to. */
export class KeyWatches {
  readonly #watches = new Map<string, Set<Watch>>()

  /** Watches a key as long as `during` takes. */
  async during<Result>(
    bucket: string,
    key: string,
    work: (watch: KeyWatch) => Promise<Result>,
  ): Promise<Result> {
    const name = `${bucket}/${key}`
    const watch = { isDeleted: false }
    const together = this.#watches.get(name) ?? new Set()
    this.#watches.set(name, together.add(watch))
    try {
      return await work(watch)
    } finally {
      together.delete(watch)
      if (together.size === 0) this.#watches.delete(name)
    }
  }

  deleted(bucket: string, key: string): void {
    for (const watch of this.#watches.get(`${bucket}/${key}`) ?? []) watch.isDeleted = true
  }
}
