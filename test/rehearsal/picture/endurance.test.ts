import { afterEach, describe, expect, it } from 'vitest'
import { channelOf, hls, openPlane, type Plane, rtmp, soon } from './planeRig'

let rig: Plane

afterEach(() => rig.close())

const held = () => rig.world().held
const source = () => rig.world().pipelines[0]?.source
const connections = () => process.getActiveResourcesInfo().filter((name) => /TCP/.test(name)).length

/** A show with everything that can happen to it, in a second or two. */
async function playShow(): Promise<void> {
  const { plane, context } = rig
  const outputs = [rtmp('platform'), rtmp('other'), hls('recording', { mode: 'LIVE' })]
  plane.channelRunning(channelOf({ channelClass: 'STANDARD', outputs }))
  const feeds = ['host', 'host-b', 'guest'].map((instance) => rig.push(instance))
  await expect.poll(source, soon).toBe('feed')
  plane.switchInput('1', 'the guest')
  plane.pausePipelines('1', ['1'])
  plane.pipelinesDown('1', ['0'])
  for (const kind of ['freeze-input', 'blacken-input', 'drop-input'] as const) {
    context.drills.arm({ kind, inputId: 'host' })
  }
  context.drills.arm({ kind: 'destination-down', destination: '*' })
  plane.pipelinesUp('1', ['0'])
  context.drills.clear()
  plane.pausePipelines('1', [])
  plane.channelStopped('1')
  for (const feed of feeds) await feed.stop()
}

describe('hours of shows', () => {
  it('leave nothing behind but what is bounded', async () => {
    rig = await openPlane()
    const before = connections()
    for (let show = 0; show < 5; show += 1) await playShow()
    await expect.poll(() => held().closing, soon).toBe(0)
    await expect.poll(() => held().connections, soon).toBe(0)
    expect(held()).toEqual({
      places: 0,
      feeds: 0,
      addresses: 4,
      connections: 0,
      channels: 0,
      alertBooks: 1,
      closing: 0,
    })
    await expect.poll(connections, soon).toBeLessThanOrEqual(before)
    expect(rig.plane.measures()).toEqual([])
    expect(rig.plane.alerts('1').length).toBeLessThanOrEqual(100)
    expect(rig.plane.alerts('1').every(({ state }) => state === 'CLEARED')).toBe(true)
  }, 30_000)

  it('of thousands of channels keep the alerts of the last few hundred', async () => {
    rig = await openPlane()
    for (let id = 0; id < 300; id += 1) {
      rig.plane.channelRunning(channelOf({ id: `${id}`, inputs: [], outputs: [] }))
      rig.plane.channelStopped(`${id}`)
    }
    expect(held()).toMatchObject({ alertBooks: 200, channels: 0, places: 0 })
  })

  it('with a hundred switches write one recording that still knows its numbers', async () => {
    rig = await openPlane()
    const outputs = [hls('recording', { mode: 'LIVE', keepSegments: 5, indexSegments: 3 })]
    rig.plane.channelRunning(channelOf({ outputs }))
    for (let count = 0; count < 100; count += 1) {
      rig.plane.pausePipelines('1', ['0'])
      rig.plane.pausePipelines('1', [])
    }
    rig.plane.channelStopped('1')
    await expect.poll(() => held().closing, soon).toBe(0)
    expect([...rig.objects.keys()].filter((key) => key.endsWith('.ts')).length).toBeLessThan(7)
  })
})

describe('what is measured', () => {
  it('only grows, adds up, and costs next to nothing to ask', async () => {
    rig = await openPlane()
    rig.plane.channelRunning(channelOf({ outputs: [rtmp('platform'), hls('recording')] }))
    const measured = () => rig.plane.measures()[0]
    await expect.poll(() => measured()?.fillMs, soon).toBeGreaterThan(300)
    expect(measured()).toMatchObject({
      channelId: '1',
      region: 'eu-west-1',
      pipelineId: '0',
      hadInput: false,
      inputVideoFrames: 0,
      networkInBytes: 0,
    })
    rig.push('host')
    await expect.poll(() => measured()?.inputVideoFrames, soon).toBeGreaterThan(60)
    const first = measured()
    expect(first).toMatchObject({ hadInput: true, fillMs: 0, primaryInputActive: true })
    expect(
      first?.outputGroups.map(({ kind, active, configured }) => [kind, active, configured]),
    ).toEqual([
      ['rtmp', 1, 1],
      ['hls', 1, 1],
    ])
    rig.plane.pipelinesDown('1', ['0'])
    rig.plane.pipelinesUp('1', ['0'])
    const again = measured()
    for (const name of ['inputVideoFrames', 'networkInBytes', 'networkOutBytes'] as const) {
      expect(again?.[name]).toBeGreaterThanOrEqual(first?.[name] ?? 0)
      expect(first?.[name]).toBeGreaterThan(0)
    }
    const beganAt = performance.now()
    for (let count = 0; count < 1_000; count += 1) rig.plane.measures()
    expect(performance.now() - beganAt).toBeLessThan(500)
  })
})
