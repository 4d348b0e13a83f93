import type { Clock } from '../../core/ports'
import { operatorError } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'
import type { AwsCredentials } from '../aws/clients'
import { loadCredentials, type LoadOptions } from './loadCredentials'

export interface SignInOptions {
  readonly profile: string
  readonly region: string
  readonly clock: Clock
  /** Replaced in tests of the timing only. */
  readonly load?: (options: LoadOptions) => Promise<AwsCredentials>
}

/** New credentials are fetched so long before the old ones end. */
const refreshAheadMs = 5 * 60_000
/** A refresh that failed is not tried with every call. */
const refreshPauseMs = 30_000
/** A program or a token service that has not answered by then will not. */
export const signInTimeoutMs = 30_000

/** The credentials of one profile: fetched once for however many ask, and renewed in time. */
export class SignIn {
  #held: AwsCredentials | undefined
  #pending: Promise<AwsCredentials> | undefined
  #pausedUntil = 0
  /** Counts the times it was told to forget: what was asked for before is not kept after. */
  #era = 0

  constructor(private readonly options: SignInOptions) {}

  /** For the SDK's clients, which ask before every call. */
  readonly credentials = (): Promise<AwsCredentials> => {
    const held = this.#held
    if (held && !this.#isDue(held)) return Promise.resolve(held)
    return (this.#pending ??= this.#refresh(this.#era))
  }

  /** When the present credentials end; null for those that do not, or where there are none. */
  expiresAt(): number | null {
    return this.#held?.expiration?.getTime() ?? null
  }

  /** After the operator has mended something: the next call reads the files again. */
  forget(): void {
    this.#era += 1
    this.#held = undefined
    this.#pending = undefined
    this.#pausedUntil = 0
  }

  #isDue({ expiration }: AwsCredentials): boolean {
    if (expiration === undefined) return false
    const now = this.options.clock.now()
    if (expiration.getTime() <= now) return true
    return expiration.getTime() - refreshAheadMs <= now && now >= this.#pausedUntil
  }

  /** While the old credentials still work, a failure to renew them stops nobody's show. */
  async #refresh(era: number): Promise<AwsCredentials> {
    const old = this.#held
    try {
      const fresh = await this.#loadInTime()
      if (era === this.#era) this.#held = fresh
      return fresh
    } catch (thrown) {
      const now = this.options.clock.now()
      if (old?.expiration === undefined || old.expiration.getTime() <= now) throw thrown
      this.#pausedUntil = now + refreshPauseMs
      return old
    } finally {
      if (era === this.#era) this.#pending = undefined
    }
  }

  async #loadInTime(): Promise<AwsCredentials> {
    const { profile, region, clock, load = loadCredentials } = this.options
    const [loading, waiting] = [new AbortController(), new AbortController()]
    const late = clock.sleep(signInTimeoutMs, waiting.signal).then(() => {
      const error = operatorError(sentences.signInTimedOut(profile, signInTimeoutMs / 1000))
      loading.abort(error)
      throw error
    })
    // When the credentials come in time, the wait is called off, and nobody listens to that.
    late.catch(() => {})
    try {
      const now = () => clock.now()
      return await Promise.race([load({ profile, region, now, signal: loading.signal }), late])
    } finally {
      waiting.abort()
    }
  }
}
