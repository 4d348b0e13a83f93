import type { MeterSnapshot } from './bill/meter'
import type { Service } from './kit/aws'
import type { SimulatorContext } from './kit/context'
import type { Answers } from './kit/assumptions'
import type { DrillsSnapshot } from './kit/drillBook'
import type { TimingName } from './kit/durations'
import type { SavedEvents, SimulatorEvent } from './kit/eventLog'
import type { QuotaValues } from './kit/quotas'
import type { Role } from './kit/roles'
import type { BegunScenario, ScenarioDesk } from './scenario/scenarioDesk'

const stateVersion = 1

/** What `state.json` holds. Written and read by the simulator alone, so its shape is taken on trust but for the version. */
interface SavedWorld {
  readonly stateVersion: number
  readonly now: number
  readonly random: Readonly<Record<string, number>>
  /** Once they were the events alone. */
  readonly events: SavedEvents | readonly SimulatorEvent[]
  readonly meter: MeterSnapshot
  /** Absent in what was saved before they were. */
  readonly aheadMs?: number
  readonly timing?: TimingName
  readonly drills?: DrillsSnapshot
  readonly assumed?: Answers
  readonly quotas?: QuotaValues
  readonly roles?: readonly Role[]
  readonly scenarios?: readonly BegunScenario[]
  readonly services: Readonly<Record<string, unknown>>
}

/** What is saved and taken up again. */
export interface WorldParts {
  readonly context: SimulatorContext
  readonly services: readonly Service[]
  readonly scenarios: ScenarioDesk
}

export function snapshotOf({ context, services, scenarios }: WorldParts): SavedWorld {
  return {
    stateVersion,
    now: context.clock.now(),
    aheadMs: context.clock.aheadMs(),
    ...timingOf(context),
    random: context.random.snapshot(),
    events: context.events.snapshot(),
    meter: context.meter.snapshot(),
    drills: context.drills.snapshot(),
    assumed: context.assumptions.snapshot(),
    quotas: context.quotas.snapshot(),
    roles: context.roles.all(),
    scenarios: scenarios.begun(),
    services: Object.fromEntries(services.map((each) => [each.scope, each.snapshot()])),
  }
}

/** Takes up a saved world; time that passed meanwhile has passed there too. */
export function restoreWorld(saved: unknown, { context, services, scenarios }: WorldParts): void {
  const world = saved as SavedWorld // see SavedWorld: our own file
  if (world.stateVersion !== stateVersion) {
    throw new Error(`the saved state is of version ${world.stateVersion}, not ${stateVersion}`)
  }
  context.clock.resumeAt(world.now, world.aheadMs)
  context.random.restore(world.random)
  context.events.restore(savedEvents(world.events))
  if (world.timing) context.durations.restore(world.timing)
  context.meter.restore(world.meter)
  if (world.assumed) context.assumptions.restore(world.assumed)
  if (world.quotas) context.quotas.restore(world.quotas)
  if (world.roles) context.roles.restore(world.roles)
  if (world.scenarios) scenarios.restore(world.scenarios)
  for (const service of services) {
    const own = world.services[service.scope]
    if (own !== undefined) service.restore(own)
  }
  // After the services: what fires at once finds them whole.
  if (world.drills) context.drills.restore(world.drills)
}

function timingOf({ durations }: SimulatorContext): { readonly timing?: TimingName } {
  const timing = durations.snapshot()
  return timing === undefined ? {} : { timing }
}

/** As they are kept now. */
const savedEvents = (saved: SavedWorld['events']): SavedEvents =>
  'events' in saved ? saved : { last: saved.at(-1)?.seq ?? 0, events: saved }
