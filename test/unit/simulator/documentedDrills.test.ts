import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { usualQuotas } from '../../../electron/simulator/kit/quotas'
import { bundledScenarios } from '../../../electron/simulator/scenario/bundledScenarios'
import { scenarioActions } from '../../../electron/simulator/scenario/scenarioActions'

const page = readFileSync(join(import.meta.dirname, '../../../docs/SIMULATOR.md'), 'utf8')

describe('docs/SIMULATOR.md', () => {
  it('names every quota with its usual number', () => {
    const named = Object.entries(usualQuotas).map(
      ([name, usual]) => `\`${name}\` ${usual.toLocaleString('en-US')}`,
    )
    expect(named.filter((each) => !page.includes(each))).toEqual([])
  })

  it('names every bundled scenario', () => {
    const names = bundledScenarios.map(({ name }) => `\`${name}\``)
    expect(names.filter((name) => !page.includes(name))).toEqual([])
  })

  it('names whatever of scenarios the control surface takes', () => {
    const paths = Object.keys(scenarioActions).map((action) => action.split(' ')[1] ?? '')
    expect(paths.filter((path) => !page.includes(path))).toEqual([])
  })
})
