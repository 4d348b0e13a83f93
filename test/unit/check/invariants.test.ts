import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const home = join(import.meta.dirname, '..', '..', '..')
const page = readFileSync(join(home, 'docs', 'INVARIANTS.md'), 'utf8')

/** `unit/core/tally`, `crash`, `rehearsal/shows` … as the page names them. */
const named = [
  ...new Set(
    [...page.matchAll(/`((?:unit|rehearsal|crash|conformance|e2e|bench)(?:\/[\w*-]+)*)`/g)].map(
      ([, path = '']) => path,
    ),
  ),
]

/** A folder of tests, or files that begin so. */
function exists(path: string): boolean {
  const place = join(home, 'test', path.replace('*', ''))
  if (existsSync(place)) return true
  const folder = dirname(place)
  const begins = place.slice(folder.length + 1)
  const ends = path.endsWith('*') ? /./ : /^[.]/
  return readdirSync(folder).some(
    (name) => name.startsWith(begins) && ends.test(name.slice(begins.length)),
  )
}

describe('the page of invariants', () => {
  it('names tests, and not just a few', () => {
    expect(named.length).toBeGreaterThan(25)
  })

  it.each(named)('%s is there', (path) => {
    expect(exists(path)).toBe(true)
  })

  it('would notice one that is not', () => {
    expect(exists('unit/core/telly')).toBe(false)
  })

  it('names code that is there', () => {
    const code = [...page.matchAll(/`((?:core|adapters|shells|media|app|simulator)\/[\w/.]+)`/g)]
    const missing = code
      .map(([, path = '']) => path)
      .filter((path) => !existsSync(join(home, 'electron', path)))
    expect(missing).toEqual([])
  })
})
