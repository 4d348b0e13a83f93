import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CrowdedAccount } from './crowdedAccount'
import { printTable, quantile } from './figures'

/** A call in a crowded account may take so many times what it takes in a small one. */
const mostTimes = 1.5
const rounds = 150
/** What the console asks in an hour: five and a half calls a second. */
const pollsOfAnHour = 20_000
const mostGrowth = 2 * 2 ** 20

const figures: Parameters<typeof printTable>[1][number][] = []
afterAll(() => printTable('2,000 channels and 10,000 inputs against 10 and 50', figures))

let small: CrowdedAccount
let large: CrowdedAccount
beforeAll(async () => {
  small = await CrowdedAccount.open(10)
  large = await CrowdedAccount.open(2_000)
}, 300_000)
afterAll(async () => {
  await small.close()
  await large.close()
})

type Call = (account: CrowdedAccount, round: number) => Promise<unknown>

const at = (ids: readonly string[], place: number) => ids[place % ids.length] ?? ''
const idle = ({ channelIds }: CrowdedAccount) => channelIds.at(-1) ?? ''
const page = '?maxResults=10'

/** The place after which the last page of ten begins. */
async function lastPage(account: CrowdedAccount, path: string): Promise<string> {
  const ids = (await account.walk(path, path.split('/').at(-1) ?? '', 1_000)).flat()
  const token = Buffer.from(`after:${ids.at(-11) ?? ''}`).toString('base64url')
  return ids.length > 10 ? `${path}${page}&nextToken=${token}` : `${path}${page}`
}

/** The median of each account, in turn, so that whatever else this machine does befalls both. */
async function timesAsLong(what: string, call: Call): Promise<number> {
  const taken = new Map<CrowdedAccount, number[]>([
    [small, []],
    [large, []],
  ])
  for (let round = -10; round < rounds; round += 1) {
    for (const [account, times] of taken) {
      const startedAt = performance.now()
      await call(account, round + 10)
      if (round >= 0) times.push(performance.now() - startedAt)
    }
  }
  const [few = 1, many = 1] = [...taken.values()].map((times) => quantile(times, 0.5))
  const measured = `${few.toFixed(2)} → ${many.toFixed(2)} ms`
  figures.push({ what, measured, goal: `× ${(many / few).toFixed(2)}, at most ${mostTimes}` })
  return many / few
}

const pathsToLastPages = new Map<string, string>()
const schedule = (name: string) => ({
  creates: {
    scheduleActions: [
      {
        actionName: name,
        scheduleActionStartSettings: { immediateModeScheduleActionStartSettings: {} },
        scheduleActionSettings: { pauseStateSettings: { pipelines: [] } },
      },
    ],
  },
})

const calls: Readonly<Record<string, Call>> = {
  DescribeChannel: (account, round) =>
    account.call('GET', `/prod/channels/${at(account.channelIds, round)}`),
  DescribeInput: (account, round) =>
    account.call('GET', `/prod/inputs/${at(account.inputIds, round)}`),
  'ListChannels, first page': (account) => account.call('GET', `/prod/channels${page}`),
  'ListChannels, last page': (account) =>
    account.call('GET', pathsToLastPages.get(`${account.channels}/prod/channels`) ?? ''),
  'ListInputs, first page': (account) => account.call('GET', `/prod/inputs${page}`),
  'ListInputs, last page': (account) =>
    account.call('GET', pathsToLastPages.get(`${account.channels}/prod/inputs`) ?? ''),
  CreateInput: (account, round) => account.makeInput(`more-${round}`),
  'CreateChannel, and its input': async (account, round) => {
    const inputId = await account.makeInput(`fed-${round}`)
    await account.makeChannel(`more-${round}`, inputId)
  },
  'StartChannel, and stop': async (account) => {
    await account.call('POST', `/prod/channels/${idle(account)}/start`)
    await account.call('POST', `/prod/channels/${idle(account)}/stop`)
    account.simulator.clock.advance(300_000)
  },
  BatchUpdateSchedule: (account, round) =>
    account.call(
      'PUT',
      `/prod/channels/${at(account.channelIds, 0)}/schedule`,
      schedule(`a${round}`),
    ),
  DescribeSchedule: (account) =>
    account.call('GET', `/prod/channels/${at(account.channelIds, 0)}/schedule${page}`),
  'DeleteInput, and make another': async (account, round) => {
    const id = await account.makeInput(`gone-${round}`)
    account.simulator.clock.advance(60_000)
    await account.call('DELETE', `/prod/inputs/${id}`)
    account.simulator.clock.advance(60_000)
  },
  ListAlerts: (account) =>
    account.call('GET', `/prod/channels/${at(account.channelIds, 0)}/alerts`),
}

describe('a crowded account', () => {
  beforeAll(async () => {
    for (const account of [small, large]) {
      for (const path of ['/prod/channels', '/prod/inputs']) {
        pathsToLastPages.set(`${account.channels}${path}`, await lastPage(account, path))
      }
    }
  })

  it('lists everything once, in fifty pages', async () => {
    for (const [path, member, ids] of [
      ['/prod/channels', 'channels', large.channelIds],
      ['/prod/inputs', 'inputs', large.inputIds],
    ] as const) {
      const pages = await large.walk(path, member, ids.length / 50)
      expect(pages).toHaveLength(50)
      expect(new Set(pages.flat())).toEqual(new Set(ids))
      expect(pages.flat()).toHaveLength(ids.length)
    }
  })

  it.each(Object.keys(calls))('takes hardly longer over %s than a small one', async (what) => {
    const call = calls[what]
    if (!call) throw new Error(`no call ${what}`)
    expect(await timesAsLong(what, call)).toBeLessThanOrEqual(mostTimes)
  })

  it('costs no memory to be looked at for an hour', async () => {
    setFlagsFromString('--expose-gc')
    const collectGarbage = runInNewContext('gc') as () => void // what the flag puts there
    const held = async () => {
      for (let poll = 0; poll < pollsOfAnHour; poll += 1) {
        large.simulator.clock.advance(130)
        await large.call('GET', `/prod/channels/${at(large.channelIds, poll)}`)
      }
      collectGarbage()
      return process.memoryUsage().heapUsed
    }
    // The event log is full after the first hour, and at the same place after the second.
    const before = await held()
    const growth = (await held()) - before
    const measured = `${(growth / 2 ** 20).toFixed(2)} MiB`
    figures.push({ what: 'heap over an hour of polling', measured, goal: 'at most 2 MiB' })
    expect(growth).toBeLessThan(mostGrowth)
  })
})
