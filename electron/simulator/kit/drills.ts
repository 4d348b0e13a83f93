import { z } from 'zod'
import { AwsFault } from './aws'

const times = z.number().int().min(1).max(1_000_000).optional()
const forMs = z.number().int().min(1).optional()
const operation = z.string().min(1).max(100)
const scope = z.string().min(1).max(40)
const limits = { times, forMs }

/** A failure staged on purpose, as data. `times` counts calls it touches; `forMs` is simulator time. */
export const Drill = z.discriminatedUnion('kind', [
  /** The call is refused, without effect. */
  z.object({
    kind: z.literal('fault'),
    operation,
    status: z.number().int().min(400).max(599),
    type: z.string().min(1).max(100),
    message: z.string().max(1000).default('a drill'),
    ...limits,
  }),
  /** The call takes effect and its answer never arrives: the connection is cut. */
  z.object({ kind: z.literal('lose-answer'), operation: operation.optional(), ...limits }),
  /** The call is held for so long, in real time, before it takes effect. */
  z.object({
    kind: z.literal('delay'),
    operation: operation.optional(),
    delayMs: z.number().int().min(0).max(600_000),
    ...limits,
  }),
  /** Every call is told to slow down. */
  z.object({
    kind: z.literal('throttle'),
    operation: operation.optional(),
    scope: scope.optional(),
    ...limits,
  }),
  /** Every signed call fails, as after the sign-in has run out; with an access key id only that one. */
  z.object({
    kind: z.literal('expire-credentials'),
    accessKeyId: z.string().min(1).max(128).optional(),
    ...limits,
  }),
  /** IAM does not allow the operation. */
  z.object({ kind: z.literal('deny'), operation, ...limits }),
  /** The account's quota is this number; names: see docs/SIMULATOR.md. */
  z.object({
    kind: z.literal('quota'),
    name: z.string().min(1).max(60),
    value: z.number().int().min(0),
    ...limits,
  }),
  /** The destination (host, or URL without the key) refuses the stream key. */
  z.object({ kind: z.literal('refuse-key'), destination: z.string().min(1).max(1000), ...limits }),
  /** The publisher of the input is cut off and stays out while the drill lasts. */
  z.object({ kind: z.literal('drop-input'), inputId: z.string().min(1).max(40), ...limits }),
  /** The next channel made ends in CREATE_FAILED. */
  z.object({ kind: z.literal('fail-create'), ...limits }),
  /** The next update of a channel ends in UPDATE_FAILED. */
  z.object({ kind: z.literal('fail-update'), ...limits }),
  /** One pipeline of a running channel fails at once, and AWS restarts it. */
  z.object({ kind: z.literal('fail-pipeline'), channelId: z.string().min(1).max(40), ...limits }),
])
export type Drill = z.infer<typeof Drill>
export type DrillKind = Drill['kind']

export interface ArmedDrill {
  readonly id: string
  readonly armedAt: number
  readonly drill: Drill
  /** How often it has been used. */
  readonly used: number
}

/** What the HTTP layer has to do to a call. */
export interface CallDrills {
  readonly delayMs: number
  /** Instead of the effect. */
  readonly fault: AwsFault | undefined
  /** After the effect. */
  readonly loseAnswer: boolean
}

interface Call {
  readonly scope: string
  readonly operation: string | undefined
  readonly accessKeyId: string
  readonly throttled: () => AwsFault
}

type Of<Kind extends DrillKind> = Extract<Drill, { kind: Kind }>

/** The drills that are armed, in the order of arming. */
export class Drills {
  #armed: ArmedDrill[] = []
  #count = 0
  readonly #listeners = new Set<(drill: Drill) => void>()

  constructor(private readonly now: () => number) {}

  arm(drill: Drill): ArmedDrill {
    const armed = { id: `drill-${++this.#count}`, armedAt: this.now(), drill, used: 0 }
    this.#armed.push(armed)
    for (const listener of this.#listeners) listener(drill)
    return armed
  }

  /** For what has to act at once: cut a connection, fail a pipeline. Returns the way to stop listening. */
  onArmed(listener: (drill: Drill) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Those that still act. */
  list(): readonly ArmedDrill[] {
    return this.#armed.filter((armed) => this.#acts(armed))
  }

  clear(id?: string): void {
    this.#armed = id === undefined ? [] : this.#armed.filter((armed) => armed.id !== id)
  }

  /** What befalls this call; counts the drills used. */
  befall(call: Call): CallDrills {
    return {
      delayMs: this.#use('delay', (drill) => names(drill.operation, call))?.delayMs ?? 0,
      fault: this.#faultOf(call),
      loseAnswer: this.#use('lose-answer', (drill) => names(drill.operation, call)) !== undefined,
    }
  }

  /** The quota of that name, if a drill sets it. */
  quota(name: string): number | undefined {
    return this.#find('quota', (drill) => drill.name === name)?.drill.value
  }

  /** Whether this destination refuses its key now; counts as one use. */
  refusesKey(url: string): boolean {
    return (
      this.#use('refuse-key', ({ destination }) => isDestination(url, destination)) !== undefined
    )
  }

  /** Whether the publisher of this input is to stay out now; counts as one use. */
  dropsInput(inputId: string): boolean {
    return this.#use('drop-input', (drill) => drill.inputId === inputId) !== undefined
  }

  /** Whether what was begun ends in failure; counts as one use. */
  failsTransition(kind: 'fail-create' | 'fail-update'): boolean {
    return this.#use(kind, () => true) !== undefined
  }

  #faultOf(call: Call): AwsFault | undefined {
    const expired = this.#use(
      'expire-credentials',
      ({ accessKeyId }) => accessKeyId === undefined || accessKeyId === call.accessKeyId,
    )
    if (expired) return expiredToken()
    if (this.#use('deny', (drill) => drill.operation === call.operation)) return denied(call)
    if (
      this.#use(
        'throttle',
        (drill) =>
          names(drill.operation, call) && (drill.scope === undefined || drill.scope === call.scope),
      )
    ) {
      return call.throttled()
    }
    const fault = this.#use('fault', (drill) => drill.operation === call.operation)
    return fault && new AwsFault(fault.status, fault.type, fault.message)
  }

  #find<Kind extends DrillKind>(
    kind: Kind,
    applies: (drill: Of<Kind>) => boolean,
  ): (ArmedDrill & { readonly drill: Of<Kind> }) | undefined {
    return this.#armed.find(
      (armed): armed is ArmedDrill & { readonly drill: Of<Kind> } =>
        // The kind decides the type; TypeScript cannot see it through the parameter.
        armed.drill.kind === kind && this.#acts(armed) && applies(armed.drill as Of<Kind>),
    )
  }

  #use<Kind extends DrillKind>(
    kind: Kind,
    applies: (drill: Of<Kind>) => boolean,
  ): Of<Kind> | undefined {
    const found = this.#find(kind, applies)
    if (found === undefined) return undefined
    this.#armed = this.#armed.map((armed) =>
      armed.id === found.id ? { ...armed, used: armed.used + 1 } : armed,
    )
    return found.drill
  }

  #acts({ drill, used, armedAt }: ArmedDrill): boolean {
    const isUsedUp = drill.times !== undefined && used >= drill.times
    const isOver = drill.forMs !== undefined && this.now() >= armedAt + drill.forMs
    return !isUsedUp && !isOver
  }
}

const names = (operation: string | undefined, call: Call) =>
  operation === undefined || operation === call.operation

/** A bare host matches any URL of that host; anything else has to be the beginning of the URL. */
function isDestination(url: string, destination: string): boolean {
  if (url.startsWith(destination)) return true
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
