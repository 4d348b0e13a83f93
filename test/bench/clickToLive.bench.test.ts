import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { criticalPath, type CriticalPath } from './criticalPath'
import { mean, printTable, quantile } from './figures'
import { air, rehearsedShow, type Aired } from './rehearsedShow'
import { runSdkScript, type Scripted } from './sdkScript'

/**
 * From the click to what is seen, against what AWS itself takes and against a plain script with the
 * SDK's own waiters. All three run through the same changes of state: the same seed draws the same
 * durations. Time is virtual and passes only while somebody waits, so the ratios are the same on
 * every machine.
 */
const SEEDS = 200

interface Race {
  readonly ours: Aired
  readonly aws: CriticalPath
  readonly script: Scripted
}

const races: Race[] = []

async function race(seed: number): Promise<Race> {
  const show = await rehearsedShow(seed)
  try {
    const ours = await air(show)
    const aws = await criticalPath(show.simulator.endpoint)
    return { ours, aws, script: await runSdkScript(seed) }
  } finally {
    await show.close()
  }
}

const both = ({ prepareMs, goLiveMs }: CriticalPath): number => prepareMs + goLiveMs
const ratios = (pick: (path: CriticalPath) => number, of: 'ours' | 'script'): readonly number[] =>
  races.map((one) => pick(one[of]) / pick(one.aws))

const toLive = () => ratios(both, 'ours')
const fromArmed = () => ratios(({ goLiveMs }) => goLiveMs, 'ours')
const scriptToLive = () => ratios(both, 'script')
const againstScript = () =>
  mean(races.map(({ ours }) => both(ours))) / mean(races.map(({ script }) => both(script)))
const callsPerSecond = () => races.map(({ ours }) => ours.calls / (both(ours) / 1_000))

beforeAll(async () => {
  for (let seed = 1; seed <= SEEDS; seed++) races.push(await race(seed))
}, 600_000)

afterAll(() => {
  const times = (value: number) => `${value.toFixed(3)} x`
  const spread = (values: readonly number[]) =>
    `${times(quantile(values, 0.5))} / ${times(quantile(values, 0.95))}`
  printTable(`click to observed live, ${races.length} seeds, true to life (median / p95)`, [
    { what: 'prepare + go live, over AWS', measured: spread(toLive()), goal: '<= 1.02 / 1.05' },
    { what: 'go live from armed, over AWS', measured: spread(fromArmed()), goal: '<= 1.02 / 1.05' },
    { what: 'script with SDK waiters, over AWS', measured: spread(scriptToLive()), goal: '' },
    { what: 'ours over the script, mean', measured: times(againstScript()), goal: '<= 0.8' },
    {
      what: 'our calls per second of waiting',
      measured: `${mean(callsPerSecond()).toFixed(2)} (most ${Math.max(...callsPerSecond()).toFixed(2)})`,
      goal: '<= 1',
    },
    {
      what: 'calls of the script per show',
      measured: mean(races.map(({ script }) => script.calls)).toFixed(1),
      goal: '',
    },
  ])
})

describe('click to observed live', () => {
  it('is never faster than AWS, or it would have been believed and not seen', () => {
    expect(Math.min(...toLive(), ...fromArmed())).toBeGreaterThanOrEqual(1)
  })

  it.each([
    ['prepare and go live', toLive],
    ['go live from armed', fromArmed],
  ])('%s: takes hardly longer than AWS itself', (_, measured) => {
    expect(quantile(measured(), 0.5)).toBeLessThanOrEqual(1.02)
    expect(quantile(measured(), 0.95)).toBeLessThanOrEqual(1.05)
  })

  it('beats a script with the waiters of the SDK by a fifth at least', () => {
    expect(againstScript()).toBeLessThanOrEqual(0.8)
  })

  it('asks AWS no more than once a second while it waits', () => {
    expect(Math.max(...callsPerSecond())).toBeLessThanOrEqual(1)
  })
})
