import { z } from 'zod'
import type { BillReport } from './bill/report'
import { AwsFault, type AwsAnswer } from './kit/aws'
import { Assumed } from './kit/assumptions'
import type { SimulatorContext } from './kit/context'
import { Drill } from './kit/drillShapes'
import type { ControlRequest } from './kit/http'
import { GrantedQuotas, usualQuotas } from './kit/quotas'
import { restJsonFault } from './kit/restJsonFault'
import { RoleTable } from './kit/roles'
import { bundledScenario, bundledScenarios } from './scenario/bundledScenarios'
import { Scenario } from './scenario/scenario'
import type { ScenarioDesk } from './scenario/scenarioDesk'

/** What the control surface does to the simulator as a whole. */
export interface ControlParts {
  readonly context: SimulatorContext
  readonly scenarios: ScenarioDesk
  world(): unknown
  bill(): BillReport
  reset(): Promise<void>
}

/** A year: a slip of the finger must not freeze the machine in a hundred million timers. */
const longestAdvanceMs = 366 * 24 * 3_600_000
const ClockCommand = z.object({ advanceMs: z.number().int().min(0).max(longestAdvanceMs) })

type Action = (parts: ControlParts, request: ControlRequest) => unknown

const actions: Readonly<Record<string, Action>> = {
  'GET /_simulator/health': ({ context }) => ({
    ok: true,
    pid: process.pid,
    version: simulatorVersion,
    clock: { kind: context.clock.kind, now: context.clock.now() },
  }),
  'GET /_simulator/world': (parts) => parts.world(),
  'GET /_simulator/bill': (parts) => parts.bill(),
  'GET /_simulator/events': ({ context }, { query }) => ({
    events: context.events.since(sequenceOf(query.get('since'))),
  }),
  'GET /_simulator/clock': ({ context }) => ({ now: context.clock.now() }),
  'POST /_simulator/clock': async ({ context }, request) => {
    const { advanceMs } = ClockCommand.parse(await json(request))
    context.clock.advance(advanceMs)
    context.changed()
    return { now: context.clock.now() }
  },
  'GET /_simulator/drills': ({ context }) => ({ drills: context.drills.all() }),
  'POST /_simulator/drills': async ({ context }, request) => {
    const armed = context.drills.arm(Drill.parse(await json(request)))
    context.changed()
    return armed
  },
  'DELETE /_simulator/drills': ({ context }, { query }) => {
    context.drills.clear(query.get('id') ?? undefined)
    context.changed()
    return { drills: context.drills.all() }
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
  'POST /_simulator/reset': async (parts) => {
    await parts.reset()
    return { ok: true }
  },
}

/** Of the simulator's own surface, not of any AWS service. */
const simulatorVersion = 1

/** `/_simulator/…`: for this machine's own programs, never for a page in a browser. */
export async function answerControl(
  parts: ControlParts,
  request: ControlRequest,
): Promise<AwsAnswer> {
  try {
    refuseStrangers(request)
    const action = actions[`${request.method} ${request.path}`]
    if (action === undefined) {
      throw new AwsFault(404, 'NotFound', `There is no ${request.method} ${request.path}`)
    }
    return ok(await action(parts, request))
  } catch (thrown) {
    if (thrown instanceof z.ZodError) {
      return restJsonFault(new AwsFault(400, 'BadRequest', z.prettifyError(thrown)))
    }
    if (thrown instanceof AwsFault) return restJsonFault(thrown)
    throw thrown
  }
}

/**
 * A page that a browser shows could reach this port by having its own host name resolve to 127.0.0.1;
 * its requests then carry that name as Host, or an Origin.
 */
function refuseStrangers({ headers }: ControlRequest): void {
  const host = (headers.host ?? '').replace(/:\d+$/, '')
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(host)
  if (isLoopback && headers.origin === undefined) return
  throw new AwsFault(403, 'Forbidden', 'The control surface answers programs on this machine only')
}

const ok = (body: unknown): AwsAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
})

async function json(request: ControlRequest): Promise<unknown> {
  const text = Buffer.from(await request.body()).toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    throw new AwsFault(400, 'BadRequest', 'The body is not valid JSON')
  }
}

/** `{ name }` alone is a bundled one. */
function scenarioOf(body: unknown): Scenario {
  const named = z.strictObject({ name: z.string() }).safeParse(body)
  if (!named.success) return Scenario.parse(body)
  const scenario = bundledScenario(named.data.name)
  if (scenario) return scenario
  throw new AwsFault(404, 'NotFound', `There is no bundled scenario ${named.data.name}`)
}

function sequenceOf(since: string | null): number {
  const sequence = Number(since ?? 0)
  if (Number.isInteger(sequence) && sequence >= 0) return sequence
  throw new AwsFault(400, 'BadRequest', 'since must be the number of an event')
}
