import type { Cancel, SimulatorClock } from './clock'
import { actsByStarting, startsOnly, type Drill, type DrillKind, type DrillOf } from './drillShapes'
import type { EventLog } from './eventLog'
import type { Randomness } from './random'

/** A drill with what has become of it. JSON: it is saved with the world. */
export interface ArmedDrill {
  readonly id: string
  readonly armedAt: number
  readonly drill: Drill
  /** How often it has acted. */
  readonly used: number
  /** `waiting`: for its next start. */
  readonly state: 'waiting' | 'acting' | 'over'
  /** When it starts next, and when it ends; undefined: never by the clock. */
  readonly startsAt: number | undefined
  readonly endsAt: number | undefined
}

export type DrillListener = (drill: Drill) => void

export interface DrillsSnapshot {
  readonly count: number
  readonly armed: readonly ArmedDrill[]
}

export interface DrillParts {
  readonly clock: SimulatorClock
  readonly random: Randomness
  readonly events: EventLog
}

/** So many that are over stay to be looked at. */
const mostOver = 100

/** When each armed drill acts: waiting, acting and over, by the clock, by use and by its dice. */
export class DrillBook {
  /** In the order of arming. */
  #armed: readonly ArmedDrill[] = []
  #count = 0
  readonly #timers = new Map<string, Cancel>()
  readonly #onStart = new Set<DrillListener>()
  readonly #onEnd = new Set<DrillListener>()

  constructor(private readonly parts: DrillParts) {}

  arm(drill: Drill): ArmedDrill {
    const armedAt = this.parts.clock.now()
    const id = `drill-${++this.#count}`
    const startsAt = armedAt + (drill.startInMs ?? 0)
    const timing = { state: 'waiting', startsAt, endsAt: undefined } as const
    const armed: ArmedDrill = { id, armedAt, drill, used: 0, ...timing }
    this.#armed = [...this.#armed, armed]
    this.parts.events.append('drill-armed', { id, drill: drill.kind })
    if (startsAt <= armedAt) this.#start(id)
    else this.#setTimer(id)
    return this.#find(id) ?? armed
  }

  onStart(listener: DrillListener): () => void {
    this.#onStart.add(listener)
    return () => this.#onStart.delete(listener)
  }

  onEnd(listener: DrillListener): () => void {
    this.#onEnd.add(listener)
    return () => this.#onEnd.delete(listener)
  }

  all(): readonly ArmedDrill[] {
    return this.#armed
  }

  clear(id?: string): void {
    for (const armed of this.#armed) {
      if (id !== undefined && armed.id !== id) continue
      this.#finish(armed.id)
      this.#forget(armed.id)
    }
  }

  /** Those of that kind that act now. */
  acting<Kind extends DrillKind>(kind: Kind): readonly DrillOf<Kind>[] {
    return this.#actingOf(kind).map(({ drill }) => drill as DrillOf<Kind>) // of that kind
  }

  /** The first of that kind that applies and, by its dice, acts: counted as one use. */
  use<Kind extends DrillKind>(
    kind: Kind,
    applies: (drill: DrillOf<Kind>) => boolean,
  ): DrillOf<Kind> | undefined {
    const found = this.#actingOf(kind)
      .filter(({ drill }) => applies(drill as DrillOf<Kind>)) // of that kind
      .find((armed) => this.#happens(armed))
    if (found === undefined) return undefined
    if (isUsedUp(this.#countUse(found))) this.#finish(found.id)
    return found.drill as DrillOf<Kind>
  }

  snapshot(): DrillsSnapshot {
    return { count: this.#count, armed: this.#armed }
  }

  /** Starts and ends that were due meanwhile come at once, in their order. */
  restore({ count, armed }: DrillsSnapshot): void {
    this.#count = count
    this.#armed = armed
    for (const { id } of armed) this.#setTimer(id)
  }

  #actingOf(kind: DrillKind): readonly ArmedDrill[] {
    return this.#armed.filter(({ state, drill }) => state === 'acting' && drill.kind === kind)
  }

  #countUse({ id, used: before, drill }: ArmedDrill): ArmedDrill {
    const used = before + 1
    this.parts.events.append('drill-used', { id, drill: drill.kind, used })
    return this.#set(id, { used })
  }

  /** One stream a drill: another drill does not change what this one hits. */
  #happens({ id, drill: { chance = 1 } }: ArmedDrill): boolean {
    return chance >= 1 || this.parts.random.stream(`drills:${id}`).next() < chance
  }

  #start(id: string): void {
    const armed = this.#get(id)
    const { drill } = armed
    const startedAt = armed.startsAt ?? this.parts.clock.now()
    const isActing = !actsByStarting(drill) || this.#happens(armed)
    const forMs = startsOnly(drill) ? undefined : drill.forMs
    const started = this.#set(id, {
      state: 'acting',
      startsAt: drill.everyMs === undefined ? undefined : startedAt + drill.everyMs,
      endsAt: forMs === undefined ? undefined : startedAt + forMs,
    })
    if (!isActing) return this.#rest(id)
    this.parts.events.append('drill-began', { id, drill: drill.kind })
    if (actsByStarting(drill)) this.#countUse(started)
    this.#setTimer(id)
    for (const listener of this.#onStart) listener(drill)
    // Unless a listener has cleared it.
    if (startsOnly(drill) && this.#find(id)?.state === 'acting') this.#end(id)
  }

  #end(id: string): void {
    const { drill } = this.#get(id)
    this.parts.events.append('drill-ended', { id, drill: drill.kind })
    this.#rest(id)
    for (const listener of this.#onEnd) listener(drill)
  }

  /** It acts no more for now: it waits for its next start, or is over. */
  #rest(id: string): void {
    const armed = this.#get(id)
    const isOver = armed.startsAt === undefined || isUsedUp(armed)
    this.#set(id, {
      state: isOver ? 'over' : 'waiting',
      startsAt: isOver ? undefined : armed.startsAt,
      endsAt: undefined,
    })
    this.#setTimer(id)
    const over = this.#armed.filter(({ state }) => state === 'over')
    const [oldest] = over
    if (oldest && over.length > mostOver) this.#forget(oldest.id)
  }

  /** Used up or cleared. */
  #finish(id: string): void {
    const state = this.#find(id)?.state
    if (state === undefined || state === 'over') return
    this.#set(id, { startsAt: undefined })
    if (state === 'acting') this.#end(id)
    else this.#rest(id)
  }

  #setTimer(id: string): void {
    this.#timers.get(id)?.()
    this.#timers.delete(id)
    const { state, startsAt, endsAt } = this.#get(id)
    const { clock } = this.parts
    if (state === 'acting' && endsAt !== undefined) {
      this.#timers.set(
        id,
        clock.at(endsAt, () => this.#end(id)),
      )
    } else if (startsAt !== undefined) {
      this.#timers.set(
        id,
        clock.at(startsAt, () => this.#start(id)),
      )
    }
  }

  #forget(id: string): void {
    this.#armed = this.#armed.filter((armed) => armed.id !== id)
  }

  #find(id: string): ArmedDrill | undefined {
    return this.#armed.find((armed) => armed.id === id)
  }

  #get(id: string): ArmedDrill {
    const armed = this.#find(id)
    if (armed === undefined) throw new Error(`there is no drill ${id}`)
    return armed
  }

  #set(id: string, changed: Partial<ArmedDrill>): ArmedDrill {
    this.#armed = this.#armed.map((armed) => (armed.id === id ? { ...armed, ...changed } : armed))
    return this.#get(id)
  }
}

const isUsedUp = ({ drill, used }: ArmedDrill) => drill.times !== undefined && used >= drill.times
