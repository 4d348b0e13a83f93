import { z } from 'zod'
import { json, type Action } from '../controlAction'
import { Assumed } from '../kit/assumptions'
import { AwsFault } from '../kit/aws'
import type { SimulatorContext } from '../kit/context'
import { Drill } from '../kit/drillShapes'
import { GrantedQuotas, usualQuotas } from '../kit/quotas'
import { RoleTable } from '../kit/roles'
import { bundledScenario, bundledScenarios } from './bundledScenarios'
import { Scenario } from './scenario'

/** Scenarios, and each of the things they are made of. */
export const scenarioActions: Readonly<Record<string, Action>> = {
  'GET /_simulator/drills': ({ context }) => armedDrills(context),
  'POST /_simulator/drills': async ({ context }, request) => {
    const armed = context.drills.arm(Drill.parse(await json(request)))
    context.changed()
    return armed
  },
  'DELETE /_simulator/drills': ({ context }, { query }) => {
    context.drills.clear(query.get('id') ?? undefined)
    context.changed()
    return armedDrills(context)
  },
  'GET /_simulator/assumptions': ({ context }) => ({ assumptions: context.assumptions.table() }),
  'POST /_simulator/assumptions': async ({ context }, request) => {
    context.assumptions.choose(Assumed.parse(await json(request)))
    context.changed()
    return { assumptions: context.assumptions.table() }
  },
  'GET /_simulator/quotas': ({ context }) => ({ quotas: context.quotas.all(), usual: usualQuotas }),
  'POST /_simulator/quotas': async ({ context }, request) => {
    context.quotas.grant(GrantedQuotas.parse(await json(request)))
    context.changed()
    return { quotas: context.quotas.all(), usual: usualQuotas }
  },
  'GET /_simulator/roles': ({ context }) => ({ roles: context.roles.all() }),
  'POST /_simulator/roles': async ({ context }, request) => {
    context.roles.replace(RoleTable.parse(await json(request)))
    context.changed()
    return { roles: context.roles.all() }
  },
  'GET /_simulator/scenarios': ({ scenarios }) => ({
    scenarios: bundledScenarios.map(({ name, description }) => ({ name, description })),
    begun: scenarios.begun(),
  }),
  'POST /_simulator/scenario': async ({ context, scenarios }, request) => {
    const scenario = scenarioOf(await json(request))
    const drills = scenarios.begin(scenario)
    context.changed()
    return { name: scenario.name, drills }
  },
}

/** With the time their starts and ends are told by. */
const armedDrills = ({ clock, drills }: SimulatorContext) => ({
  now: clock.now(),
  drills: drills.all(),
})

/** `{ name }` alone is a bundled one. */
function scenarioOf(body: unknown): Scenario {
  const named = z.strictObject({ name: z.string() }).safeParse(body)
  if (!named.success) return Scenario.parse(body)
  const scenario = bundledScenario(named.data.name)
  if (scenario) return scenario
  throw new AwsFault(404, 'NotFound', `There is no bundled scenario ${named.data.name}`)
}
