import { AwsFault } from './aws'
import { everyCaller } from './account'
import {
  DrillBook,
  type ArmedDrill,
  type DrillListener,
  type DrillParts,
  type DrillsSnapshot,
} from './drillBook'
import type { Drill } from './drillShapes'
import type { QuotaName } from './quotas'

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

/**
 * The drills that were armed, in that order. The first that applies to something befalls it.
 *
 * What acts of itself listens to `onStart` and `onEnd`; what is asked for asks: `freezesInput` and
 * `blackensInput` (by input id), `destinationDown` (by URL), `listLag` (by service), and so on.
 */
export class Drills {
  readonly #book: DrillBook

  constructor(parts: DrillParts) {
    this.#book = new DrillBook(parts)
  }

  arm(drill: Drill): ArmedDrill {
    return this.#book.arm(drill)
  }

  /** Called when one begins to act, a repeated one each time. Returns the way to stop listening. */
  onStart(listener: DrillListener): () => void {
    return this.#book.onStart(listener)
  }

  /** Called when one ceases to act: its time is up, it is used up or cleared. */
  onEnd(listener: DrillListener): () => void {
    return this.#book.onEnd(listener)
  }

  /** Those that act or will. */
  list(): readonly ArmedDrill[] {
    return this.all().filter(({ state }) => state !== 'over')
  }

  /** Those that are over as well, as far as they are kept. */
  all(): readonly ArmedDrill[] {
    return this.#book.all()
  }

  clear(id?: string): void {
    this.#book.clear(id)
  }

  /** What befalls this call; counts the drills used. */
  befall(call: Call): CallDrills {
    const delayMs = this.#book.use('delay', (drill) => touches(drill, call))?.delayMs ?? 0
    const fault = this.#faultOf(call)
    return { delayMs, fault, cut: fault ? 'none' : this.#cutOf(call) }
  }

  /** The quota of that name, if a drill sets it. */
  quota(name: QuotaName): number | undefined {
    return this.#book.acting('quota').find((drill) => drill.name === name)?.value
  }

  /** Whether this destination refuses its key now; counts as one use. */
  refusesKey(url: string): boolean {
    return (
      this.#book.use('refuse-key', (drill) => isDestination(url, drill.destination)) !== undefined
    )
  }

  /** Whether the publisher of this input is to stay out now. */
  dropsInput(inputId: string): boolean {
    return this.#book.acting('drop-input').some((drill) => isMeant(drill.inputId, inputId))
  }

  /** Whether the picture of this input stands still now. */
  freezesInput(inputId: string): boolean {
    return this.#book.acting('freeze-input').some((drill) => isMeant(drill.inputId, inputId))
  }

  /** Whether the picture of this input is black now. */
  blackensInput(inputId: string): boolean {
    return this.#book.acting('blacken-input').some((drill) => isMeant(drill.inputId, inputId))
  }

  /** Whether nothing answers at this URL (with or without its key) now. */
  destinationDown(url: string): boolean {
    return this.#book
      .acting('destination-down')
      .some((drill) => isDestination(url, drill.destination))
  }

  /** How many ms behind this list of that service is; counts as one use where it is any. */
  listLag(scope: string): number {
    return this.#book.use('list-lag', (drill) => isMeant(drill.scope ?? '*', scope))?.lagMs ?? 0
  }

  /** How many times as long what begins now takes; counts as one use where it is not 1. */
  transitionFactor(): number {
    return this.#book.use('slow-transitions', () => true)?.factor ?? 1
  }

  /** Whether what was begun ends in failure; counts as one use. */
  failsTransition(kind: 'fail-create' | 'fail-update'): boolean {
    return this.#book.use(kind, () => true) !== undefined
  }

  snapshot(): DrillsSnapshot {
    return this.#book.snapshot()
  }

  /** Starts and ends that were due meanwhile come at once, in their order. */
  restore(saved: DrillsSnapshot): void {
    this.#book.restore(saved)
  }

  #faultOf(call: Call): AwsFault | undefined {
    const expired = this.#book.use(
      'expire-credentials',
      (drill) => touches(drill, call) && isMeant(drill.accessKeyId ?? '*', call.accessKeyId),
    )
    if (expired) return expiredToken()
    if (this.#book.use('deny', (drill) => touches(drill, call))) return denied(call)
    if (this.#book.use('throttle', (drill) => touches(drill, call))) return call.throttled()
    const fault = this.#book.use('fault', (drill) => touches(drill, call))
    return fault && new AwsFault(fault.status, fault.type, fault.message)
  }

  #cutOf(call: Call): Cut {
    if (this.#book.use('cut-request', (drill) => touches(drill, call))) return 'request'
    if (this.#book.use('lose-answer', (drill) => touches(drill, call))) return 'answer'
    return this.#book.use('cut-body', (drill) => touches(drill, call)) ? 'body' : 'none'
  }
}

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
    `User: ${everyCaller} is not authorized to perform: ${scope}:${operation ?? 'this operation'}`,
  )
