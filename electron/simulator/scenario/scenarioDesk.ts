import type { SimulatorContext } from '../kit/context'
import type { ArmedDrill } from '../kit/drillBook'
import type { Scenario } from './scenario'

/** A scenario that was begun. */
export interface BegunScenario {
  readonly name: string
  readonly begunAt: number
  readonly drills: readonly string[]
}

/** Begins scenarios and remembers which were. */
export class ScenarioDesk {
  #begun: readonly BegunScenario[] = []

  constructor(private readonly context: SimulatorContext) {}

  /** On a simulator that runs: everything but the seed, which counts from the first draw only. */
  begin(scenario: Scenario): readonly ArmedDrill[] {
    const { assumptions, quotas, roles, durations, drills, events, clock } = this.context
    const { name, assume, timing } = scenario
    if (assume) assumptions.choose(assume)
    if (scenario.quotas) quotas.grant(scenario.quotas)
    if (scenario.roles) roles.replace(scenario.roles)
    if (timing) durations.use(timing)
    events.append('scenario-begun', { scenario: name })
    const armed = scenario.drills.map((drill) => drills.arm(drill))
    const ids = armed.map(({ id }) => id)
    this.#begun = [...this.#begun, { name, begunAt: clock.now(), drills: ids }]
    return armed
  }

  begun(): readonly BegunScenario[] {
    return this.#begun
  }

  restore(begun: readonly BegunScenario[]): void {
    this.#begun = begun
  }

  reset(): void {
    this.#begun = []
  }
}
