import { memoryVault } from '../../electron/adapters/keychain/memoryVault'
import { openStore } from '../../electron/adapters/storage/openStore'
import { destinationKeyRef, type Log } from '../../electron/core/ports'
import type { Simulator } from '../../electron/simulator/simulator'
import { CommandId } from '../../src/shared/domain/ids'
import type { SessionView } from '../../src/shared/domain/session'
import type { Show } from '../../src/shared/domain/show'
import { guardedStore } from './crash'
import { startLifeOn, type Life } from './rehearsedConsole'
import { Book } from './simulationBook'
import type { Dice } from './simulationDice'
import type { Cut } from './simulationPlan'
import { clockUnder, Power, vaultUnder } from './simulationPower'
import { keyFor } from './simulationShows'
import { tempFolder } from './tempFolder'
import type { VirtualClock } from './virtualClock'

export interface ConsoleParts {
  readonly name: string
  readonly simulator: Simulator
  readonly clock: VirtualClock
  readonly dice: Dice
  readonly note: (who: string, what: string) => void
  /** Each view of a session, as it is told. */
  readonly onView: (view: SessionView) => void
}

/** One laptop: its folder and keychain outlive the lives that a console has on it. */
export class Laptop {
  readonly book = new Book()
  readonly #folder = tempFolder()
  readonly #vault = memoryVault(null)
  #said: string[] = []
  #life: Life | undefined
  #power: Power | undefined

  constructor(private readonly parts: ConsoleParts) {}

  get name(): string {
    return this.parts.name
  }
  get owner(): string {
    return `${this.parts.name} on ${this.parts.name}-laptop`
  }
  /** Undefined while nothing of it runs. */
  get life(): Life | undefined {
    return this.#power?.fell === false ? this.#life : undefined
  }
  get power(): Power | undefined {
    return this.#power
  }
  get folder(): string {
    return this.#folder.path
  }
  /** Every line of its logs. */
  get said(): readonly string[] {
    return this.#said
  }

  /** Before its first life: the shows are planned, and their keys are there. */
  async furnish(shows: readonly Show[]): Promise<void> {
    const { store, close } = openStore({ folder: this.folder, now: () => this.parts.clock.now() })
    for (const show of shows) {
      store.shows.put(show)
      for (const { id, kind } of show.destinations)
        if (kind !== 'ivs') await this.#vault.set(destinationKeyRef(show.id, id), keyFor(id))
    }
    close()
  }

  async start(): Promise<void> {
    await this.bury()
    if (this.#life) return
    const { name, simulator, clock, dice, note } = this.parts
    const power = new Power((where) => note(name, `THE POWER GOES ${where}`))
    this.#power = power
    note(name, 'starts')
    const surroundings = {
      simulator,
      clock: clockUnder(power, clock),
      vault: vaultUnder(power, this.#vault),
    }
    this.#life = await startLifeOn(surroundings, {
      folder: this.folder,
      owner: this.owner,
      log: this.#log,
      ids: { next: dice.uuid, unguessable: () => dice.uuid().replaceAll('-', '').slice(0, 26) },
      wrapStore: (store) => guardedStore(this.book.keptFrom(store), power),
      onCallStart: ({ operation }) => power.call('before', operation),
      onCall: ({ operation, error }) => {
        if (!power.fell) note(name, `calls ${operation}${error ? `: ${error}` : ''}`)
        power.call('after', operation)
      },
    })
    this.#life.handlers.sessions.all((event) => {
      if (power.fell || event.kind === 'forgotten') return
      for (const view of event.kind === 'snapshot' ? event.items : [event.item])
        this.parts.onView(view)
    })
  }

  gesture = (): CommandId => CommandId.parse(this.parts.dice.uuid())

  cut(cut: Cut): void {
    this.#power?.cut(cut)
  }

  /** What is left of a life that has ended is cleared away. */
  async bury(): Promise<void> {
    const life = this.#life
    if (!life || !this.#power?.fell) return
    this.#life = undefined
    await life.close()
  }

  /** For good: nothing of it stays. */
  async close(): Promise<void> {
    const life = this.#life
    this.#life = undefined
    await life?.close()
    this.#folder.remove()
  }

  readonly #log: Log = {
    info: (message, fields) => this.#say(message, fields),
    warn: (message, fields) => this.#say(message, fields),
    error: (message, fields) => this.#say(message, fields),
  }

  #say(message: string, fields: object | undefined): void {
    this.#said.push(`${message} ${fields ? JSON.stringify(fields, withErrors) : ''}`)
  }
}

const withErrors = (_key: string, value: unknown): unknown =>
  value instanceof Error
    ? { name: value.name, message: value.message, stack: value.stack, cause: value.cause }
    : value
