import type { AtStake } from '../../app/console'
import type { Log } from '../../core/ports'

export type LeaveChoice = 'keep-running' | 'stop-first' | 'stay'

export interface LifecycleParts {
  atStake(): AtStake
  /** Asks the person, in words, what is to become of what is on air. */
  ask(sentence: string): Promise<LeaveChoice>
  /** Resolves when nothing is on air any more. */
  stopAll(): Promise<void>
  /** Says why it could not be stopped. */
  tell(thrown: unknown): void
  /** Lets go of everything. */
  close(): Promise<void>
  exit(code: number): void
  readonly log: Log
}

type Stage = 'running' | 'leaving' | 'gone'

/** How the desktop console is left: never by accident while live. Stages only go forward. */
export class Lifecycle {
  #stage: Stage = 'running'
  #isAsking = false

  constructor(private readonly parts: LifecycleParts) {}

  /** Whether the operating system may take the window or the process now. */
  get mayGo(): boolean {
    return this.#stage === 'gone'
  }

  /** Somebody wants to leave. A second wish while leaving ends a farewell that hangs. */
  async requestQuit(): Promise<void> {
    if (this.#isAsking || this.#stage === 'gone') return
    if (this.#stage === 'leaving') return this.#exit(1)
    const { live, sentence } = this.parts.atStake()
    if (!live) return this.leave()
    this.#isAsking = true
    const choice = await this.parts.ask(sentence).finally(() => (this.#isAsking = false))
    if (choice === 'stay') return
    if (choice === 'stop-first' && !(await this.#stopped())) return
    await this.leave()
  }

  /** Without a question: nothing is on air, the person has chosen, or the machine shuts down. */
  async leave(): Promise<void> {
    if (this.#stage !== 'running') return
    this.#stage = 'leaving'
    try {
      await this.parts.close()
      this.#exit(0)
    } catch (thrown) {
      this.parts.log.error('the console did not close well', { thrown })
      this.#exit(1)
    }
  }

  async #stopped(): Promise<boolean> {
    try {
      await this.parts.stopAll()
      return true
    } catch (thrown) {
      this.parts.log.error('it could not be stopped before leaving', { thrown })
      this.parts.tell(thrown)
      return false
    }
  }

  #exit(code: number): void {
    if (this.#stage === 'gone') return
    this.#stage = 'gone'
    this.parts.exit(code)
  }
}
