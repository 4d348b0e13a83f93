import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isKeyframe } from '../../../electron/media/flv/payload'
import { loadSlate } from '../../../electron/media/testCard/clips'
import {
  alertsSet,
  channelOf,
  hls,
  openPlane,
  type Plane,
  rtmp,
  soon,
  startReceiver,
} from './planeRig'

let rig: Plane
let receiver: Awaited<ReturnType<typeof startReceiver>>

beforeEach(async () => {
  ;[rig, receiver] = await Promise.all([openPlane(), startReceiver()])
})

afterEach(async () => {
  await rig.close()
  await receiver.close()
})

const source = () => rig.world().pipelines[0]?.source
const framesOf = (outputName: string) =>
  rig.world().sinks.find((sink) => sink.outputName === outputName)?.frames ?? 0
const events = (kind: string) => rig.context.events.since(0).filter((event) => event.kind === kind)

/** Lets so many pictures of the input pass. */
async function whileReceiving(pictures: number): Promise<void> {
  const received = () => rig.plane.measures()[0]?.inputVideoFrames
  await expect.poll(received, soon).toBeGreaterThan((received() ?? 0) + pictures)
}

/** Two inputs that can be told apart: the test card, and the slate's clip sent by an encoder. */
async function twoInputs(): Promise<void> {
  rig.plane.channelRunning(
    channelOf({
      outputs: [
        rtmp('here', { addresses: receiver.addresses }),
        rtmp('platform'),
        hls('recording'),
      ],
    }),
  )
  rig.push('host')
  rig.push('guest', await loadSlate())
  await expect.poll(source, soon).toBe('feed')
  await expect.poll(() => rig.plane.feedOf('guest')?.videoFrames, soon).toBeGreaterThan(10)
}

describe('an input switch', () => {
  it('cuts every output at a keyframe of the other input, on one connection', async () => {
    await twoInputs()
    await expect.poll(() => receiver.pictures().length, soon).toBeGreaterThan(10)
    const headersBefore = receiver.headers().length
    rig.plane.switchInput('1', 'the guest')
    expect(rig.plane.activeAttachment('1', '0')).toBe('the guest')
    await expect.poll(() => events('input-switched'), soon).toHaveLength(1)
    expect(events('input-switched')[0]).toMatchObject({ channelId: '1', inputId: 'guest' })
    await expect.poll(() => receiver.headers().length, soon).toBe(headersBefore + 1)
    const at = receiver.received.indexOf(receiver.headers().at(-1) as never)
    await expect.poll(() => receiver.received.slice(at + 1).some(isKeyframe), soon).toBe(true)
    const firstPicture = receiver.received
      .slice(at + 1)
      .find(({ kind, payload }) => kind === 'video' && payload.length > 0)
    expect(isKeyframe(firstPicture as never)).toBe(true)
    const sent = Buffer.from(firstPicture?.payload ?? [])
    // The parameter sets may stand in front of it: the picture itself is its end.
    const guest = (await loadSlate()).filter(isKeyframe).map(({ payload }) => payload.subarray(5))
    expect(guest.some((data) => sent.subarray(-data.length).equals(data))).toBe(true)
    expect(receiver.connections()).toBe(1)
    expect(source()).toBe('feed')
    await expect.poll(() => rig.text('recording/a-v.m3u8'), soon).toMatch(/DISCONTINUITY\n[^]*ts/)
    expect(rig.plane.feedOf('host')?.publishing).toBe(true)
  })

  it('shows the slate when the other input has no picture, until it has one', async () => {
    rig.plane.channelRunning(channelOf())
    rig.push('host')
    await expect.poll(source, soon).toBe('feed')
    rig.plane.switchInput('1', 'the guest')
    expect(source()).toBe('slate')
    await expect.poll(() => alertsSet(rig.plane), soon).toContain('0 RTMP Stream Not Found')
    rig.push('guest')
    await expect.poll(source, soon).toBe('feed')
    await expect.poll(() => alertsSet(rig.plane), soon).toEqual([])
    const before = framesOf('platform')
    await expect.poll(() => framesOf('platform'), soon).toBeGreaterThan(before + 10)
  })

  it('to a name that is not attached changes nothing', async () => {
    await twoInputs()
    rig.plane.switchInput('1', 'nobody')
    expect(rig.plane.activeAttachment('1', '0')).toBe('the host')
    expect(source()).toBe('feed')
  })

  it('goes back at once when it is undone before it came', async () => {
    await twoInputs()
    rig.plane.switchInput('1', 'the guest')
    rig.plane.switchInput('1', 'the host')
    expect(rig.plane.activeAttachment('1', '0')).toBe('the host')
    expect(events('input-switched')).toEqual([])
  })
})

