import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openQuestions } from '../../../electron/simulator/kit/assumptions'
import { drillKinds } from '../../../electron/simulator/kit/drillShapes'
import { generatedParts, pageWith, partOf } from '../../../scripts/coverageTable'

const page = readFileSync('docs/SIMULATOR.md', 'utf8')

interface Row {
  readonly cells: Readonly<Record<string, string>>
  readonly line: string
}
interface Table {
  readonly section: string
  readonly head: readonly string[]
  readonly rows: readonly Row[]
}

const cellsOf = (line: string): readonly string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())

/** Every table, in the order of the page. */
function tablesOf(text: string): readonly Table[] {
  const tables: (Table & { readonly rows: Row[] })[] = []
  let section = ''
  let isWithin = false
  for (const line of text.split('\n')) {
    if (/^##+ /.test(line)) section = line.replace(/^#+ /, '')
    const isRow = line.startsWith('|')
    if (isRow && !isWithin) tables.push({ section, head: cellsOf(line), rows: [] })
    const table = tables.at(-1)
    if (table && isRow && isWithin && !/^\| *-/.test(line)) {
      const cells = cellsOf(line)
      const named = table.head.map((name, index) => [name, cells[index] ?? ''] as const)
      table.rows.push({ line, cells: Object.fromEntries(named) })
    }
    isWithin = isRow
  }
  return tables
}

/** What says how AWS behaves: tables of rules, and whatever else stands below a heading of rules. */
const ruleTables = (text: string) =>
  tablesOf(text).filter(({ head, section }) => head[0] === 'Rule' || section.startsWith('Rules of'))

/** Tables of rules that do not say which test shows each, by section. */
const untestable = (text: string) =>
  ruleTables(text)
    .filter(({ head }) => head[0] !== 'Rule' || !head.includes('Test'))
    .map(({ section, head }) => `${section}: ${head.join(', ')}`)

const rows = ruleTables(page).flatMap((table) => table.rows)
const graded = tablesOf(page)
  .filter(({ head }) => head.includes('Grade'))
  .flatMap((table) => table.rows)
const testFiles = globSync('test/**/*.test.{ts,tsx}')

/** A test by its name, with as much of its path as it takes. */
const isTest = (name: string) =>
  testFiles.some((file) => new RegExp(`/${name}(\\.bench)?\\.test\\.tsx?$`).test(`/${file}`)) ||
  existsSync(`test/${name}`) ||
  existsSync(name)

/** Every operation of six SDKs is asked for over the wire. */
const askingAll = { timeout: 180_000 }

describe('docs/SIMULATOR.md', () => {
  it(
    'says of every operation what the simulator answers, and of every question what it assumes',
    askingAll,
    async () => {
      const parts = await generatedParts()
      const anew = await pageWith(page, parts)
      for (const part of Object.keys(parts)) {
        const isFresh = partOf(page, part) === partOf(anew, part)
        expect(isFresh, `${part} are stale: npm run docs:simulator`).toBe(true)
      }
    },
  )

  it('names every drill', () => {
    expect(drillKinds.filter((kind) => !page.includes(`\`${kind}\``))).toEqual([])
  })

  it('has rules in every section that needs them', () => {
    expect(rows.length).toBeGreaterThan(100)
  })

  it('has a column for tests in every table of rules', () => {
    expect(untestable(page)).toEqual([])
    expect(untestable('## Rules of X\n\n| Rule | Source |\n| --- | --- |\n| a | b |')).toEqual([
      'Rules of X: Rule, Source',
    ])
    expect(untestable('## Rules of X\n\n| a | b |')).toEqual(['Rules of X: a, b'])
  })

  it('names tests that are there, for every rule', () => {
    const untested = rows.flatMap(({ cells, line }) => {
      const named = namesIn(cells['Test'] ?? '')
      if (named.length === 0) return line.includes('not simulated') ? [] : [`no test: ${line}`]
      return named.filter((name) => !isTest(name)).map((name) => `${name} is no test: ${line}`)
    })
    expect(untested).toEqual([])
  })

  it('says of every rule that nobody has shown that it was chosen, or which open question it is', () => {
    const questions = Object.keys(openQuestions)
    const unsaid = graded
      .filter(({ cells }) => /\bU\b/.test(cells['Grade'] ?? ''))
      .filter(({ line }) => !/\bchosen\b/.test(line))
      .filter(({ line }) => !questions.some((question) => line.includes(`\`${question}\``)))
      .map(({ line }) => line.slice(0, 160))
    expect(unsaid).toEqual([])
  })
})

/** `inputs, unit/simulator/kit`; what stands in brackets is said about them. */
const namesIn = (cell: string): readonly string[] =>
  cell
    .replaceAll(/[()`]/g, '')
    .split(',')
    .map((name) => name.replace(/^.*: /, '').trim())
    .filter((name) => name !== '')
