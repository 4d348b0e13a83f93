import { OperatorError, toOperatorError } from '../../../src/shared/errors'
import type { JournalEntry } from '../journal'
import { tryRepeatedly } from './attempts'
import { Halt, heavier, JournalLost, type HaltReason } from './halt'
import { Requests } from './requests'
import type { RunRecord } from './runRecord'
import { keyOf, type Step } from './step'
import type { Equipment, RunScope } from './workflow'

/** A step the body asked for, kept for its undo. */
export interface Asked<W> {
  readonly step: Step<W, unknown, unknown>
  readonly input: unknown
}

type Attempted = Extract<JournalEntry, { readonly kind: 'step-attempted' }>

export type Ending = { readonly output: unknown } | { readonly thrown: unknown }

/** Turns of the event loop without any step being asked for, after which none will be. */
const QUIET_TURNS = 50

/** One life of a run: from the top of its body until everything it began has let go. */
export class Execution<W> implements RunScope<W> {
  readonly id
  readonly sessionId
  readonly startedAt
  readonly world
  readonly clock
  readonly log
  readonly #random
  readonly #abort = new AbortController()
  readonly #pause = new AbortController()
  readonly #asked = new Map<string, Asked<W>>()
  readonly #underway = new Set<Promise<unknown>>()
  /** Steps on record that the body has not come to yet. */
  readonly #ahead: Set<string>
  #halt: Halt | undefined

  constructor(
    readonly record: RunRecord,
    readonly equipment: Equipment<W>,
  ) {
    this.id = record.id
    this.sessionId = record.sessionId
    this.startedAt = record.started?.at ?? equipment.clock.now()
    this.world = equipment.world
    this.clock = equipment.clock
    this.log = equipment.log
    this.#random = equipment.random
    this.#ahead = new Set(record.steps().map(({ key }) => key))
    if (record.unwinding) this.halt({ kind: 'over' })
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }
  /** Aborted, with a `Halt` as its reason, as soon as no further step or try may be begun. */
  get pause(): AbortSignal {
    return this.#pause.signal
  }
  get halted(): HaltReason | undefined {
    return this.#halt?.reason
  }
  /** What was asked for under a key; undefined where the body does not come to it any more. */
  asked(key: string): Asked<W> | undefined {
    return this.#asked.get(key)
  }
  /** Keys on record that the body never came to: it is not the body that wrote them. */
  get unreached(): readonly string[] {
    return [...this.#ahead]
  }

  /** No step and no try is begun after this. Effects under way are called off only by the operator. */
  halt(reason: HaltReason): Halt {
    this.#halt = heavier(this.#halt, new Halt(reason))
    this.#pause.abort(this.#halt)
    if (reason.kind === 'cancelled' || reason.kind === 'interrupted') this.#abort.abort(this.#halt)
    return this.#halt
  }

  /** Plays the body and waits until all it began is over. */
  async play(body: (run: RunScope<W>) => Promise<unknown>): Promise<Ending> {
    const ending = await Promise.resolve(this)
      .then(body)
      .then(
        (output) => ({ output }),
        (thrown: unknown) => ({ thrown }),
      )
    this.halt({ kind: 'over' })
    await this.#quiet(() => this.#underway.size === 0 && this.#ahead.size === 0)
    return ending
  }

  async step<In, Out>(step: Step<W, In, Out>, input: In): Promise<Out> {
    const key = keyOf(this.id, step, input)
    if (this.#asked.has(key)) throw new Error(`the step ${key} was asked for twice`)
    const past = this.record.step(key)
    // The undo of a step is called with the very input that its `do` was called with.
    this.#asked.set(key, { step, input })
    this.#ahead.delete(key)

    if (past?.outcome?.kind === 'failed') throw new OperatorError(past.outcome.error)
    if (past?.outcome?.kind === 'succeeded') return outputOf(step, past.outcome.output)
    if (past === undefined && this.#ahead.size > 0) await this.#replayed()
    if (this.#halt) throw this.#halt
    if (past === undefined) this.#write(() => this.record.append({ kind: 'step-started', key }))
    return this.#follow(this.#effect(step, input, key))
  }

  async #effect<In, Out>(step: Step<W, In, Out>, input: In, key: string): Promise<Out> {
    const requests = new Requests()
    try {
      const output = await tryRepeatedly({
        patience: step,
        clock: this.clock,
        random: this.#random,
        signal: this.signal,
        pause: this.pause,
        from: (this.record.step(key)?.failures ?? 0) + 1,
        act: (attempt, signal) =>
          this.equipment.trace.during(requests.note, () =>
            step.do(this.#context(key, attempt, signal), input),
          ),
        failed: (attempt, error) => this.#noteAttempt({ key, attempt, error, ...requests.take() }),
      })
      this.#write(() =>
        this.record.append({ kind: 'step-succeeded', key, output, ...requests.take() }),
      )
      return output
    } catch (thrown) {
      throw this.#judged(thrown, key, requests)
    }
  }

  /** What the body is told of a failed step, after it has been put on record. */
  #judged(thrown: unknown, key: string, requests: Requests): unknown {
    if (thrown instanceof Halt || thrown instanceof JournalLost) return thrown
    if (this.signal.aborted) return this.signal.reason
    const error = toOperatorError(thrown, key)
    const { fate } = error.wire
    if (fate === 'undo' || fate === 'retry') {
      this.#write(() =>
        this.record.append({ kind: 'step-failed', key, error: error.wire, ...requests.take() }),
      )
      return error
    }
    const attempt = (this.record.step(key)?.failures ?? 0) + 1
    this.#noteAttempt({ key, attempt, error: error.wire, ...requests.take() })
    if (fate === 'wait') return this.halt({ kind: 'waiting', error: error.wire })
    this.log.error('a step met something unforeseen', { key, cause: thrown })
    return this.halt({ kind: 'parked', error: error.wire })
  }

  #noteAttempt(attempted: Omit<Attempted, 'kind'>): void {
    this.#write(() => this.record.append({ kind: 'step-attempted', ...attempted }))
  }

