import { afterAll, describe, expect, it } from 'vitest'
import { childProcesses } from '../harness/childProcess'
import { printTable } from './figures'
import { slopeOf } from './slope'

/** A minute is what a run of the suite can spare; TALLYLIGHT_SOAK_MINUTES=60 is the hour. */
const soakMinutes = Number(process.env['TALLYLIGHT_SOAK_MINUTES'] ?? '0')
const isSoak = soakMinutes > 0
const seconds = isSoak ? soakMinutes * 60 : 30
const roundSeconds = isSoak ? 60 : 4

const mebibyte = 2 ** 20
/**
 * Growth over the whole of it, off a line through the later two thirds. In a short run the caches of
 * the machine itself still fill.
 */
const mostHeapGrowth = 16 * mebibyte
const mostRssGrowth = 96 * mebibyte

interface Sample {
  readonly atMs: number
  readonly heapUsed: number
  readonly rss: number
  readonly external: number
  readonly children: number
  readonly rounds: number
  readonly polls: number
  readonly thumbnails: number
}

const figures: Parameters<typeof printTable>[1][number][] = []
afterAll(() => printTable('a long rehearsal on a real picture', figures))
const { start } = childProcesses()

/** Every sample, and what was said at the end. */
async function rehearsed() {
  const samples: Sample[] = []
  const child = start('soakChild.ts', [String(seconds), String(roundSeconds)])
  for await (const line of child.lines) {
    if (line['ended'] === true) return { samples, ended: line }
    samples.push(line as unknown as Sample) // soakChild.ts tells nothing else
    if (isSoak) process.stdout.write(`${JSON.stringify(line)}\n`)
  }
  throw new Error('the rehearsal broke off')
}

const inMebibytes = (bytes: number) => `${(bytes / mebibyte).toFixed(1)} MiB`

describe('a rehearsal with drills, channel after channel', () => {
  it(
    'keeps its memory flat and leaves no child process behind',
    async () => {
      const { samples, ended } = await rehearsed()
      const settled = samples.slice(Math.floor(samples.length / 3))
      const growth = (pick: (one: Sample) => number) =>
        slopeOf(settled.map((one) => ({ x: one.atMs, y: pick(one) }))) * seconds * 1000
      const heap = growth(({ heapUsed, external }) => heapUsed + external)
      const rss = growth((one) => one.rss)
      const last = samples.at(-1)
      const over = `over ${seconds} s, ${last?.rounds} channels, ${last?.polls} calls`
      figures.push(
        { what: 'heap growth', measured: inMebibytes(heap), goal: over },
        { what: 'RSS growth', measured: inMebibytes(rss), goal: over },
        { what: 'heap at the end', measured: inMebibytes(last?.heapUsed ?? 0), goal: '' },
      )
      expect(samples.length).toBeGreaterThan(2)
      expect(heap).toBeLessThan(mostHeapGrowth)
      expect(rss).toBeLessThan(mostRssGrowth)
      expect(Math.max(...samples.map(({ children }) => children))).toBeLessThanOrEqual(1)
      expect(ended['children']).toBe(0)
      // A rehearsal in which nothing happened would show nothing.
      expect(last?.thumbnails).toBeGreaterThan(0)
      const happened = ended['happened'] as Readonly<Record<string, number>>
      for (const kind of ['feed-began', 'feed-ended', 'program-source', 'alert-set']) {
        expect(happened).toHaveProperty(kind)
      }
    },
    (seconds + 240) * 1000,
  )
})
