import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isKeyframe } from '../../../electron/media/flv/payload'
import { loadBlack } from '../../../electron/media/testCard/clips'
import { alertsSet, channelOf, openPlane, type Plane, rtmp, soon, startReceiver } from './planeRig'

let rig: Plane
let receiver: Awaited<ReturnType<typeof startReceiver>>

beforeEach(async () => {
  ;[rig, receiver] = await Promise.all([openPlane(), startReceiver()])
})

async function runWithPicture(): Promise<void> {
  const outputs = [rtmp('here', { addresses: receiver.addresses })]
  rig.plane.channelRunning(channelOf({ outputs }))
  rig.push('host')
  await expect.poll(() => rig.world().pipelines[0]?.source, soon).toBe('feed')
  await expect.poll(() => alertsSet(rig.plane), soon).toEqual([])
}

afterEach(async () => {
  await rig.close()
  await receiver.close()
})

const payloads = (from: number) =>
  receiver
    .pictures()
    .slice(from)
    .map(({ payload }) => Buffer.from(payload).toString('base64'))
const soundsFrom = (from: number) =>
  receiver.received.slice(from).filter(({ kind }) => kind === 'audio').length

describe('an input that freezes', () => {
  it('sends one picture again and again, with its sound going on, and moves on at a keyframe', async () => {
    await runWithPicture()
    const drill = rig.context.drills.arm({ kind: 'freeze-input', inputId: 'host' })
    const still = () => new Set(payloads(receiver.pictures().length - 6))
    await expect.poll(() => still().size, soon).toBe(1)
    const { length } = receiver.received
    const frozenAt = receiver.pictures().length
    await expect.poll(() => receiver.pictures().length, soon).toBeGreaterThan(frozenAt + 10)
    expect(still().size).toBe(1)
    expect(isKeyframe(receiver.pictures().at(-1) as never)).toBe(true)
    expect(soundsFrom(length)).toBeGreaterThan(10)
    expect(alertsSet(rig.plane)).toEqual([])
    const bytes = receiver.pictures().at(-1)?.payload.length ?? 0
    const [a, b] = receiver.pictures().slice(-2)
    const stepMs = (b?.timestampMs ?? 0) - (a?.timestampMs ?? 0)
    expect((bytes * 8) / stepMs).toBeLessThan(4_100)

    rig.context.drills.clear(drill.id)
    await expect.poll(() => still().size, soon).toBe(6)
    const times = receiver.pictures().map(({ timestampMs }) => timestampMs)
    expect(times.toSorted((x, y) => x - y)).toEqual(times)
  })

  it('is no input that is lost', async () => {
    await runWithPicture()
    rig.context.drills.arm({ kind: 'freeze-input', inputId: '*', forMs: 2_500 })
    const before = receiver.pictures().length
    await expect.poll(() => rig.context.drills.list(), soon).toEqual([])
    expect(receiver.pictures().length).toBeGreaterThan(before + 10)
    expect(rig.world().pipelines[0]?.source).toBe('feed')
    expect(rig.plane.feedOf('host')?.publishing).toBe(true)
  })
})

describe('an input that goes black', () => {
  it('shows black under its sound, raises the alert, and clears it', async () => {
    await runWithPicture()
    const black = (await loadBlack()).find(isKeyframe)
    // The parameter sets may stand in front of it: the picture itself is its end.
    const blackPicture = Buffer.from(black?.payload.subarray(5) ?? [])
    const showsBlack = (payload = '') =>
      Buffer.from(payload, 'base64').subarray(-blackPicture.length).equals(blackPicture)
    const isBlack = () => showsBlack(payloads(receiver.pictures().length - 10)[0])
    await expect.poll(() => receiver.pictures().length, soon).toBeGreaterThan(10)
    const headers = receiver.headers().length
    const drill = rig.context.drills.arm({ kind: 'blacken-input', inputId: 'host' })
    await expect.poll(isBlack, soon).toBe(true)
    expect(receiver.headers()).toHaveLength(headers + 1)
    await expect.poll(() => alertsSet(rig.plane), soon).toEqual(['0 Black Video Detected'])
    rig.context.drills.clear(drill.id)
    await expect.poll(() => showsBlack(payloads(0).at(-1)), soon).toBe(false)
    await expect.poll(() => alertsSet(rig.plane), soon).toEqual([])
    expect(receiver.headers()).toHaveLength(headers + 2)
  })
})
