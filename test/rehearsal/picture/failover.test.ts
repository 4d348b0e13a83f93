import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadTestCard } from '../../../electron/media/testCard/clips'
import type { Failover } from '../../../electron/simulator/medialive/picturePort'
import { alertsSet, channelOf, openPlane, type Plane, pushed, soon } from './planeRig'

let rig: Plane

beforeEach(async () => {
  rig = await openPlane()
})

afterEach(() => rig.close())

const pair = (changes: Partial<Failover> = {}): Failover => ({
  secondaryInputId: 'guest',
  preference: 'EQUAL_INPUT_PREFERENCE',
  errorClearMs: 500,
  conditions: [{ kind: 'input-loss', afterMs: 400 }],
  ...changes,
})

const onAir = (pipelineId: '0' | '1' = '0') => rig.plane.activeAttachment('1', pipelineId)
const source = () => rig.world().pipelines[0]?.source
const failovers = () => rig.context.events.since(0).filter(({ kind }) => kind === 'input-failover')

/** A channel with a failover pair, both of which are sent. */
async function runPair(failover: Failover) {
  rig.plane.channelRunning(channelOf({ inputs: [pushed('host', failover), pushed('guest')] }))
  const host = rig.push('host')
  const guest = rig.push('guest')
  await expect.poll(source, soon).toBe('feed')
  await expect.poll(() => rig.plane.feedOf('guest')?.videoFrames, soon).toBeGreaterThan(5)
  await expect.poll(() => alertsSet(rig.plane), soon).toEqual([])
  return { host, guest }
}

describe('automatic input failover', () => {
  it('goes to the second input when the first is lost, and says so', async () => {
    const { host } = await runPair(pair())
    expect(rig.plane.measures()[0]?.primaryInputActive).toBe(true)
    await host.stop()
    await expect.poll(() => onAir(), soon).toBe('the guest')
    await expect.poll(failovers, soon).toMatchObject([{ inputId: 'guest', pipelineId: '0' }])
    await expect.poll(() => alertsSet(rig.plane), soon).toContain('0 Input Failed Over')
    expect(rig.plane.measures()[0]?.primaryInputActive).toBe(false)
    await expect.poll(source, soon).toBe('feed')
  })

  it('stays there when the first comes back and neither is preferred', async () => {
    const { host } = await runPair(pair({ errorClearMs: 100 }))
    await host.stop()
    await expect.poll(failovers, soon).toHaveLength(1)
    rig.push('host')
    await expect.poll(() => alertsSet(rig.plane), soon).toEqual(['0 Input Failed Over'])
    const frames = rig.plane.measures()[0]?.inputVideoFrames ?? 0
    await expect
      .poll(() => rig.plane.measures()[0]?.inputVideoFrames, soon)
      .toBeGreaterThan(frames + 30)
    expect(onAir()).toBe('the guest')
  })

  it('takes a preferred first input back once it has been well for long enough', async () => {
    const preference = 'PRIMARY_INPUT_PREFERRED'
    const { host } = await runPair(pair({ preference, errorClearMs: 800 }))
    await host.stop()
    await expect.poll(failovers, soon).toHaveLength(1)
    const backAt = performance.now()
    rig.push('host')
    await expect.poll(() => onAir(), soon).toBe('the host')
    expect(performance.now() - backAt).toBeGreaterThan(800)
    await expect.poll(() => alertsSet(rig.plane), soon).toEqual([])
    expect(rig.plane.measures()[0]?.primaryInputActive).toBe(true)
  })

  it('goes nowhere when both are lost', async () => {
    const { host, guest } = await runPair(pair())
    await Promise.all([host.stop(), guest.stop()])
    await expect
      .poll(() => alertsSet(rig.plane), soon)
      .toEqual([
        '0 RTMP Stream Not Found',
        '0 RTMP Stream Not Found',
        '0 Video Not Detected',
        '0 Video Not Detected',
      ])
    expect(source()).toBe('slate')
    expect(failovers().length).toBeLessThanOrEqual(1)
  })

  it('goes when the picture is black for so long, though it arrives', async () => {
    await runPair(pair({ conditions: [{ kind: 'video-black', afterMs: 300 }] }))
    rig.context.drills.arm({ kind: 'blacken-input', inputId: 'host' })
    await expect.poll(() => onAir(), soon).toBe('the guest')
    await expect
      .poll(() => alertsSet(rig.plane), soon)
      .toEqual(['0 Black Video Detected', '0 Input Failed Over'])
  })

  it('goes when no sound comes for so long', async () => {
    const failover = pair({ conditions: [{ kind: 'audio-silence', afterMs: 500 }] })
    rig.plane.channelRunning(channelOf({ inputs: [pushed('host', failover), pushed('guest')] }))
    rig.push('guest')
    const silent = (await loadTestCard()).filter(({ kind }) => kind !== 'audio')
    rig.push('host', silent)
    await expect.poll(() => onAir(), soon).toBe('the guest')
    await expect.poll(source, soon).toBe('feed')
  })

  it('is each pipeline’s own', async () => {
    rig.plane.channelRunning(
      channelOf({
        channelClass: 'STANDARD',
        inputs: [pushed('host', pair()), pushed('guest')],
      }),
    )
    const first = rig.push('host')
    for (const instance of ['host-b', 'guest', 'guest-b']) rig.push(instance)
    await expect
      .poll(() => rig.world().pipelines.map((each) => each.source), soon)
      .toEqual(['feed', 'feed'])
    await first.stop()
    await expect.poll(() => onAir('0'), soon).toBe('the guest')
    expect(onAir('1')).toBe('the host')
    await expect.poll(failovers, soon).toMatchObject([{ pipelineId: '0', inputId: 'guest' }])
  })

  it('begins anew with the input that the schedule chooses', async () => {
    const { host } = await runPair(pair())
    await host.stop()
    await expect.poll(() => alertsSet(rig.plane), soon).toContain('0 Input Failed Over')
    rig.plane.switchInput('1', 'the guest')
    await expect.poll(() => alertsSet(rig.plane), soon).toEqual([])
    expect(rig.plane.measures()[0]?.primaryInputActive).toBe(true)
  })
})
