import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { plant, type PlantedTree } from './plantedTree'

const project = join(import.meta.dirname, '..', '..', '..')
let tree: PlantedTree | undefined
afterEach(() => tree?.remove())

const rules = readFileSync(join(project, '.oxlintrc.json'), 'utf8')
const tsconfig = JSON.stringify({
  compilerOptions: {
    strict: true,
    target: 'ES2024',
    module: 'ESNext',
    moduleResolution: 'Bundler',
  },
  include: ['**/*.ts', '**/*.tsx'],
})

/** The names of the rules that a file breaks under the project's own configuration. */
function broken(path: string, text: string): string[] {
  tree = plant({ [path]: text, 'tsconfig.json': tsconfig, '.oxlintrc.json': rules })
  const oxlint = join(project, 'node_modules', 'oxlint', 'bin', 'oxlint')
  const args = ['--type-aware', '-f', 'unix', '.']
  const { stdout } = spawnSync(process.execPath, [oxlint, ...args], {
    cwd: tree.root,
    encoding: 'utf8',
  })
  return [...stdout.matchAll(/\((?<rule>[a-z-]+)\)\]$/gm)].map(
    (match) => match.groups?.['rule'] ?? '',
  )
}

const lines = (count: number, line: string) => Array.from({ length: count }, () => line).join('\n')

it('finds nothing in clean code', () => {
  const text =
    'export async function twice(work: () => Promise<number>): Promise<number> {\n  return (await work()) * 2\n}\n'
  expect(broken('electron/core/a.ts', text)).toEqual([])
})

it.each([
  [
    'a promise nobody waits for',
    'no-floating-promises',
    'electron/core/a.ts',
    'async function work(): Promise<void> {}\nexport function start(): void {\n  work()\n}\n',
  ],
  [
    'a promise taken for a yes',
    'no-misused-promises',
    'electron/core/a.ts',
    'declare function ask(): Promise<boolean>\nexport const said = (): string => (ask() ? "yes" : "no")\n',
  ],
  [
    'any',
    'no-explicit-any',
    'electron/core/a.ts',
    'export const x = (y: any): string => String(y)\n',
  ],
  ['a default export', 'no-default-export', 'electron/core/a.ts', 'export default 1\n'],
  ['writing to the console in the core', 'no-console', 'electron/core/a.ts', 'console.log(1)\n'],
  [
    'a fault nobody checked to be there',
    'no-non-null-assertion',
    'electron/core/a.ts',
    'export const x = (y: string | null): number => y!.length\n',
  ],
  [
    'a case that was forgotten',
    'switch-exhaustiveness-check',
    'electron/core/a.ts',
    'export function f(x: "a" | "b"): number {\n  switch (x) {\n    case "a":\n      return 1\n  }\n  return 0\n}\n',
  ],
  [
    'a file of 401 lines',
    'max-lines',
    'electron/core/a.ts',
    `export const x = [\n${lines(400, '  1,')}\n]\n`,
  ],
  [
    'a function of 51 lines',
    'max-lines-per-function',
    'electron/core/a.ts',
    `export function f(): number[] {\n  return [\n${lines(51, '    1,')}\n  ]\n}\n`,
  ],
  [
    'Node in the sandbox',
    'no-restricted-imports',
    'src/shared/a.ts',
    "export { join } from 'node:path'\n",
  ],
])('finds %s', (_, rule, path, text) => {
  expect(broken(path, text)).toContain(rule)
})
