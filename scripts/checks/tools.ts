import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { home, tool, type Check } from './check.ts'

const folders = [
  'electron',
  'src',
  'scripts',
  'test',
  'bin',
  'electron.vite.config.ts',
  'vitest.config.ts',
]

const types = (name: string, project: string): Check => ({
  name,
  run: () => tool('typescript/bin/tsc', ['-p', project]),
})

/** The checks that are one tool with its own configuration. */
export const toolChecks: readonly Check[] = [
  types('types', 'tsconfig.json'),
  types('types of the window', 'tsconfig.renderer.json'),
  {
    name: 'lint',
    run: () => {
      // Without paths it would walk node_modules, and a path that is missing is an error.
      const paths = folders.filter((path) => existsSync(join(home, path)))
      return tool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings', '-f', 'unix', ...paths])
    },
  },
  {
    name: 'format',
    run: () => tool('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
  },
  { name: 'dead code', run: () => tool('knip/bin/knip.js', ['--no-progress']) },
]
