import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { rateTable } from '../../../electron/simulator/bill/rateTable'
import { inputPerHour, outputPerHour, rates } from '../../../electron/simulator/bill/rates'

const avc = { name: '', codec: 'AVC', resolution: 'HD' } as const

/** The simulator's rate for each row that the console's table may have; single pipeline. */
const simulated: Readonly<Record<string, number>> = {
  'medialive.input.hd.avc.10': inputPerHour({ ...avc, bitrate: 10 }, 'single'),
  'medialive.input.hd.avc.20': inputPerHour({ ...avc, bitrate: 20 }, 'single'),
  'medialive.input.hd.avc.50': inputPerHour({ ...avc, bitrate: 50 }, 'single'),
  'medialive.output.hd.avc.10.30': outputPerHour({ ...avc, bitrate: 10, frameRate: 30 }, 'single'),
  'medialive.output.hd.avc.10.60': outputPerHour({ ...avc, bitrate: 10, frameRate: 60 }, 'single'),
  'medialive.output.sd.avc.10.30': outputPerHour(
    { ...avc, resolution: 'SD', bitrate: 10, frameRate: 30 },
    'single',
  ),
  ...rates,
}

const newest = readdirSync('resources/rates').sort().at(-1) ?? 'none'
const table = JSON.parse(readFileSync(`resources/rates/${newest}`, 'utf8')) as Record<
  string,
  unknown
>
const rows = ['perHourMicros', 'perGigabyteMicros', 'perThousandMicros', 'perGigabyteMonthMicros']
  .flatMap((member) => Object.entries((table[member] ?? {}) as Record<string, number>))
  .sort()

describe(`the console's rates of ${newest}`, () => {
  it('are there to be compared', () => {
    expect(rows.length).toBeGreaterThan(5)
  })

  it.each(rows)('%s is what the simulator charges', (row, micros) => {
    expect(micros).toBe(simulated[row])
  })
})

describe("the simulator's rates", () => {
  it('are each in docs/SIMULATOR.md, with their source and grade', () => {
    const page = readFileSync('docs/SIMULATOR.md', 'utf8').replaceAll(/ +/g, ' ')
    const rows = rateTable.map(
      ({ id, micros, per, source, grade }) =>
        `| \`${id}\` | ${micros / 1_000_000} $ | ${per} | ${source} | ${grade} |`,
    )
    expect(rows.filter((row) => !page.includes(row))).toEqual([])
  })
})
