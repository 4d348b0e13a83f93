import type { Randomness } from './random'

export type Transition =
  | 'channel-create'
  | 'channel-update'
  | 'channel-start'
  | 'channel-stop'
  | 'channel-delete'
  | 'pipeline-restart'
  | 'input-create'
  | 'input-attach'
  | 'input-release'
  | 'input-delete'
  | 'security-group-update'
  | 'metric-arrival'
  | 'metric-first'
  | 'metric-listing'
  | 'ivs-metric-arrival'

export type TimingName = 'true-to-life' | 'quick'

/** Uniform between the two, but one draw in `slowOneIn` falls between `toMs` and `slowestMs`. */
interface Spread {
  readonly fromMs: number
  readonly toMs: number
  readonly slowOneIn?: number
  readonly slowestMs?: number
}

/**
 * How long AWS takes. Start: the MediaLive user guide says within 3 minutes as a rule, and up to 10
 * as normal. The others are read off public acceptance runs of Terraform's AWS provider (create and
 * update 5-30 s; stop tens of seconds to a minute and a half).
 */
const trueToLife: Readonly<Record<Transition, Spread>> = {
  'channel-create': { fromMs: 5_000, toMs: 30_000 },
  'channel-update': { fromMs: 5_000, toMs: 30_000 },
  'channel-start': { fromMs: 60_000, toMs: 180_000, slowOneIn: 20, slowestMs: 600_000 },
  'channel-stop': { fromMs: 20_000, toMs: 90_000 },
  'channel-delete': { fromMs: 5_000, toMs: 30_000 },
  'pipeline-restart': { fromMs: 20_000, toMs: 60_000 },
  'input-create': { fromMs: 2_000, toMs: 10_000 },
  'input-attach': { fromMs: 1_000, toMs: 5_000 },
  'input-release': { fromMs: 2_000, toMs: 15_000 },
  'input-delete': { fromMs: 5_000, toMs: 30_000 },
  'security-group-update': { fromMs: 500, toMs: 3_000 },
  // Not documented: what operators report of dashboards, a minute or two, the first ones a little later.
  'metric-arrival': { fromMs: 20_000, toMs: 90_000 },
  'metric-first': { fromMs: 60_000, toMs: 180_000 },
  // CloudWatch API reference, ListMetrics: up to 15 minutes.
  'metric-listing': { fromMs: 120_000, toMs: 900_000 },
  // IVS user guide, "Monitoring stream health": seconds after the stream starts.
  'ivs-metric-arrival': { fromMs: 2_000, toMs: 8_000 },
}

/** The same order of events, in a blink: for tests and demonstrations on a real clock. */
const quick: Readonly<Record<Transition, Spread>> = {
  'channel-create': { fromMs: 100, toMs: 300 },
  'channel-update': { fromMs: 100, toMs: 300 },
  'channel-start': { fromMs: 300, toMs: 800 },
  'channel-stop': { fromMs: 150, toMs: 400 },
  'channel-delete': { fromMs: 100, toMs: 300 },
  'pipeline-restart': { fromMs: 150, toMs: 400 },
  'input-create': { fromMs: 50, toMs: 150 },
  'input-attach': { fromMs: 20, toMs: 60 },
  'input-release': { fromMs: 20, toMs: 60 },
  'input-delete': { fromMs: 50, toMs: 150 },
  'security-group-update': { fromMs: 20, toMs: 60 },
  'metric-arrival': { fromMs: 200, toMs: 900 },
  'metric-first': { fromMs: 600, toMs: 1_800 },
  'metric-listing': { fromMs: 1_200, toMs: 9_000 },
  'ivs-metric-arrival': { fromMs: 20, toMs: 80 },
}

/** Draws how long a transition takes, in ms, divided by `speed`; nothing else is ever divided. */
export class Durations {
  readonly #speed: number
  readonly #initially: TimingName | undefined
  #chosen: TimingName | undefined
  /** By what a drill multiplies the next one. */
  slowedBy: () => number = () => 1

  constructor(
    private readonly random: Randomness,
    { speed, timing }: { readonly speed: number; readonly timing?: TimingName | undefined },
  ) {
    this.#speed = speed
    this.#initially = timing
  }

  /** What begins from now on takes so long. */
  use(timing: TimingName): void {
    this.#chosen = timing
  }

  /** What was chosen while it ran. */
  snapshot(): TimingName | undefined {
    return this.#chosen
  }

  /** What it was started with this time goes before what was saved. */
  restore(chosen: TimingName): void {
    this.#chosen = this.#initially ?? chosen
  }

  /** As the simulator was started. */
  reset(): void {
    this.#chosen = undefined
  }

  draw(transition: Transition): number {
    const { fromMs, toMs, slowOneIn, slowestMs } = spreadsOf(this.#chosen ?? this.#initially)[
      transition
    ]
    const stream = this.random.stream(`duration:${transition}`)
    const isSlow = slowOneIn !== undefined && stream.next() * slowOneIn < 1
    const [low, high] = isSlow ? [toMs, slowestMs ?? toMs] : [fromMs, toMs]
    const lasts = ((low + stream.next() * (high - low)) * this.slowedBy()) / this.#speed
    return Math.max(1, Math.round(lasts))
  }
}

/** True to life unless told. */
const spreadsOf = (timing: TimingName | undefined) => (timing === 'quick' ? quick : trueToLife)
