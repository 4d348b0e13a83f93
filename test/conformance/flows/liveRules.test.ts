import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '../../../electron/simulator/simulator'
import { CleanUp } from '../../harness/conformanceCleanUp'
import type { Answer, Driver, DriverCall } from '../../harness/conformanceDriver'
import type { Flow } from '../../harness/conformanceFlow'
import { liveChoice, liveScene, sceneOf } from '../../harness/conformanceLive'
import { runFlow } from '../../harness/conformanceRun'
import { sdkDriver } from '../../harness/conformanceSdk'
import { patient, Spending } from '../../harness/conformanceSpending'
import { allFlows } from './allFlows'
import { channelIdle, channelMade, channelRuns, inputReady } from './mediaLiveLife'

const env = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`TALLYLIGHT_CONFORMANCE_${name}`, value]),
  )

describe('what the environment chooses', () => {
  it('is nothing unless an endpoint is named', () => {
    expect(liveChoice({ AWS_PROFILE: 'live' })).toEqual({ kind: 'none' })
  })

  it.each([
    ['without a cap', { ENDPOINT: 'aws', ACCOUNT: '111122223333' }],
    ['without an account', { ENDPOINT: 'aws', CAP_USD: '2' }],
    ['by its address either', { ENDPOINT: 'https://medialive.eu-west-1.amazonaws.com' }],
    ['with an account that is none', { ENDPOINT: 'aws', CAP_USD: '2', ACCOUNT: 'mine' }],
  ])('is never AWS %s', (_, values) => {
    const choice = liveChoice(env(values))
    expect(choice).toMatchObject({ kind: 'refused', why: expect.stringContaining('AWS is not') })
  })

  it('is AWS with both', () => {
    expect(liveChoice(env({ ENDPOINT: 'aws', CAP_USD: '2', ACCOUNT: '111122223333' }))).toEqual({
      kind: 'chosen',
      client: 'JavaScript',
      place: { endpoint: undefined, region: 'eu-west-1' },
      account: '111122223333',
      capMicros: 2_000_000,
      roles: {},
    })
  })

  it('spends a dollar at most unless told', () => {
    const choice = liveChoice(env({ ENDPOINT: 'http://127.0.0.1:4444' }))
    expect(choice).toMatchObject({ capMicros: 1_000_000, account: undefined })
  })

  it.each([
    ['CAP_USD', 'lots'],
    ['CAP_USD', '0'],
    ['CAP_USD', '-1'],
    ['CAP_USD', 'Infinity'],
    ['CAP_USD', '1e400'],
    ['CAP_USD', ''],
    ['CLIENT', 'curl'],
    ['ENDPOINT', 'nowhere'],
  ])('is refused where %s is "%s"', (name, value) => {
    const values = { ENDPOINT: 'http://127.0.0.1:4444', [name]: value }
    expect(liveChoice(env(values)).kind).toBe('refused')
  })
})

const start = (...ids: readonly string[]): DriverCall =>
  ids.length === 1
    ? { service: 'medialive', operation: 'StartChannel', input: { ChannelId: ids[0] } }
    : { service: 'medialive', operation: 'BatchStart', input: { ChannelIds: ids } }
const look: DriverCall = {
  service: 'medialive',
  operation: 'DescribeChannel',
  input: { ChannelId: '1' },
}
const showing = (output: object): Answer => ({ kind: 'ok', status: 200, output })
const refusing = (error: string, status: number): Answer => ({
  kind: 'refused',
  error,
  status,
  message: '',
})
const minute = 60_000
const perMinute = 16_980

/** A client that is answered as the test says, at a time that the test says. */
function counted(capMicros: number) {
  const at = { now: 0, answer: showing({}), calls: 0 }
  const driver: Driver = {
    client: 'boto3',
    version: 'boto3 1',
    call: () => {
      at.calls++
      return Promise.resolve(at.answer)
    },
    close: () => Promise.resolve(),
  }
  const spending = new Spending(capMicros, () => at.now)
  return { at, driver, spending, guarded: spending.guard(driver) }
}

describe('what is spent', () => {
  it('is ten minutes for a start, and then every minute that the channel may yet run', async () => {
    const { at, spending, guarded } = counted(1_000_000)
    await guarded.call(start('1'))
    expect(spending.micros).toBe(10 * perMinute)
    at.now = 20 * minute
    expect(spending.micros).toBe(23 * perMinute)
    at.answer = showing({ State: 'IDLE' })
    await guarded.call(look)
    at.now = 600 * minute
    expect(spending.micros).toBe(23 * perMinute)
  })

  it('is each channel of a batch, but none that is not there', async () => {
    const { at, spending, guarded } = counted(1_000_000)
    at.answer = showing({ Failed: [{ Id: '3' }] })
    await guarded.call(start('1', '2', '3'))
    at.answer = refusing('NotFoundException', 404)
    await guarded.call(start('4'))
    expect(spending.micros).toBe(2 * 10 * perMinute)
  })

  it('is what a refused start may have started all the same', async () => {
    const { at, spending, guarded } = counted(1_000_000)
    at.answer = refusing('ConflictException', 409)
    await guarded.call(start('1'))
    await guarded.call(start('1'))
    expect(spending.micros).toBe(10 * perMinute)
  })

  it('never passes the cap, not even by waiting: looking is refused, removing is not', async () => {
    const { at, driver, spending, guarded } = counted(20 * perMinute)
    await guarded.call(start('1'))
    at.now = 17 * minute
    await guarded.call(look)
    at.now = 17 * minute + 1
    await expect(guarded.call(look)).rejects.toThrow('over the cap of $0.3396')
    await expect(spending.watch(driver).call(look)).resolves.toBeDefined()
  })

  it('is counted for every attempt', async () => {
    const { at, spending, guarded } = counted(25_000)
    at.answer = refusing('ThrottlingException', 429)
    const create: DriverCall = { service: 'medialive', operation: 'CreateInput', input: {} }
    const asking = patient(guarded, () => Promise.resolve())
    await expect(asking.call(create)).rejects.toThrow('could take the cost to $0.0300')
    expect([at.calls, spending.micros]).toEqual([2, 20_000])
  })
})