  /** A write that failed stops the run; a crash, which is no operator's matter, stops its effects too. */
  #write(append: () => void): void {
    try {
      append()
    } catch (thrown) {
      this.halt({ kind: 'over' })
      const cause = thrown instanceof JournalLost ? thrown.cause : thrown
      if (!(cause instanceof OperatorError)) this.#abort.abort(thrown)
      throw thrown
    }
  }

  #context(key: string, attempt: number, signal: AbortSignal) {
    const { world, clock, log } = this
    return { world, clock, log, key, attempt, signal }
  }

  async #follow<T>(effect: Promise<T>): Promise<T> {
    this.#underway.add(effect)
    try {
      return await effect
    } finally {
      this.#underway.delete(effect)
    }
  }

  /** A new step waits until the body has come to all that is on record: parallel parts replay unevenly. */
  async #replayed(): Promise<void> {
    await this.#quiet(() => this.#ahead.size === 0)
    if (this.#ahead.size > 0) throw this.halt({ kind: 'over' })
  }

  /** Waits for the condition, or until so long nothing has moved that it will never hold. */
  async #quiet(reached: () => boolean): Promise<void> {
    for (let still = 0, asked = -1; still < QUIET_TURNS; still++) {
      await new Promise(setImmediate)
      if (this.#underway.size > 0 && !reached()) {
        await Promise.race(this.#underway).catch(() => undefined)
        still = 0
      } else if (asked === this.#asked.size && reached()) return
      if (asked !== this.#asked.size) still = 0
      asked = this.#asked.size
    }
  }
}

/** The journal holds JSON; a step that gives no `parse` vouches for its own output. */
export const outputOf = <W, In, Out>(step: Step<W, In, Out>, output: unknown): Out =>
  step.parse ? step.parse(output) : (output as Out)
