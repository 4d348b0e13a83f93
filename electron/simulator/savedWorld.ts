import type { MeterSnapshot } from './bill/meter'
import type { Service } from './kit/aws'
import type { SimulatorContext } from './kit/context'
import type { SimulatorEvent } from './kit/eventLog'

const stateVersion = 1

/** What `state.json` holds. Written and read by the simulator alone, so its shape is taken on trust but for the version. */
interface SavedWorld {
  readonly stateVersion: number
  readonly now: number
  readonly random: Readonly<Record<string, number>>
  readonly events: readonly SimulatorEvent[]
  readonly meter: MeterSnapshot
  readonly services: Readonly<Record<string, unknown>>
}

export function snapshotOf(context: SimulatorContext, services: readonly Service[]): SavedWorld {
  return {
    stateVersion,
    now: context.clock.now(),
    random: context.random.snapshot(),
    events: context.events.snapshot(),
    meter: context.meter.snapshot(),
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
  for (const service of services) {
    const own = world.services[service.scope]
    if (own !== undefined) service.restore(own)
  }
}
