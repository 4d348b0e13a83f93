import { z } from 'zod'
import { quotaNames } from './quotas'

const year = 366 * 24 * 3_600_000
const length = z.number().int().min(1).max(year)

/** When and how often, for every kind. All times are simulator time, in ms. */
const moments = {
  /** From arming to the first start; left out: at once. */
  startInMs: z.number().int().min(0).max(year).optional(),
  /** From one start to the next; left out: it starts once. */
  everyMs: z.number().int().min(1_000).max(year).optional(),
  /**
   * How often it acts before it is over; left out: as often as it can. What acts on calls counts
   * calls, what acts on the picture or the account counts starts.
   */
  times: z.number().int().min(1).max(1_000_000).optional(),
  /** Of acting each time it could, drawn from the seed; left out: always. */
  chance: z.number().min(0).max(1).optional(),
}
/** How long, counted from every start; left out: until it is cleared or used up. */
const stretches = { ...moments, forMs: length.optional() }

const name = z.string().min(1).max(100)
/** `*`: whichever there is. */
const resource = z.string().min(1).max(40)
/** A host, or the beginning of an address, without a key; `*`: every one. */
const destination = z.string().min(1).max(1000)
/** Which calls: of a service (`medialive`), an operation (`StopChannel`); left out: all. */
const calls = { scope: name.optional(), operation: name.optional(), ...stretches }

const kinds = [
  /** The call is refused, without effect. */
  z.strictObject({
    kind: z.literal('fault'),
    status: z.number().int().min(400).max(599),
    /** Stands in a header of the answer. */
    type: name.regex(/^[\x21-\x7e]+$/, 'has to be printable ASCII without a space'),
    message: z.string().max(1000).default('a drill'),
    ...calls,
  }),
  /** The connection is cut before the call takes effect. */
  z.strictObject({ kind: z.literal('cut-request'), ...calls }),
  /** The call takes effect and its answer never arrives: the connection is cut. */
  z.strictObject({ kind: z.literal('lose-answer'), ...calls }),
  /** The call takes effect and the connection is cut in the middle of the answer's body. */
  z.strictObject({ kind: z.literal('cut-body'), ...calls }),
  /** The call is held for so long, in real time, before it takes effect. */
  z.strictObject({
    kind: z.literal('delay'),
    delayMs: z.number().int().min(0).max(600_000),
    ...calls,
  }),
  /** Every call is told to slow down. */
  z.strictObject({ kind: z.literal('throttle'), ...calls }),
  /** Every signed call fails, as after the sign-in has run out; with an access key id only that one. */
  z.strictObject({
    kind: z.literal('expire-credentials'),
    accessKeyId: z.string().min(1).max(128).optional(),
    ...calls,
  }),
  /** IAM does not allow the operation. */
  z.strictObject({ kind: z.literal('deny'), ...calls }),
  /** Lists and details show the world as it was so long ago, as an eventually consistent service does. */
  z.strictObject({
    kind: z.literal('list-lag'),
    scope: name.optional(),
    lagMs: z.number().int().min(1).max(600_000),
    ...stretches,
  }),
  /** What AWS begins takes so many times as long. */
  z.strictObject({
    kind: z.literal('slow-transitions'),
    factor: z.number().min(0.01).max(1000),
    ...stretches,
  }),
  /** The account's quota is this number. */
  z.strictObject({
    kind: z.literal('quota'),
    name: z.enum(quotaNames),
    value: z.number().int().min(0),
    ...stretches,
  }),
  /** The next channel made ends in CREATE_FAILED. */
  z.strictObject({ kind: z.literal('fail-create'), ...stretches }),
  /** The next update of a channel ends in UPDATE_FAILED. */
  z.strictObject({ kind: z.literal('fail-update'), ...stretches }),
  /** One pipeline of a running channel fails at once, and AWS restarts it. */
  z.strictObject({ kind: z.literal('fail-pipeline'), channelId: resource, ...moments }),
  /** AWS maintains a running channel: its pipelines are restarted, one after the other. */
  z.strictObject({ kind: z.literal('maintenance'), channelId: resource, ...moments }),
  /** The publisher of the input is cut off and stays out while the drill lasts. */
  z.strictObject({ kind: z.literal('drop-input'), inputId: resource, ...stretches }),
  /** The publisher stays connected and its picture stands still. */
  z.strictObject({ kind: z.literal('freeze-input'), inputId: resource, ...stretches }),
  /** The publisher stays connected and its picture is black. */
  z.strictObject({ kind: z.literal('blacken-input'), inputId: resource, ...stretches }),
  /** The destination refuses the stream key. */
  z.strictObject({ kind: z.literal('refuse-key'), destination, ...stretches }),
  /** Nothing answers at the destination. */
  z.strictObject({ kind: z.literal('destination-down'), destination, ...stretches }),
] as const

/** A failure staged on purpose, as data. Kinds: see docs/SIMULATOR.md. */
export const Drill = z
  .discriminatedUnion('kind', kinds, {
    error: ({ input }) => `${JSON.stringify(kindOf(input))} is no kind of drill`,
  })
  .superRefine((drill, { addIssue }) => {
    if (drill.everyMs === undefined || startsOnly(drill)) return
    if (drill.forMs !== undefined && drill.forMs < drill.everyMs) return
    addIssue({
      code: 'custom',
      path: ['everyMs'],
      message: 'everyMs needs a forMs that is shorter',
    })
  })
export type Drill = z.infer<typeof Drill>
export type DrillKind = Drill['kind']
export type DrillOf<Kind extends DrillKind> = Extract<Drill, { kind: Kind }>

/** Every kind there is, in the order of the documentation. */
export const drillKinds: readonly DrillKind[] = kinds.map(({ shape }) => shape.kind.value)

type Momentary = DrillOf<'fail-pipeline'> | DrillOf<'maintenance'>

/** Whether it acts in the moment of its start, and is over with it. */
export const startsOnly = (drill: Drill): drill is Momentary =>
  drill.kind === 'fail-pipeline' || drill.kind === 'maintenance'

const actOnStart: readonly DrillKind[] = [
  ...(['fail-pipeline', 'maintenance', 'drop-input', 'freeze-input'] as const),
  ...(['blacken-input', 'destination-down', 'quota'] as const),
]

/** Whether it acts by having started; the others act each time something comes their way. */
export const actsByStarting = ({ kind }: Drill): boolean => actOnStart.includes(kind)

const kindOf = (input: unknown): unknown =>
  typeof input === 'object' && input !== null && 'kind' in input ? input.kind : input