describe('a call that AWS has no time for', () => {
  it('is made five times at most, and any other refusal once', async () => {
    const { at, guarded } = counted(1)
    const asking = patient(guarded, () => Promise.resolve())
    at.answer = refusing('SlowDown', 503)
    expect(await asking.call(look)).toBe(at.answer)
    at.answer = refusing('ConflictException', 409)
    await asking.call(look)
    expect(at.calls).toBe(6)
  })
})

describe('a place whose clock is not ours', () => {
  let simulator: Simulator
  beforeEach(async () => {
    simulator = await startSimulator({ clock: 'manual', timing: 'quick', picture: 'synthetic' })
  })
  afterEach(() => simulator.close())

  const chosen = () => {
    const choice = liveChoice(env({ ENDPOINT: simulator.endpoint, CAP_USD: '0.2' }))
    if (choice.kind !== 'chosen') throw new Error('nothing was chosen')
    return choice
  }
  const pass = () => {
    simulator.clock.advance(5_000)
    return Promise.resolve()
  }
  const stage = async () => {
    const driver = sdkDriver(chosen().place, () => {})
    return { driver, scene: await liveScene(chosen(), driver, pass) }
  }
  /** Every resource there is, by state. */
  const left = () => {
    const { medialive } = simulator.world() as {
      medialive: Record<'channels' | 'inputs' | 'inputSecurityGroups', { state: string }[]>
    }
    const { channels, inputs, inputSecurityGroups } = medialive
    return [...channels, ...inputs, ...inputSecurityGroups].map(({ state }) => state)
  }

  it('has to belong to the account that was named', async () => {
    const driver = sdkDriver(chosen().place, () => {})
    const scene = liveScene({ ...chosen(), account: '444455556666' }, driver, pass)
    await expect(scene).rejects.toThrow('belongs to account 111122223333, not to 444455556666')
    await driver.close()
  })

  it('plays every flow without the steps that need the control surface, and says which', async () => {
    const { driver, scene } = await stage()
    simulator.clock.advance(Date.now() - simulator.clock.now())
    const clocked = { ...scene, now: () => Promise.resolve(simulator.clock.now()) }
    const skipped: string[] = []
    const answers = new Map<string, string>()
    for (const [index, flow] of allFlows.entries()) {
      await pass()
      const run = await runFlow(flow, driver, sceneOf(clocked, index))
      expect(run.failure).toBeUndefined()
      skipped.push(...run.skipped)
      for (const { question, answer } of run.observed) answers.set(question, answer)
    }
    expect(skipped).toContain(
      'calls beyond the limit are refused: needs the control surface of a simulator',
    )
    // Every question is answered by looking alone.
    expect(answers.size).toBeGreaterThanOrEqual(20)
    expect([...answers.values()].filter((each) => each.startsWith('something'))).toEqual([])
    await driver.close()
  })

  it('is asked for nothing that could pass the cap, and is left as it was found', async () => {
    const { driver, scene } = await stage()
    const cleanUp = new CleanUp()
    const spending = new Spending(chosen().capMicros, () => simulator.clock.now())
    const guarded = cleanUp.watch(spending.guard(driver))
    const greedy: Flow = {
      name: 'a start',
      steps: [
        {
          call: 's3.CreateBucket',
          input: {
            Bucket: '<bucket>',
            CreateBucketConfiguration: { LocationConstraint: '<region>' },
          },
        },
        { call: 's3.PutObject', input: { Bucket: '<bucket>', Key: 'left', Body: 'behind' } },
        ...inputReady,
        ...channelMade,
        channelIdle,
        ...channelRuns,
        {
          call: 'medialive.DescribeChannel',
          input: { ChannelId: '<channelId>' },
          until: { State: 'IDLE' },
        },
      ],
    }
    const run = await runFlow(greedy, guarded, scene)
    expect(run.failure).toMatch(
      /DescribeChannel could take the cost to \$0\.20\d\d, over the cap of \$0\.2/,
    )
    expect(left()).toContain('RUNNING')
    expect(await cleanUp.run(spending.watch(driver), scene)).toEqual([])
    expect(spending.micros).toBeLessThan(1.1 * chosen().capMicros)
    expect(new Set(left())).toEqual(new Set(['DELETED']))
    const buckets = await driver.call({ service: 's3', operation: 'ListBuckets', input: {} })
    expect(JSON.stringify(buckets)).not.toContain(scene.prefix)
    await driver.close()
  })
})
