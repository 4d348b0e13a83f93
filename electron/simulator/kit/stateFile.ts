import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const saveAfterMs = 50
/** Room may be made on a full disk meanwhile. */
const tryAgainMs = 1_000
/** A world that takes longer than this to save is not saved before each answer. */
const longestWaitForSaveMs = 20
/** Then saving takes one part in so many of the time. */
const shareOfTime = 10

/** The snapshot of the world in `state.json`, written whole beside it and renamed over it. */
export class StateFile {
  readonly #path: string
  #pending: NodeJS.Timeout | undefined
  #lastTookMs = 0

  constructor(
    folder: string,
    private readonly snapshot: () => unknown,
    private readonly log: (line: string) => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    mkdirSync(folder, { recursive: true })
    this.#path = join(folder, 'state.json')
  }

  /** Undefined when nothing was saved yet. A damaged file throws: starting empty would lose resources in silence. */
  load(): unknown {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8'))
    } catch (error) {
      if (isMissing(error)) return undefined
      throw new Error(`the saved state ${this.#path} cannot be read`, { cause: error })
    }
  }

  /** Saves soon; changes close together are saved once. */
  changed(): void {
    const afterMs = this.#isSlow() ? shareOfTime * this.#lastTookMs : saveAfterMs
    this.#pending ??= setTimeout(() => this.#saveOrWait(), afterMs)
  }

  /**
   * Saves now what a call has changed: what was answered survives even a kill. Not so in a world too
   * large to be written before each answer: a kill then costs what happened since the last save.
   */
  saveChanges(): void {
    if (this.#pending !== undefined && !this.#isSlow()) this.save()
  }

  /** A disk that takes nothing must not end what runs. */
  #saveOrWait(): void {
    try {
      this.save()
    } catch (thrown) {
      this.log(`the world could not be saved: ${String(thrown)}`)
      this.#pending = setTimeout(() => this.#saveOrWait(), tryAgainMs)
    }
  }

  save(): void {
    clearTimeout(this.#pending)
    this.#pending = undefined
    const startedAt = this.now()
    const beside = `${this.#path}.tmp`
    writeFileSync(beside, JSON.stringify(this.snapshot()), { mode: 0o600 })
    renameSync(beside, this.#path)
    this.#lastTookMs = this.now() - startedAt
  }

  #isSlow(): boolean {
    return this.#lastTookMs > longestWaitForSaveMs
  }
}

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
