import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { bundledScenario } from './bundledScenarios'
import { Scenario } from './scenario'

/** A scenario that cannot be used; the message is a sentence that says why. */
export class ScenarioTrouble extends Error {}

/** The bundled scenario of that name, else the one in the file. Throws a `ScenarioTrouble`. */
export async function loadScenario(nameOrFile: string): Promise<Scenario> {
  const bundled = bundledScenario(nameOrFile)
  if (bundled) return bundled
  const text = await readFile(nameOrFile, 'utf8').catch((cause: unknown) => {
    const why = `There is no bundled scenario and no readable file "${nameOrFile}".`
    throw new ScenarioTrouble(why, { cause })
  })
  const parsed = Scenario.safeParse(jsonOf(text, nameOrFile))
  if (parsed.success) return parsed.data
  throw new ScenarioTrouble(`${nameOrFile}: ${z.prettifyError(parsed.error)}`)
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ScenarioTrouble(`${file} is not valid JSON.`, { cause })
  }
}
