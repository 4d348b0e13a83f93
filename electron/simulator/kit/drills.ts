import { AwsFault } from './aws'
import type { Cancel, SimulatorClock } from './clock'
import { actsByStarting, startsOnly, type Drill, type DrillKind, type DrillOf } from './drillShapes'
import type { EventLog } from './eventLog'
import type { QuotaName } from './quotas'
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
  /** When it starts next, or ends; undefined: never by the clock. */
  readonly startsAt: number | undefined
  readonly endsAt: number | undefined
}

/** What happens to the connection: nothing, cut before the effect, after it, or within the answer's body. */
export type Cut = 'none' | 'request' | 'answer' | 'body'

/** What is to be done to a call. */
export interface CallDrills {
  readonly delayMs: number
  /** Instead of the effect. */
  readonly fault: AwsFault | undefined
  readonly cut: Cut
}

interface Call {
  readonly scope: string
  readonly operation: string | undefined
  readonly accessKeyId: string
  readonly throttled: () => AwsFault
}

export type DrillListener = (drill: Drill) => void

export interface DrillsSnapshot {
  readonly count: number
  readonly armed: readonly ArmedDrill[]
}

interface DrillParts {
  readonly clock: SimulatorClock
  readonly random: Randomness
  readonly events: EventLog
}

/** So many that are over stay to be looked at. */
const mostOver = 100

/**
 * The drills that were armed, in that order. The first that applies to something befalls it.
 *
 * What acts of itself listens to `onStart` and `onEnd`; what is asked for asks: `freezesInput` and
 * `blackensInput` (by input id), `destinationDown` (by URL), `listLag` (by service), and so on.
 */
export class Drills {
  #armed: readonly ArmedDrill[] = []
  #count = 0
  readonly #timers = new Map<string, readonly Cancel[]>()
  readonly #onStart = new Set<DrillListener>()
  readonly #onEnd = new Set<DrillListener>()

  constructor(private readonly parts: DrillParts) {}

  arm(drill: Drill): ArmedDrill {
    const { clock, events } = this.parts
    const armedAt = clock.now()
    const id = `drill-${++this.#count}`
    const startsAt = armedAt + (drill.startInMs ?? 0)
    const timing = { state: 'waiting', startsAt, endsAt: undefined } as const
    this.#armed = [...this.#armed, { id, armedAt, drill, used: 0, ...timing }]
    events.append('drill-armed', { id, drill: drill.kind })
    if (startsAt <= armedAt) this.#start(id)
    else this.#setTimers(id)
    return this.#get(id)
  }

  /** Called when one begins to act, a repeated one each time. Returns the way to stop listening. */
  onStart(listener: DrillListener): () => void {
    this.#onStart.add(listener)
    return () => this.#onStart.delete(listener)
  }

  /** Called when one ceases to act: its time is up, it is used up or cleared. */
  onEnd(listener: DrillListener): () => void {
    this.#onEnd.add(listener)
    return () => this.#onEnd.delete(listener)
  }

  /** Those that act or will. */
  list(): readonly ArmedDrill[] {
    return this.#armed.filter(({ state }) => state !== 'over')
  }

  /** Those that are over as well, as far as they are kept. */
  all(): readonly ArmedDrill[] {
    return this.#armed
  }

  clear(id?: string): void {
    const cleared = this.#armed.filter((armed) => id === undefined || armed.id === id)
    for (const { id: each } of cleared) this.#finish(each)
    this.#armed = this.#armed.filter((armed) => !cleared.some((each) => each.id === armed.id))
  }

