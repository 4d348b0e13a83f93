import { globSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config'
import { home, type Check, type Finding } from './check.ts'

const folders = ['electron', 'src']

/** Holds the imports under `root` to the rules of `.dependency-cruiser.mjs`. */
export async function findImports(root: string): Promise<Finding> {
  const config = await extractConfig(join(home, '.dependency-cruiser.mjs'))
  const { output } = await cruise(folders, {
    ...config.options,
    baseDir: root,
    validate: true,
    ruleSet: config,
  })
  const { summary, modules } = output as ICruiseResult
  const lines = summary.violations.map(
    ({ rule, from, to, cycle }) =>
      `${rule.name}: ${from} → ${cycle?.map(({ name }) => name).join(' → ') ?? to}`,
  )
  const there = globSync('{electron,src}/**/*.{ts,tsx}', { cwd: root })
  const unseen = unseenOf(
    there,
    modules.map(({ source }) => source),
  )
  const all = unseen === undefined ? lines : [...lines, unseen]
  return { ok: all.length === 0, report: all.join('\n') }
}

/**
 * Says so where files were passed over. Without a parser for our TypeScript the cruiser sees no file
 * at all and reports success.
 */
export function unseenOf(there: readonly string[], seen: readonly string[]): string | undefined {
  const known = new Set(seen)
  const missing = there.map((path) => path.replaceAll('\\', '/')).filter((path) => !known.has(path))
  if (there.length > 0 && missing.length === 0) return undefined
  return `${missing.length} of ${there.length} files were not seen (is @swc/core installed?): ${missing[0] ?? ''}`
}

export const imports: Check = { name: 'imports', run: () => findImports(home) }
