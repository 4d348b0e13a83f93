import type { SimulatorClock } from '../kit/clock'
import { KeyIndex } from '../kit/keyIndex'
import type { Listing } from '../kit/paging'
import { SortedKeys } from '../kit/sortedKeys'

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
  /** When it became DELETED. */
  readonly deletedAt?: number
}

interface StageParts<Record, Key extends string> {
  readonly clock: SimulatorClock
  /** Called after every change of state, whether by a command or by the clock. */
  entered(record: Record, from: string): void
  /** What else records are looked up by: the values each is known under. */
  readonly indexes: { readonly [Name in Key]: (record: Record) => readonly string[] }
}

/**
 * How long a deleted record can still be described. AWS keeps it for a while (the Terraform AWS
 * provider counts on that); how long is not documented.
 */
export const tombstoneMs = 24 * 3_600_000
/** More than these are forgotten sooner, the oldest first. */
const mostTombstones = 2_000

/**
 * Records of one kind with their states. A command puts a record into a passing state and says where
 * the clock takes it from there; a later command that puts another one in its place calls that off.
 */
export class Stages<
  State extends string,
  Record extends Staged<State>,
  Key extends string = never,
> {
  readonly #records = new Map<string, Record>()
  /** By Region the ids of those that are not deleted. */
  readonly #listed = new Map<string, SortedKeys>()
  readonly #indexes: ReadonlyMap<Key, KeyIndex>
  readonly #moving = new Set<string>()
  /** The deleted that can still be described, in the order of their deletion. */
  readonly #tombstones = new Set<string>()

  constructor(private readonly parts: StageParts<Record, Key>) {
    const names = Object.keys(parts.indexes) as Key[] // the table's own keys
    this.#indexes = new Map(names.map((name) => [name, new KeyIndex()]))
  }

  /** One Region's records know nothing of another's. */
  find(region: string, id: string): Record | undefined {
    const record = this.#records.get(id)
    return record?.region === region ? record : undefined
  }

  has = (id: string): boolean => this.#records.has(id)

  /** Those of a Region that are not deleted, in the order of their ids. */
  listed(region: string): readonly Record[] {
    return (this.#listed.get(region)?.all() ?? []).map((id) => this.get(id))
  }

  /** How many of a Region are not deleted. */
  count(region: string): number {
    return this.#listed.get(region)?.size ?? 0
  }

  /** The same as `listed`, for a page at a time. */
  listing(region: string): Listing<Record> {
    return {
      after: (id, most) =>
        (this.#listed.get(region)?.after(id, most) ?? []).map((each) => this.get(each)),
    }
  }

  /** All Regions' records, deleted ones too, that the index knows under this value. */
  under(index: Key, value: string | undefined): readonly Record[] {
    if (value === undefined) return []
    return [...(this.#indexes.get(index)?.under(value) ?? [])].map((id) => this.get(id))
  }

  /** Whether the clock will change the state of any. */
  isAnyMoving(): boolean {
    return this.#moving.size > 0
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
    const before = this.#records.get(record.id)
    this.#records.set(record.id, record)
    this.#index(record.id, before, record)
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
      if (isDeleted(record)) this.#forgetLater(record)
    }
  }

  clear(): void {
    this.#records.clear()
    this.#listed.clear()
    this.#moving.clear()
    this.#tombstones.clear()
    for (const index of this.#indexes.values()) index.clear()
  }

  #enter(record: Record, state: State, pending: Pending<State> | undefined): Record {
    const from = this.#records.get(record.id)?.state ?? 'none'
    const deletedAt = state === 'DELETED' ? { deletedAt: this.parts.clock.now() } : {}
    const entered = this.put({ ...record, state, pending, ...deletedAt })
    if (isDeleted(entered)) this.#forgetLater(entered)
    this.parts.entered(entered, from)
    return this.get(record.id)
  }

  #index(id: string, before: Record | undefined, record: Record | undefined): void {
    for (const [name, index] of this.#indexes) {
      const keysOf = this.parts.indexes[name]
      index.move(id, before ? keysOf(before) : [], record ? keysOf(record) : [])
    }
    if (record?.pending) this.#moving.add(id)
    else this.#moving.delete(id)
    const region = record?.region ?? before?.region ?? ''
    const listed = this.#listed.get(region) ?? new SortedKeys()
    this.#listed.set(region, listed)
    if (record === undefined || isDeleted(record)) listed.remove(id)
    else if (before === undefined || isDeleted(before)) listed.add(id)
  }

  #forgetLater({ id, deletedAt }: Record): void {
    const { clock } = this.parts
    this.#tombstones.add(id)
    clock.at((deletedAt ?? clock.now()) + tombstoneMs, () => this.#forget(id))
    const oldest = this.#tombstones.values().next().value
    if (this.#tombstones.size > mostTombstones && oldest !== undefined) this.#forget(oldest)
  }

  #forget(id: string): void {
    const record = this.#records.get(id)
    if (!this.#tombstones.delete(id) || record === undefined) return
    this.#records.delete(id)
    this.#index(id, record, undefined)
  }

  #arm({ id }: Record, pending: Pending<State>): void {
    this.parts.clock.at(pending.at, () => {
      const record = this.#records.get(id)
      if (record?.pending === pending) this.settle(record, pending.to)
    })
  }
}

const isDeleted = ({ state }: { readonly state: string }) => state === 'DELETED'
