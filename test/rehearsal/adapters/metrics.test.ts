import { afterEach, describe, expect, it } from 'vitest'
import type { Answers } from '../../../electron/simulator/kit/assumptions'
import { systemClock } from '../../../electron/adapters/system/clock'
import type { ChannelMetrics } from '../../../electron/core/witnesses'
import { canaryKey, channelSpec, keyRef, openRehearsal, settle, tagsOf } from './openRehearsal'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const minute = 60_000

/** A running channel with a feed, seen through the real SDK only, on a clock far from this machine's. */
async function running({ assume = {}, feed = true }: { assume?: Answers; feed?: boolean } = {}) {
  const rehearsal = await openRehearsal(
    { witness: 'off' },
    { clock: 'manual', picture: 'synthetic', assume },
  )
  closing.push(rehearsal.close)
  const { simulator, cloud, vault } = rehearsal
  const { mediaLive, metrics } = cloud
  if (!metrics) throw new Error('nobody to ask for metrics')
  await vault.set(keyRef, canaryKey)
  const securityGroupId = await mediaLive.createSecurityGroup({
    cidrs: ['127.0.0.1/32'],
    tags: tagsOf('group'),
  })
  const inputId = await mediaLive.createPushInput({
    key: 'input',
    name: 'Sunday',
    streamName: 'live/host',
    securityGroupId,
    tags: tagsOf('input'),
  })
  const channelId = await mediaLive.createChannel(channelSpec(inputId))
  settle(simulator)
  await mediaLive.startChannel(channelId)
  settle(simulator)
  const body = JSON.stringify({ inputId, on: feed, fps: 30 })
  await fetch(`${simulator.endpoint}/_simulator/feeds`, { method: 'POST', body })
  const [channel] = (await mediaLive.listChannels()).items
  if (!channel) throw new Error('the channel is on no list')
  const ask = async (): Promise<ChannelMetrics | undefined> => {
    // Any call learns AWS's time, which the test has moved on.
    await mediaLive.listChannels()
    return (await metrics.ofChannels([channel])).get(channelId)
  }
  return { ...rehearsal, channel, ask, metrics }
}

describe('the metrics of AWS', () => {
  it('are unknown at first, and later tell frames, filling and outputs by their group', async () => {
    const { simulator, ask, channel } = await running()
    expect(channel.outputIds).toEqual(['youtube', 'recording'])
    expect(await ask()).toBeUndefined()
    simulator.clock.advance(5 * minute)
    const seen = await ask()
    expect(seen?.framesIn?.value).toBeCloseTo(30, 0)
    expect(seen?.fillMs?.value).toBe(0)
    expect([...(seen?.activeOutputs.keys() ?? [])].sort()).toEqual(['recording', 'youtube'])
    const windows = seen?.activeOutputs.get('youtube') ?? []
    expect(windows.length).toBeGreaterThan(10)
    expect(windows.every(({ value }) => value === 1)).toBe(true)
    expect(windows.map(({ from }) => from)).toEqual(
      windows.map(({ from }) => from).toSorted((one, other) => other - one),
    )
  })

  it('are dated by this machine’s clock, however wrong it is', async () => {
    const { simulator, ask } = await running()
    simulator.clock.advance(5 * minute)
    const age = systemClock.now() - ((await ask())?.activeOutputs.get('youtube')?.[0]?.to ?? 0)
    expect(age).toBeGreaterThan(-2_000)
    expect(age).toBeLessThan(30_000)
  })

  it('tell that nothing arrives', async () => {
    const { simulator, ask } = await running({ feed: false })
    simulator.clock.advance(5 * minute)
    const seen = await ask()
    expect(seen?.framesIn).toBeNull()
    expect(seen?.fillMs?.value).toBe(60_000)
  })

  it('count dropped frames only where AWS publishes them by channel', async () => {
    const byRegion = await running()
    byRegion.simulator.clock.advance(20 * minute)
    expect((await byRegion.ask())?.droppedFrames).toBeNull()

    const byChannel = await running({ assume: { 'dropped-frames-dimensions': 'channel-pipeline' } })
    byChannel.simulator.clock.advance(20 * minute)
    expect((await byChannel.ask())?.droppedFrames?.value).toBe(0)
  })

  it('go on without dropped frames where listing is denied', async () => {
    const { simulator, ask } = await running()
    simulator.clock.advance(5 * minute)
    simulator.drills.arm({ kind: 'deny', scope: 'monitoring', operation: 'ListMetrics' })
    expect(await ask()).toMatchObject({ fillMs: { value: 0 }, droppedFrames: null })
  })

  it('come in one call for all channels, and a refusal is in the operator’s words', async () => {
    const { simulator, metrics, channel, calls } = await running()
    await metrics.ofChannels([channel, { ...channel, id: '7654321' }])
    const asked = calls.filter(({ service }) => service === 'CloudWatch')
    expect(asked.map(({ operation }) => operation)).toEqual(['ListMetrics', 'GetMetricData'])
    simulator.drills.arm({ kind: 'deny', scope: 'monitoring' })
    await expect(metrics.ofChannels([channel])).rejects.toMatchObject({
      wire: { code: 'access.denied' },
    })
  })

  it('are asked of nobody while a witness on this machine tells more', async () => {
    const { cloud, close } = await openRehearsal()
    closing.push(close)
    expect(cloud.metrics).toBeUndefined()
  })
})
