import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '../../../electron/simulator/simulator'
import { CleanUp } from '../../harness/conformanceCleanUp'
import type { Flow } from '../../harness/conformanceFlow'
import { liveChoice, liveScene, sceneOf, Spending } from '../../harness/conformanceLive'
import { runFlow } from '../../harness/conformanceRun'
import { sdkDriver } from '../../harness/conformanceSdk'
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
    ['ENDPOINT', 'nowhere'],
  ])('is refused where %s is "%s"', (name, value) => {
    const values = { ENDPOINT: 'http://127.0.0.1:4444', [name]: value }
    expect(liveChoice(env(values)).kind).toBe('refused')
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
    const spending = new Spending(chosen().capMicros)
    const guarded = cleanUp.watch(spending.guard(driver))
    const greedy: Flow = {
      name: 'two starts',
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
        { call: 'medialive.StartChannel', input: { ChannelId: '<channelId>' } },
      ],
    }
    const run = await runFlow(greedy, guarded, scene)
    expect(run.failure).toMatch(
      /StartChannel could take the cost to \$0\.3476, over the cap of \$0\.2/,
    )
    expect(left()).toContain('RUNNING')
    expect(await cleanUp.run(driver, scene)).toEqual([])
    expect(new Set(left())).toEqual(new Set(['DELETED']))
    const buckets = await driver.call({ service: 's3', operation: 'ListBuckets', input: {} })
    expect(JSON.stringify(buckets)).not.toContain(scene.prefix)
    await driver.close()
  })
})
