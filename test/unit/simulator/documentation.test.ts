import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openQuestions } from '../../../electron/simulator/kit/assumptions'
import { drillKinds } from '../../../electron/simulator/kit/drillShapes'
import { generatedParts, pageWith, partOf } from '../../../scripts/coverageTable'

const page = readFileSync('docs/SIMULATOR.md', 'utf8')

interface Row {
  readonly section: string
  readonly cells: Readonly<Record<string, string>>
  readonly line: string
}

const cellsOf = (line: string): readonly string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())

/** Every table whose first column is called Rule. */
function ruleRows(text: string): readonly Row[] {
  const rows: Row[] = []
  let section = ''
  let head: readonly string[] | undefined
  for (const line of text.split('\n')) {
    if (/^##+ /.test(line)) section = line.replace(/^#+ /, '')
    if (!line.startsWith('|')) head = undefined
    else if (head === undefined) head = cellsOf(line)
    else if (head[0] === 'Rule' && !line.startsWith('| --')) {
      const cells = cellsOf(line)
      rows.push({
        section,
        line,
        cells: Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])),
      })
    }
  }
  return rows
}

const rows = ruleRows(page)
const testFiles = globSync('test/**/*.test.{ts,tsx}')

/** A test by its name, with as much of its path as it takes. */
const isTest = (name: string) =>
  testFiles.some((file) => new RegExp(`/${name}(\\.bench)?\\.test\\.tsx?$`).test(`/${file}`)) ||
  existsSync(`test/${name}`) ||
  existsSync(name)

/** The paths between backticks that a section's own text says its tests are in. */
function testsOfSection(section: string): readonly string[] {
  const text = page.split(/^##+ /m).find((part) => part.startsWith(section)) ?? ''
  const said = /Tests[^|]*?:? ((?:.|\n(?!\n))*)/.exec(text)?.[0] ?? ''
  return [...said.matchAll(/`((?:test|unit)\/[\w/-]+)`/g)].map(([, path = '']) => path)
}

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

  it('names tests that are there, for every rule', () => {
    const untested = rows.flatMap(({ section, cells, line }) => {
      const { Test } = cells
      const named = Test === undefined ? testsOfSection(section) : namesIn(Test)
      if (named.length === 0) return line.includes('not simulated') ? [] : [`no test: ${line}`]
      return named.filter((name) => !isTest(name)).map((name) => `${name} is no test: ${line}`)
    })
    expect(untested).toEqual([])
  })

  it('says of every rule that nobody has shown that it was chosen, or which open question it is', () => {
    const questions = Object.keys(openQuestions)
    const unsaid = rows
      .filter(({ cells }) => /\bU\b/.test(cells['Grade'] ?? ''))
      .filter(({ line }) => !/\b(chosen|ours)\b/.test(line))
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
