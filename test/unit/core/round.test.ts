import { describe, expect, it } from 'vitest'
import type { Cloud } from '../../../electron/core/ports'
import { nothingObserved } from '../../../electron/core/reconcile/observed'
import { look } from '../../../electron/core/reconcile/round'
import { operatorError } from '../../../src/shared/errors'
import { aChannel, aSentence, anAlert, anInput, START } from '../../harness/builders'
import { scriptedCloud } from './scriptedCloud'

const everything = { inputs: true, streams: true, metrics: true }
const later = START + 5_000
const denied = () =>
  Promise.reject(operatorError(aSentence({ code: 'access.denied', fate: 'wait' })))

/** A cloud in which our channel runs, and what a first round saw of it. */
async function running() {
  const { cloud, script } = scriptedCloud(() => START)
  script.channels = [aChannel()]
  script.inputs = [anInput()]
  script.streams = ['arn:aws:ivs:eu-west-1:111122223333:channel/abc']
  const alerting: Cloud = {
    ...cloud,
    mediaLive: { ...cloud.mediaLive, listAlerts: () => Promise.resolve([anAlert()]) },
  }
  const { world } = await look(alerting, nothingObserved, everything, () => START)
  return { cloud: alerting, before: world }
}

describe('one look at AWS', () => {
  it('dates what it saw, and has no trouble', async () => {
    const { before } = await running()
    expect(before.alerts.get('1000001')).toEqual({ at: START, value: [anAlert()] })
    expect(before).toMatchObject({ trouble: null, troubles: {} })
  })

  it.each(['inputs', 'streams', 'alerts'] as const)(
    'goes on without the %s, keeps what was known of them, and says so beside',
    async (part) => {
      const { cloud, before } = await running()
      const broken: Cloud = {
        ...cloud,
        mediaLive: {
          ...cloud.mediaLive,
          ...(part === 'inputs' ? { listInputs: denied } : {}),
          ...(part === 'alerts' ? { listAlerts: denied } : {}),
        },
        ivs: { ...cloud.ivs, ...(part === 'streams' ? { listStreams: denied } : {}) },
      }
      const { world, causes } = await look(broken, before, everything, () => later)
      expect(world[part]).toEqual(before[part])
      expect(world.trouble).toBeNull()
      expect(world.troubles).toEqual({ [part]: expect.objectContaining({ code: 'access.denied' }) })
      expect(causes.map((cause) => cause.part)).toEqual([part])
    },
  )

  it('still asks who receives what ran when the channels were last seen', async () => {
    const { cloud, before } = await running()
    const delivery = { frames: 900, bytes: 1, lastFrameAt: later }
    const broken: Cloud = {
      ...cloud,
      mediaLive: { ...cloud.mediaLive, listChannels: denied },
      witness: {
        ...cloud.witness,
        deliveries: () => Promise.resolve(new Map([['website', delivery]])),
      },
    }
    const { world } = await look(broken, before, everything, () => later)
    expect(world.trouble?.code).toBe('access.denied')
    expect(world.deliveries.get('1000001')).toEqual({
      at: later,
      value: new Map([['website', delivery]]),
    })
  })

  it('is in trouble without the channels, and forgets nothing', async () => {
    const { cloud, before } = await running()
    const broken = { ...cloud, mediaLive: { ...cloud.mediaLive, listChannels: denied } }
    const { world } = await look(broken, before, everything, () => later)
    expect(world).toMatchObject({
      channels: before.channels,
      alerts: before.alerts,
      trouble: { code: 'access.denied' },
    })
  })

  it('forgets the alerts of a channel that runs no more', async () => {
    const { cloud, before } = await running()
    const idle = {
      ...cloud,
      mediaLive: {
        ...cloud.mediaLive,
        listChannels: async () => ({
          ...(await cloud.mediaLive.listChannels()),
          items: [aChannel({ state: 'IDLE' })],
        }),
      },
    }
    const { world } = await look(
      idle,
      before,
      { inputs: false, streams: false, metrics: true },
      () => later,
    )
    expect(world.alerts.size).toBe(0)
    expect(world.streams).toBe(before.streams)
  })

  it('asks for the metrics of what runs in one call, and only when they are of interest', async () => {
    const { cloud, before } = await running()
    const asked: (readonly string[])[] = []
    const metered: Cloud = {
      ...cloud,
      metrics: {
        ofChannels: (channels) => {
          asked.push(channels.map(({ id }) => id))
          return Promise.resolve(new Map())
        },
      },
    }
    await look(metered, before, { ...everything, metrics: false }, () => later)
    expect(asked).toEqual([])
    await look(metered, before, everything, () => later)
    expect(asked).toEqual([['1000001']])
  })

  it('asks for no metrics while nothing runs', async () => {
    const { cloud, script } = scriptedCloud(() => START)
    script.channels = [aChannel({ state: 'IDLE' })]
    const metered: Cloud = { ...cloud, metrics: { ofChannels: denied } }
    const { world } = await look(metered, nothingObserved, everything, () => START)
    expect(world.troubles).toEqual({})
    expect(world.runningSince.size).toBe(0)
  })

  it('knows since when a channel runs, but not across a stretch in which nobody looked', async () => {
    const at = async (askedAt: number, before = nothingObserved) => {
      const { cloud, script } = scriptedCloud(() => askedAt)
      script.channels = [aChannel()]
      return (await look(cloud, before, everything, () => askedAt)).world
    }
    const first = await at(START)
    const second = await at(START + 20_000, first)
    expect(second.runningSince.get('1000001')).toBe(START)
    const third = await at(START + 90_000, second)
    expect(third.runningSince.get('1000001')).toBe(START + 90_000)
  })
})
