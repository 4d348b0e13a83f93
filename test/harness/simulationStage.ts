import { MediaLiveClient, StartChannelCommand, StopChannelCommand } from '@aws-sdk/client-medialive'
import { startSimulator, type Simulator } from '../../electron/simulator/simulator'
import { ShowId } from '../../src/shared/domain/ids'
import type { SessionView } from '../../src/shared/domain/session'
import type { Show } from '../../src/shared/domain/show'
import { Laptop } from './simulationConsole'
import { Dice } from './simulationDice'
import { Watch, violationOf, type Violation } from './simulationInvariants'
import type { Plan } from './simulationPlan'
import { Timeline } from './simulationTimeline'
import { channelsOf, worldNow, type WorldNow } from './simulationWorld'
import { watchTraffic, type Traffic } from './traffic'
import { VirtualClock } from './virtualClock'

const names = ['maria', 'tom'] as const

/** AWS, the laptops and the time of one story. */
export class Stage {
  readonly timeline: Timeline
  readonly watch: Watch
  readonly laptops: readonly Laptop[]
  /** A colleague, by the AWS console. */
  readonly stranger: MediaLiveClient
  readonly #phases = new Map<string, string>()
  readonly #fed = new Set<string>()
  #heard = 0
  #unattendedMs = 0
  #lookedAt = 0

  private constructor(
    readonly plan: Plan,
    readonly simulator: Simulator,
    readonly clock: VirtualClock,
    private readonly traffic: Traffic,
  ) {
    this.timeline = new Timeline(clock.now)
    const note = (who: string, what: string) => this.timeline.note(who, what)
    const dice = new Dice(`laptops of ${plan.seed}`)
    this.laptops = names.slice(0, plan.consoles).map(
      (name) =>
        new Laptop({
          name,
          simulator,
          clock,
          note,
          dice: dice.fork(name),
          onView: (view) => this.#told(name, view),
        }),
    )
    this.watch = new Watch(this.laptops)
    this.stranger = new MediaLiveClient({
      region: 'us-east-1',
      endpoint: simulator.endpoint,
      maxAttempts: 1,
      credentials: { accessKeyId: 'SOMEBODY', secretAccessKey: 'else' },
    })
  }

  static async open(plan: Plan): Promise<Stage> {
    const { seed, speed } = plan
    const simulator = await startSimulator({ clock: 'manual', picture: 'synthetic', seed, speed })
    const traffic = watchTraffic(simulator.endpoint)
    const stages: Stage[] = []
    const clock = new VirtualClock({
      startMs: simulator.clock.now(),
      inFlight: traffic.inFlight,
      onAdvance: (ms) => simulator.clock.advance(ms),
      onIdle: async () => stages[0]?.look(),
    })
    const stage = new Stage(plan, simulator, clock, traffic)
    stages.push(stage)
    for (const laptop of stage.laptops) await laptop.furnish(stage.#shows())
    return stage
  }

  get found(): Violation | undefined {
    return this.watch.found
  }

  /** How long some console was dead. */
  get unattendedMs(): number {
    return this.#unattendedMs
  }

  world(): WorldNow {
    return worldNow(this.simulator)
  }

  /** Holds the world of this moment against every promise. */
  look(): void {
    this.#hear()
    const world = this.world()
    if (this.laptops.some(({ life }) => !life)) this.#unattendedMs += world.at - this.#lookedAt
    this.#lookedAt = world.at
    if (this.plan.hasEncoder) this.#feed(world)
    this.watch.look(world)
  }

  /** What AWS says happened since the last look, for the timeline. */
  #hear(): void {
    for (const event of this.simulator.events.since(this.#heard)) {
      this.#heard = event.seq
      const told = wordsFor(event)
      if (told !== undefined) this.timeline.note('AWS', told)
    }
  }

  /** The encoder is set to every ingest there is, as soon as there is one. */
  #feed({ things }: WorldNow): void {
    for (const { kind, id, state } of things) {
      if (kind !== 'input' || state === 'CREATING' || this.#fed.has(id)) continue
      this.#fed.add(id)
      this.simulator.encoders?.set({ inputId: id, on: true })
    }
  }

  /** Time passes; who dies meanwhile is buried. */
  async pass(ms: number): Promise<void> {
    if (ms > 0) await this.clock.sleep(ms)
    for (const laptop of this.laptops) await laptop.bury()
    this.look()
  }

  /** Nobody is there to look: the clock goes on in strides. */
  async passUnattended(ms: number, strideMs: number): Promise<void> {
    for (let left = ms; left > 0 && !this.found; left -= strideMs)
      await this.clock.sleep(Math.min(left, strideMs))
    this.look()
  }

  /** The colleague's click; answers with the session it was about. */
  async strange(what: 'starts' | 'stops', dice: number): Promise<string | undefined> {
    const channels = channelsOf(this.world())
    const channel = channels[Math.floor(dice * channels.length)]
    if (!channel) return undefined
    const ChannelId = channel.id
    const session = channel.tags['session'] ?? ''
    if (what === 'starts' && channel.state === 'IDLE') this.watch.startedByStranger(session)
    const command =
      what === 'starts'
        ? new StartChannelCommand({ ChannelId })
        : new StopChannelCommand({ ChannelId })
    const outcome = await this.stranger.send(command).then(
      () => 'done',
      (thrown: unknown) => String(thrown),
    )
    this.timeline.note('stranger', `${what} channel ${ChannelId}: ${outcome}`)
    return session
  }

  violated(...of: Parameters<typeof violationOf>): void {
    this.watch.report(...of)
  }

  async close(): Promise<void> {
    for (const laptop of this.laptops) await laptop.close()
    this.clock.close()
    this.traffic.close()
    this.stranger.destroy()
    await this.simulator.close()
  }

  #shows(): readonly Show[] {
    const now = this.clock.now()
    return this.plan.shows.map((draft, index) => ({
      ...draft,
      id: ShowId.parse(`show-${index + 1}`),
      updatedAt: now,
      plannedEndAt: draft.plannedEndAt === null ? null : now + draft.plannedEndAt,
    }))
  }

  #told(who: string, view: SessionView): void {
    const { id, phase, tally, parked, certificate } = view
    const stands = `${phase}, lamp ${tally}${parked ? `, parked: ${parked.code}` : ''}${certificate ? ', certified' : ''}`
    if (this.#phases.get(`${who}/${id}`) !== stands) {
      this.#phases.set(`${who}/${id}`, stands)
      this.timeline.note(who, `session ${id.slice(0, 8)} is ${stands}`)
    }
    this.watch.told(view, () => this.world())
  }
}

/** What a reader of the timeline needs of it; the calls are told by whoever made them. */
function wordsFor({
  kind,
  ...event
}: {
  readonly kind: string
  readonly [detail: string]: unknown
}): string | undefined {
  const of = (name: string) => String(event[name])
  switch (kind) {
    case 'channel-state':
      return `channel ${of('channelId')}: ${of('from')} → ${of('to')}`
    case 'schedule-created':
    case 'schedule-updated':
    case 'schedule-deleted':
    case 'schedule-invoked':
    case 'schedule-dropped':
      return `${kind} ${of('scheduleArn').split('/').at(-1)}`
    case 'drill-began':
    case 'drill-ended':
      return `${kind} ${of('drill')}`
    default:
      return undefined
  }
}
