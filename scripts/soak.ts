import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/**
 * `npm run soak -- 2000`: so many stories drawn from fresh seeds (`--from 1`: from that one on), told by
 * as many processes as there are cores. `npm run soak -- --seed 7 [--steps 0+3+4]`: one of them, with its timeline.
 * Exits with 1 where a promise did not hold.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    steps: { type: 'string', default: '' },
    from: { type: 'string' },
  },
})

/** What a story's child tells of one seed. */
interface Told {
  readonly seed: number
  readonly violation?: { readonly invariant: string; readonly sentence: string; detail: string }
  readonly timeline: string
  readonly ms: number
}

const SHARE = 25

async function tell(seeds: readonly number[], onTold: (told: Told) => void): Promise<void> {
  const node = [
    '--disable-warning=ExperimentalWarning',
    '--experimental-transform-types',
    '--import',
    './test/harness/tsImports.mjs',
    'test/harness/simulationChild.ts',
  ]
  const args = [...node, process.cwd(), seeds.join(','), values.steps]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout }))
    onTold(JSON.parse(line) as Told) // our own program's
  const [code] = (await gone) as [number | null]
  if (code !== 0) throw new Error(`the stories of seeds ${seeds.join(', ')} broke off: ${code}`)
}

const failed: Told[] = []

function report({ seed, violation, timeline }: Told, isAlone: boolean): void {
  if (!violation) return
  const { invariant, sentence, detail } = violation
  console.log(`seed ${seed}: ${invariant} did not hold\n  ${sentence}\n  ${detail}`)
  if (isAlone) console.log(timeline)
  else console.log(`  again: npm run soak -- --seed ${seed}`)
}

async function many(count: number): Promise<void> {
  const first = Number(values.from ?? randomInt(1_000_000, 2 ** 31))
  console.log(`${count} stories from seed ${first} on`)
  const startedAt = performance.now()
  let done = 0
  let next = first
  const onTold = (told: Told) => {
    done++
    if (told.violation) failed.push(told)
    report(told, false)
    if (done % 100 !== 0) return
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
    console.log(`${done} of ${count} in ${seconds} s, ${failed.length} failed`)
  }
  const worker = async () => {
    while (next < first + count) {
      const from = next
      next = Math.min(first + count, from + SHARE)
      const seeds = Array.from({ length: next - from }, (_, index) => from + index)
      await tell(seeds, onTold)
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, worker))
  console.log(`${done} stories, ${failed.length} failed`)
}

if (values.seed === undefined) await many(Number(positionals[0] ?? 100))
else
  await tell([Number(values.seed)], (told) => {
    if (told.violation) failed.push(told)
    else console.log(`seed ${told.seed}: every promise held`)
    report(told, true)
  })
process.exitCode = failed.length > 0 ? 1 : 0
