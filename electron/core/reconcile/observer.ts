import { OperatorError } from '../../../src/shared/errors'
import type { Clock, Cloud, Log, ObservedChannel } from '../ports'
import { isChanging, isOurs, isRunning, nothingObserved, type ObservedWorld } from './observed'
import { periodMs } from './pace'
import { look, type Interest } from './round'

interface Waiter {
  readonly interest: Partial<Interest>
  readonly settle: (world: ObservedWorld) => boolean
  /** Only rounds that began after this one was asked for count: an older answer is not the present. */
  readonly since: number
}

export interface ObserverOptions {
  readonly cloud: Cloud
  readonly clock: Clock
  readonly log: Log
  /** 1 in earnest; the rehearsal's speed otherwise. */
  readonly hurry: number
}

/** The one poller of an account and region. Everything shown of AWS comes from here, with its age. */
export class Observer {
  #world = nothingObserved
  #round = 0
  /** Raised when all that was seen is forgotten. */
  #era = 0
  #failures = 0
  #metricsAskedAt = 0
  #waiters = new Set<Waiter>()
  #listeners = new Set<(world: ObservedWorld) => void>()
  #rest = new AbortController()
  readonly #closing = new AbortController()
  readonly #ended: Promise<void>

  constructor(private readonly options: ObserverOptions) {
    this.#ended = this.#watch()
  }

  world(): ObservedWorld {
    return this.#world
  }

  onChange(listener: (world: ObservedWorld) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Resolves with what `pick` finds in a fresh look; looks often meanwhile. Rejects when aborted. */
  until<T>(
    pick: (world: ObservedWorld) => T | undefined,
    {
      signal,
      interest = {},
    }: { readonly signal: AbortSignal; readonly interest?: Partial<Interest> },
  ): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const waiter: Waiter = {
      interest,
      since: this.#round,
      settle: (world) => {
        try {
          const found = isSeen(world, interest) ? pick(world) : undefined
          if (found !== undefined) resolve(found)
          return found !== undefined
        } catch (thrown) {
          reject(toError(thrown))
          return true
        }
      },
    }
    const abort = () => reject(toError(signal.reason))
    const closed = () => reject(toError(this.#closing.signal.reason))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    this.#waiters.add(waiter)
    this.lookNow()
    this.#closing.signal.addEventListener('abort', closed, { once: true })
    return promise.finally(() => {
      this.#closing.signal.removeEventListener('abort', closed)
      this.#waiters.delete(waiter)
      signal.removeEventListener('abort', abort)
    })
  }

  /** Cuts the rest between two rounds short: after a command, a sign-in, a wake from sleep. */
  lookNow(): void {
    this.#rest.abort(new Error('look now'))
  }

  /**
   * After a sleep of this machine, or a clock that was set: nothing that was seen counts any more, an
   * answer under way included. All is asked anew, at once.
   */
  forget(): void {
    this.#era += 1
    this.#world = nothingObserved
    this.#metricsAskedAt = -Infinity
    this.#failures = 0
    this.lookNow()
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the observer closes'))
    this.lookNow()
    await this.#ended
  }

  async #watch(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      this.#rest = new AbortController()
      await this.#oneRound()
      await this.#pause()
    }
  }

  async #oneRound(): Promise<void> {
    const { cloud, clock, log } = this.options
    const round = ++this.#round
    const era = this.#era
    const interest = this.#interest()
    if (interest.metrics) this.#metricsAskedAt = clock.now()
    const { world, causes } = await look(cloud, this.#world, interest, clock.now)
    if (era !== this.#era) return
    this.#failures = world.trouble ? this.#failures + 1 : 0
    for (const { part, thrown } of causes) {
      // Told once, and again only after it worked: a service that is denied is denied in every round.
      if (!this.#world.troubles[part]) log.warn('looking at AWS failed', { part, cause: thrown })
    }
    this.#world = world
    if (this.#closing.signal.aborted) return
    for (const listener of this.#listeners) this.#tell(listener)
    for (const waiter of this.#waiters)
      if (waiter.since < round && waiter.settle(this.#world)) this.#waiters.delete(waiter)
  }

  /** Whoever listens cannot bring the watching down. */
  #tell(listener: (world: ObservedWorld) => void): void {
    try {
      listener(this.#world)
    } catch (thrown) {
      this.options.log.error('a watcher of AWS failed', { cause: thrown })
    }
  }

  #interest(): Interest {
    const wanted = [...this.#waiters].map(({ interest }) => interest)
    const { clock, hurry } = this.options
    const { inputs } = this.#world
    return {
      inputs:
        wanted.some((interest) => interest.inputs) ||
        clock.now() - (inputs?.askedAt ?? 0) > INPUTS_MS / hurry ||
        knowsTooFewInputs(this.#world),
      streams: this.#asksForStreams() || wanted.some(({ streams }) => streams),
      metrics: clock.now() - this.#metricsAskedAt > METRICS_MS / hurry,
    }
  }

  /** Also after the channel has stopped, until IVS has been seen to end: it is paid until then. */
  #asksForStreams(): boolean {
    const { channels, streams } = this.#world
    return !channels || this.#ours().some(isRunning) || (streams?.items.length ?? 0) > 0
  }

  /** What others run in the account is listed, but sets no pace. */
  #ours(): readonly ObservedChannel[] {
    return this.#world.channels?.items.filter(isOurs) ?? []
  }

  async #pause(): Promise<void> {
    const { clock, hurry } = this.options
    const ours = this.#ours()
    const ms = periodMs({
      awaited: this.#waiters.size > 0 || ours.some(isChanging),
      running: ours.some(isRunning),
      failures: this.#failures,
      hurry,
    })
    const rest = this.#rest.signal
    try {
      await clock.sleep(ms, rest)
    } catch (thrown) {
      if (!rest.aborted) throw thrown
    }
  }
}

/** Inputs change with our own steps, which ask for them; this is for what others change. */
const INPUTS_MS = 30_000

/** Each asking is paid for, and there is nothing new within a window of ten seconds. */
const METRICS_MS = 12_000

/** A channel of ours feeds on an input that no list has shown yet. */
function knowsTooFewInputs({ channels, inputs }: ObservedWorld): boolean {
  const known = new Set(inputs?.items.map(({ id }) => id))
  return (channels?.items ?? [])
    .filter((channel) => isOurs(channel) && channel.state !== 'DELETED')
    .some(({ inputIds }) => inputIds.some((id) => !known.has(id)))
}

/**
 * Whether the round saw what is waited for. A trouble that only the operator can mend (a sign-in, say)
 * ends the wait; any other is sat out, because looking does nothing that would have to be undone.
 */
function isSeen({ troubles }: ObservedWorld, { inputs, streams }: Partial<Interest>): boolean {
  const wanted = [
    troubles.channels,
    inputs ? troubles.inputs : undefined,
    streams ? troubles.streams : undefined,
  ].filter((trouble) => trouble !== undefined)
  const hopeless = wanted.find(({ fate }) => fate === 'wait')
  if (hopeless) throw new OperatorError(hopeless)
  return wanted.length === 0
}

const toError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error(String(reason))
