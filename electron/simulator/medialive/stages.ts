import type { SimulatorClock } from '../kit/clock'

/** A state that the clock will bring. Times in simulator epoch ms. */
export interface Pending<State> {
  readonly to: State
  readonly at: number
}

interface Staged<State> {
  readonly id: string
  readonly region: string
  readonly state: State
  readonly pending: Pending<State> | undefined
}

interface StageParts<Record> {
  readonly clock: SimulatorClock
  /** Called after every change of state, whether by a command or by the clock. */
  entered(record: Record, from: string): void
}

/**
 * Records of one kind with their states. A command puts a record into a passing state and says where
 * the clock takes it from there; a later command that puts another one in its place calls that off.
 */
export class Stages<State extends string, Record extends Staged<State>> {
  readonly #records = new Map<string, Record>()

  constructor(private readonly parts: StageParts<Record>) {}

  /** One Region's records know nothing of another's. */
  find(region: string, id: string): Record | undefined {
    const record = this.#records.get(id)
    return record?.region === region ? record : undefined
  }

  has = (id: string): boolean => this.#records.has(id)

  inRegion(region: string): readonly Record[] {
    return this.all().filter((record) => record.region === region)
  }

  all(): readonly Record[] {
    return [...this.#records.values()]
  }

  /** The record as it is now; it has to exist. */
  get(id: string): Record {
    const record = this.#records.get(id)
    if (record === undefined) throw new Error(`no record ${id}`)
    return record
  }

  /** A change that is not one of state. */
  put(record: Record): Record {
    this.#records.set(record.id, record)
    return record
  }

  /** `through` at once, `to` after `afterMs`. */
  pass(record: Record, through: State, to: State, afterMs: number): Record {
    const pending = { to, at: this.parts.clock.now() + afterMs }
    const passing = this.#enter(record, through, pending)
    this.#arm(passing, pending)
    return passing
  }

  /** There at once, and to stay. */
  settle(record: Record, state: State): Record {
    return this.#enter(record, state, undefined)
  }

  restore(records: readonly Record[]): void {
    for (const record of records) {
      this.put(record)
      if (record.pending) this.#arm(record, record.pending)
    }
  }

  clear(): void {
    this.#records.clear()
  }

  #enter(record: Record, state: State, pending: Pending<State> | undefined): Record {
    const from = this.#records.get(record.id)?.state ?? 'none'
    const entered = this.put({ ...record, state, pending })
    this.parts.entered(entered, from)
    return this.get(record.id)
  }

  #arm({ id }: Record, pending: Pending<State>): void {
    this.parts.clock.at(pending.at, () => {
      const record = this.#records.get(id)
      if (record?.pending === pending) this.settle(record, pending.to)
    })
  }
}