  /** What befalls this call; counts the drills used. */
  befall(call: Call): CallDrills {
    const delayMs = this.#use('delay', (drill) => touches(drill, call))?.delayMs ?? 0
    const fault = this.#faultOf(call)
    return { delayMs, fault, cut: fault ? 'none' : this.#cutOf(call) }
  }

  /** The quota of that name, if a drill sets it. */
  quota(name: QuotaName): number | undefined {
    return this.#acting('quota').find((drill) => drill.name === name)?.value
  }

  /** Whether this destination refuses its key now; counts as one use. */
  refusesKey(url: string): boolean {
    return this.#use('refuse-key', (drill) => isDestination(url, drill.destination)) !== undefined
  }

  /** Whether the publisher of this input is to stay out now. */
  dropsInput(inputId: string): boolean {
    return this.#acting('drop-input').some((drill) => isMeant(drill.inputId, inputId))
  }

  /** Whether the picture of this input stands still now. */
  freezesInput(inputId: string): boolean {
    return this.#acting('freeze-input').some((drill) => isMeant(drill.inputId, inputId))
  }

  /** Whether the picture of this input is black now. */
  blackensInput(inputId: string): boolean {
    return this.#acting('blacken-input').some((drill) => isMeant(drill.inputId, inputId))
  }

  /** Whether nothing answers at this URL (with or without its key) now. */
  destinationDown(url: string): boolean {
    return this.#acting('destination-down').some((drill) => isDestination(url, drill.destination))
  }

  /** How many ms behind this list of that service is; counts as one use where it is any. */
  listLag(scope: string): number {
    return this.#use('list-lag', (drill) => isMeant(drill.scope ?? '*', scope))?.lagMs ?? 0
  }

  /** How many times as long what begins now takes; counts as one use where it is not 1. */
  transitionFactor(): number {
    return this.#use('slow-transitions', () => true)?.factor ?? 1
  }

  /** Whether what was begun ends in failure; counts as one use. */
  failsTransition(kind: 'fail-create' | 'fail-update'): boolean {
    return this.#use(kind, () => true) !== undefined
  }

  snapshot(): DrillsSnapshot {
    return { count: this.#count, armed: this.#armed }
  }

  /** Starts and ends that were due meanwhile come at once, in their order. */
  restore({ count, armed }: DrillsSnapshot): void {
    this.#count = count
    this.#armed = armed
    for (const { id } of this.list()) this.#setTimers(id)
  }

  #faultOf(call: Call): AwsFault | undefined {
    const expired = this.#use(
      'expire-credentials',
      (drill) => touches(drill, call) && isMeant(drill.accessKeyId ?? '*', call.accessKeyId),
    )
    if (expired) return expiredToken()
    if (this.#use('deny', (drill) => touches(drill, call))) return denied(call)
    if (this.#use('throttle', (drill) => touches(drill, call))) return call.throttled()
    const fault = this.#use('fault', (drill) => touches(drill, call))
    return fault && new AwsFault(fault.status, fault.type, fault.message)
  }

  #cutOf(call: Call): Cut {
    if (this.#use('cut-request', (drill) => touches(drill, call))) return 'request'
    if (this.#use('lose-answer', (drill) => touches(drill, call))) return 'answer'
    return this.#use('cut-body', (drill) => touches(drill, call)) ? 'body' : 'none'
  }

  #acting<Kind extends DrillKind>(kind: Kind): readonly DrillOf<Kind>[] {
    return this.#armed
      .filter(({ state, drill }) => state === 'acting' && drill.kind === kind)
      .map(({ drill }) => drill as DrillOf<Kind>) // the kind was just compared
  }

  /** The first that applies and, by its chance, acts. */
  #use<Kind extends DrillKind>(
    kind: Kind,
    applies: (drill: DrillOf<Kind>) => boolean,
  ): DrillOf<Kind> | undefined {
    const candidates = this.#armed.filter(
      ({ state, drill }) =>
        // The kind decides the type; TypeScript cannot see it through the parameter.
        state === 'acting' && drill.kind === kind && applies(drill as DrillOf<Kind>),
    )
    const found = candidates.find((armed) => this.#happens(armed))
    if (found === undefined) return undefined
    this.#countUse(found.id)
    if (isUsedUp(this.#get(found.id))) this.#finish(found.id)
    return found.drill as DrillOf<Kind>
  }

  #countUse(id: string): void {
    const { used, drill } = this.#get(id)
    this.#set(id, { used: used + 1 })
    this.parts.events.append('drill-used', { id, drill: drill.kind, used: used + 1 })
  }

  /** One stream a drill: another drill does not change what this one hits. */
  #happens({ id, drill }: ArmedDrill): boolean {
    const { chance = 1 } = drill
    return chance >= 1 || this.parts.random.stream(`drills:${id}`).next() < chance
  }

  #start(id: string): void {
    const armed = this.#get(id)
    const { drill, startsAt = this.parts.clock.now() } = armed
    const isActing = !actsByStarting(drill) || this.#happens(armed)
    const forMs = startsOnly(drill) ? undefined : drill.forMs
    this.#set(id, {
      state: isActing ? 'acting' : 'waiting',
      startsAt: drill.everyMs === undefined ? undefined : startsAt + drill.everyMs,
      endsAt: forMs === undefined || !isActing ? undefined : startsAt + forMs,
    })
    if (isActing) {
      this.parts.events.append('drill-began', { id, drill: drill.kind })
      if (actsByStarting(drill)) this.#countUse(id)
      for (const listener of this.#onStart) listener(drill)
    }
    // A listener may have cleared it.
    if (this.#find(id)?.state === undefined) return
    if (startsOnly(drill) || !isActing) this.#rest(id)
    else this.#setTimers(id)
  }

  /** It acts no more for now: it waits for its next start, or is over. */
  #rest(id: string): void {
    const { state, drill } = this.#get(id)
    const isOver = this.#get(id).startsAt === undefined || isUsedUp(this.#get(id))
    const next = isOver ? ({ state: 'over', startsAt: undefined } as const) : undefined
    this.#set(id, { state: 'waiting', endsAt: undefined, ...next })
    if (state === 'acting') {
      this.parts.events.append('drill-ended', { id, drill: drill.kind })
      for (const listener of this.#onEnd) listener(drill)
    }
    this.#setTimers(id)
    this.#forgetOldest()
  }

  #finish(id: string): void {
    if (this.#get(id).state === 'over') return
    this.#set(id, { startsAt: undefined })
    this.#rest(id)
  }

  #setTimers(id: string): void {
    for (const cancel of this.#timers.get(id) ?? []) cancel()
    const { state, startsAt, endsAt } = this.#get(id)
    const { clock } = this.parts
    const timers: Cancel[] = []
    if (state === 'acting' && endsAt !== undefined) {
      timers.push(clock.at(endsAt, () => this.#rest(id)))
    } else if (startsAt !== undefined) {
      timers.push(clock.at(startsAt, () => this.#start(id)))
    }
    this.#timers.set(id, timers)
  }

  #forgetOldest(): void {
    const over = this.#armed.filter(({ state }) => state === 'over')
    const [oldest] = over
    if (oldest === undefined || over.length <= mostOver) return
    this.#armed = this.#armed.filter((armed) => armed !== oldest)
    this.#timers.delete(oldest.id)
  }

  #find(id: string): ArmedDrill | undefined {
    return this.#armed.find((armed) => armed.id === id)
  }

  #get(id: string): ArmedDrill {
    const armed = this.#find(id)
    if (armed === undefined) throw new Error(`there is no drill ${id}`)
    return armed
  }

  #set(id: string, changed: Partial<ArmedDrill>): void {
    this.#armed = this.#armed.map((armed) => (armed.id === id ? { ...armed, ...changed } : armed))
  }
}

const isUsedUp = ({ drill, used }: ArmedDrill) => drill.times !== undefined && used >= drill.times

const isMeant = (named: string, actual: string) => named === '*' || named === actual

const touches = (
  drill: { readonly scope?: string | undefined; readonly operation?: string | undefined },
  call: Call,
) =>
  isMeant(drill.scope ?? '*', call.scope) && isMeant(drill.operation ?? '*', call.operation ?? '')

/** A bare host matches any URL of that host; anything else has to be the beginning of the URL. */
function isDestination(url: string, destination: string): boolean {
  if (destination === '*' || url.startsWith(destination)) return true
  return URL.canParse(url) && new URL(url).hostname === destination
}

const expiredToken = () =>
  new AwsFault(
    403,
    'ExpiredTokenException',
    'The security token included in the request is expired',
  )

const denied = ({ scope, operation }: Call) =>
  new AwsFault(
    403,
    'AccessDeniedException',
    `User is not authorized to perform: ${scope}:${operation ?? 'this operation'}`,
  )
