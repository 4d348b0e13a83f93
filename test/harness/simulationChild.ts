import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { planOf } from './simulationPlan'
import type { play } from './simulationStory'

/*
 * Plays the stories of the seeds it is told, with the program that lies in a folder (this one, or a copy
 * with a fault in it), and tells one JSON line for each.
 */
const [folder = '', seeds = '', only = ''] = process.argv.slice(2)

const load = (file: string): Promise<unknown> =>
  import(pathToFileURL(join(folder, 'test', 'harness', file)).href)
const stories = (await load('simulationStory.ts')) as { readonly play: typeof play }
const plans = (await load('simulationPlan.ts')) as { readonly planOf: typeof planOf }

for (const seed of seeds.split(',').map(Number)) {
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  const plan = plans.planOf(seed)
  const steps = plan.steps.filter(
    (_, index) => only === '' || only.split('+').includes(String(index)),
  )
  const outcome = await stories.play({ ...plan, steps })
  const { user, system } = process.cpuUsage(cpu)
  const said = {
    seed,
    violation: outcome.violation,
    timeline: outcome.timeline,
    steps: plan.steps.length,
    ms: Math.round(performance.now() - startedAt),
    cpuMs: Math.round((user + system) / 1000),
    ...(process.env['TALLYLIGHT_LINES'] ? { lines: outcome.lines } : {}),
  }
  process.stdout.write(`${JSON.stringify(said)}\n`)
}
