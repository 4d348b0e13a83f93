import type { MeterSnapshot } from './bill/meter'
import type { Service } from './kit/aws'
import type { SimulatorContext } from './kit/context'
import type { Answers } from './kit/assumptions'
import type { DrillsSnapshot } from './kit/drills'
import type { SimulatorEvent } from './kit/eventLog'
import type { QuotaValues } from './kit/quotas'

const stateVersion = 1

/** What `state.json` holds. Written and read by the simulator alone, so its shape is taken on trust but for the version. */
interface SavedWorld {
  readonly stateVersion: number
  readonly now: number
  readonly random: Readonly<Record<string, number>>
  readonly events: readonly SimulatorEvent[]
  readonly meter: MeterSnapshot
  /** Absent in what was saved before they were. */
  readonly drills?: DrillsSnapshot
  readonly assumed?: Answers
  readonly quotas?: QuotaValues
  readonly services: Readonly<Record<string, unknown>>
}

export function snapshotOf(context: SimulatorContext, services: readonly Service[]): SavedWorld {
  return {
    stateVersion,
    now: context.clock.now(),
    random: context.random.snapshot(),
    events: context.events.snapshot(),
    meter: context.meter.snapshot(),
    drills: context.drills.snapshot(),
    assumed: context.assumptions.snapshot(),
    quotas: context.quotas.snapshot(),
    services: Object.fromEntries(services.map((each) => [each.scope, each.snapshot()])),
  }
}

/** Takes up a saved world; time that passed meanwhile has passed there too. */
export function restoreWorld(
  saved: unknown,
  context: SimulatorContext,
  services: readonly Service[],
): void {
  if (saved === undefined) return
  const world = saved as SavedWorld // see SavedWorld: our own file
  if (world.stateVersion !== stateVersion) {
    throw new Error(`the saved state is of version ${world.stateVersion}, not ${stateVersion}`)
  }
  context.clock.resumeAt(world.now)
  context.random.restore(world.random)
  context.events.restore(world.events)
  context.meter.restore(world.meter)
  if (world.assumed) context.assumptions.restore(world.assumed)
  if (world.quotas) context.quotas.restore(world.quotas)
  for (const service of services) {
    const own = world.services[service.scope]
    if (own !== undefined) service.restore(own)
  }
  // After the services: what fires at once finds them whole.
  if (world.drills) context.drills.restore(world.drills)
}
