import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MutantFolders, noticedIn } from '../../harness/conformanceMutants'
import { mutants } from './mutants'

const folders = new MutantFolders()
afterAll(() => folders.clear())

/** Two processes share the copies: the SDK is loaded twice and not as often as there are faults. */
const processes = 2

describe('a fault planted in the simulator', () => {
  const made = new Map<string, string>()
  const refused = new Map<string, string>()
  let noticed: ReadonlyMap<string, readonly string[]>

  beforeAll(async () => {
    made.set('none', folders.make())
    for (const mutant of mutants) {
      try {
        made.set(mutant.name, folders.make(mutant))
      } catch (thrown) {
        refused.set(mutant.name, String(thrown))
      }
    }
    const parts = new Map(mutants.map(({ name, file }) => [name, file.split('/')[0] ?? '']))
    const all = [...made].map(([name, folder]) => ({ folder, part: parts.get(name) ?? '' }))
    const shares = Array.from({ length: processes }, (_, share) =>
      all.filter((__, index) => index % processes === share),
    )
    noticed = new Map((await Promise.all(shares.map(noticedIn))).flatMap((each) => [...each]))
  }, 170_000)

  it('none: a faithful copy passes', () => {
    expect(noticed.get(made.get('none') ?? '')).toEqual([])
  })

  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s', (name, mutant) => {
    expect(refused.get(name), 'the fault has lost its place').toBeUndefined()
    const said = noticed.get(made.get(name) ?? '')
    expect(said?.join('\n')).toMatch(mutant.noticed)
  })
})
