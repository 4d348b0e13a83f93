import { builderConfig } from './checks/builder.ts'
import type { Check, Finding } from './checks/check.ts'
import { imports } from './checks/imports.ts'
import { toolChecks } from './checks/tools.ts'

/** `npm run check [--json] [name …]`: everything a machine can say about the code without running it. */

interface Result extends Finding {
  readonly name: string
  readonly seconds: number
}

async function runOne({ name, run }: Check): Promise<Result> {
  const startedAt = performance.now()
  const finding = await run().catch((error: unknown) => ({
    ok: false,
    report: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }))
  return { name, ...finding, seconds: Math.round((performance.now() - startedAt) / 100) / 10 }
}

function print({ name, ok, seconds, report }: Result): void {
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(20)} ${seconds.toFixed(1)} s`)
  if (report) console.log(report.replaceAll(/^/gm, '     '))
}

const args = process.argv.slice(2)
const asJson = args.includes('--json')
const names = args.filter((arg) => !arg.startsWith('--'))
const all = [...toolChecks, imports, builderConfig]
const chosen = names.length === 0 ? all : all.filter(({ name }) => names.includes(name))

const results: Result[] = []
for (const check of chosen) {
  const result = await runOne(check)
  results.push(result)
  if (!asJson) print(result)
}

const passed = results.filter(({ ok }) => ok).length
const failed = results.length - passed
if (asJson) console.log(JSON.stringify({ passed, failed, results }))
else
  console.log(
    failed === 0 ? `All ${passed} checks hold.` : `${failed} of ${results.length} failed.`,
  )
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
