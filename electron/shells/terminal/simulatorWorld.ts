import { z } from 'zod'
import { operatorError } from '../../../src/shared/errors'
import { Assumed, type Answers } from '../../simulator/kit/assumptions'
import { GrantedQuotas, type QuotaValues } from '../../simulator/kit/quotas'
import { bundledScenarios } from '../../simulator/scenario/bundledScenarios'
import { loadScenario, ScenarioTrouble } from '../../simulator/scenario/loadScenario'
import type { Scenario } from '../../simulator/scenario/scenario'
import { notUnderstood, scenarioUnusable } from './sentences'

/** What the simulated AWS is to be like, as it was typed. */
export interface WorldFlags {
  readonly scenario?: string
  /** `question=answer` and `name=number`. */
  readonly assume?: readonly string[]
  readonly quota?: readonly string[]
}

export interface ChosenWorld {
  readonly assume: Answers
  readonly quotas: QuotaValues
  readonly scenario?: Scenario
}

/** Throws an `OperatorError` that says what could not be understood. */
export async function chosenWorld({ scenario, assume, quota }: WorldFlags): Promise<ChosenWorld> {
  return {
    assume: checked('--assume', Assumed, pairsOf('--assume', assume)),
    quotas: checked('--quota', GrantedQuotas, numbers(pairsOf('--quota', quota))),
    ...(scenario === undefined ? {} : { scenario: await loaded(scenario) }),
  }
}

/** The bundled scenarios, for people: a name and a sentence a line. */
export function scenarioLines(): string {
  const width = Math.max(...bundledScenarios.map(({ name }) => name.length))
  return bundledScenarios
    .map(({ name, description }) => `${name.padEnd(width)}  ${description}\n`)
    .join('')
}

async function loaded(nameOrFile: string): Promise<Scenario> {
  try {
    return await loadScenario(nameOrFile)
  } catch (thrown) {
    if (!(thrown instanceof ScenarioTrouble)) throw thrown
    throw operatorError(scenarioUnusable(thrown.message), { cause: thrown })
  }
}

function pairsOf(flag: string, texts: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? []
      if (name === undefined || value === undefined)
        throw operatorError(notUnderstood(flag, `"${text}" is not of the form name=value.`))
      return [name, value]
    }),
  )
}

const numbers = (pairs: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(pairs).map(([name, value]) => [name, Number(value)]))

function checked<T>(flag: string, shape: z.ZodType<T>, value: unknown): T {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  throw operatorError(notUnderstood(flag, z.prettifyError(parsed.error)))
}