describe('a pause', () => {
  it('silences every output of the pipeline, keeps its connections, and says so', async () => {
    await twoInputs()
    await expect.poll(() => receiver.pictures().length, soon).toBeGreaterThan(10)
    rig.plane.pausePipelines('1', ['0'])
    expect(alertsSet(rig.plane)).toEqual(['0 Pipeline is Paused'])
    expect(rig.plane.measures()[0]).toMatchObject({ activeAlerts: 1, fillMs: 0 })
    const left = () => ({ pictures: receiver.pictures().length, keys: rig.objects.size })
    // What was under way, and the segment that was open, still arrive.
    await whileReceiving(15)
    const paused = left()
    await whileReceiving(30)
    expect(left()).toEqual(paused)
    expect(rig.world().pipelines[0]).toMatchObject({
      isPaused: true,
      outputs: [{ state: 'publishing' }, { state: 'publishing' }, {}],
    })
    await expect
      .poll(() => rig.plane.measures()[0]?.outputGroups.map(({ active }) => active), soon)
      .toEqual([0, 0, 0])

    rig.plane.pausePipelines('1', [])
    expect(alertsSet(rig.plane)).toEqual([])
    await expect.poll(() => receiver.pictures().length, soon).toBeGreaterThan(paused.pictures + 5)
    expect(isKeyframe(receiver.pictures()[paused.pictures] as never)).toBe(true)
    expect(receiver.connections()).toBe(1)
    await expect
      .poll(() => rig.text('recording/a-v.m3u8').split('DISCONTINUITY').length, soon)
      .toBeGreaterThan(2)
  })

  it('that was there from the start lets nothing out, and then the slate', async () => {
    rig.plane.channelRunning(channelOf({ pausedPipelines: ['0'] }))
    await expect.poll(() => rig.world().pipelines[0]?.outputs[0]?.state, soon).toBe('publishing')
    expect(framesOf('platform')).toBe(0)
    rig.plane.pausePipelines('1', [])
    await expect.poll(() => framesOf('platform'), soon).toBeGreaterThan(5)
  })
})

describe('a standard channel', () => {
  const standard = () =>
    channelOf({ channelClass: 'STANDARD', outputs: [rtmp('platform'), hls('recording')] })
  const sink = (pipelineId: string) =>
    rig.world().sinks.find((each) => each.pipelineId === pipelineId)

  it('fed at one address only shows the slate in the other pipeline, with its own alerts', async () => {
    rig.plane.channelRunning(standard())
    rig.push('host')
    await expect
      .poll(() => rig.world().pipelines.map((each) => each.source), soon)
      .toEqual(['feed', 'slate'])
    await expect
      .poll(() => alertsSet(rig.plane), soon)
      .toEqual(['1 RTMP Stream Not Found', '1 Video Not Detected'])
    expect(rig.plane.measures().map(({ fillMs }) => fillMs > 0)).toEqual([false, true])
  })

  it('loses one pipeline and carries on in the other; the lost one begins anew', async () => {
    rig.plane.channelRunning(standard())
    rig.push('host')
    rig.push('host-b')
    await expect
      .poll(() => rig.world().pipelines.map((each) => each.source), soon)
      .toEqual(['feed', 'feed'])
    await expect.poll(() => rig.text('recording/a-v.m3u8'), soon).toContain('00001.ts')
    rig.plane.pipelinesDown('1', ['0'])
    expect(rig.world().pipelines.map(({ pipelineId }) => pipelineId)).toEqual(['1'])
    expect(rig.plane.measures().map(({ pipelineId }) => pipelineId)).toEqual(['1'])
    expect(rig.plane.activeAttachment('1', '0')).toBeUndefined()
    await expect.poll(() => sink('0')?.state, soon).toBe('ended')
    expect(rig.text('recording/a-v.m3u8')).not.toContain('ENDLIST')
    const before = sink('1')?.frames ?? 0
    await expect.poll(() => sink('1')?.frames, soon).toBeGreaterThan(before + 20)
    expect(sink('1')?.connections).toBe(1)
    rig.plane.pipelinesUp('1', ['0'])
    rig.objects.delete('recording/a-v.m3u8')
    await expect.poll(() => sink('0')?.connections, soon).toBe(2)
    await expect.poll(() => rig.text('recording/a-v.m3u8'), soon).toContain('00001.ts')
    expect(sink('1')?.connections).toBe(1)
  })

  it('pauses exactly the pipelines that are named', async () => {
    rig.plane.channelRunning(standard())
    rig.plane.pausePipelines('1', ['1'])
    expect(rig.world().pipelines.map(({ isPaused }) => isPaused)).toEqual([false, true])
    rig.plane.pausePipelines('1', ['0'])
    expect(rig.world().pipelines.map(({ isPaused }) => isPaused)).toEqual([true, false])
    rig.plane.pipelinesDown('1', ['0'])
    rig.plane.pipelinesUp('1', ['0'])
    expect(rig.world().pipelines.map(({ isPaused }) => isPaused)).toEqual([true, false])
  })
})
