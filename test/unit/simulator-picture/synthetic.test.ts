import { describe, expect, it } from 'vitest'
import type { RunningChannel } from '../../../electron/simulator/medialive/picturePort'
import { channel, host, openStage, platform, recording } from './syntheticStage'

type Stage = Awaited<ReturnType<typeof openStage>>

const feed = { inputId: host.inputId, on: true, fps: 30, bitrate: 3_000_000 }
const dark = { inputId: host.inputId, on: false }

async function aired(changes: Partial<RunningChannel> = {}): Promise<Stage> {
  const stage = await openStage()
  stage.plane.channelRunning({ ...channel, ...changes })
  return stage
}

const sinkOf = ({ plane }: Stage) => {
  const world = plane.world() as { readonly sinks: readonly Readonly<Record<string, unknown>>[] }
  return world.sinks[0]
}
const measured = ({ plane }: Stage) => {
  const [measures] = plane.measures()
  if (!measures) throw new Error('nothing is measured')
  return measures
}
const sources = ({ context }: Stage) =>
  context.events
    .since(0)
    .filter(({ kind }) => kind === 'program-source')
    .map(({ source, at }) => [source, at])

describe('the synthetic picture', () => {
  it('shows the slate until a feed comes, and again one second after it is gone', async () => {
    const stage = await aired()
    const startedAt = stage.clock.now()
    stage.clock.advance(5_000)
    stage.encoders.set(feed)
    stage.clock.advance(10_000)
    stage.encoders.set(dark)
    stage.clock.advance(10_000)
    expect(sources(stage)).toEqual([
      ['slate', startedAt],
      ['feed', startedAt + 5_000],
      ['slate', startedAt + 16_000],
    ])
  })

  it('counts thirty frames a second, from the first to the last', async () => {
    const stage = await aired()
    stage.encoders.set(feed)
    stage.clock.advance(3_600_000)
    expect(stage.plane.feedOf(host.inputId)).toMatchObject({
      publishing: true,
      videoFrames: 108_000,
    })
    expect(measured(stage)).toMatchObject({ inputVideoFrames: 108_000, fillMs: 0, hadInput: true })
    expect(sinkOf(stage)).toMatchObject({ state: 'receiving', frames: 108_000 })
  })

  it('raises the alerts of a lost, silent and black input, and clears them', async () => {
    const stage = await aired()
    stage.clock.advance(999)
    expect(stage.alertsSet()).toEqual([])
    stage.clock.advance(1)
    expect(stage.alertsSet()).toEqual(['RTMP Stream Not Found', 'Video Not Detected'])
    stage.encoders.set({ ...feed, audio: false })
    expect(stage.alertsSet()).toEqual([])
    stage.clock.advance(3_000)
    expect(stage.alertsSet()).toEqual(['Audio Not Detected'])
    stage.encoders.set(feed)
    stage.arm({ kind: 'blacken-input', inputId: '*', forMs: 5_000 })
    expect(stage.alertsSet()).toEqual(['Black Video Detected'])
    stage.clock.advance(5_000)
    expect(stage.alertsSet()).toEqual([])
  })

  it('writes a segment every two seconds, dated by the clock, and closes the playlist', async () => {
    const stage = await aired({ outputs: [recording] })
    const startedAt = stage.clock.now()
    stage.clock.advance(9_000)
    const playlist = stage.textOf('shows/sunday-1080p.m3u8')
    expect(playlist.match(/#EXTINF:2\.000/g)).toHaveLength(4)
    expect(playlist).toContain(new Date(startedAt + 2_000).toISOString())
    expect(stage.told.filter((each) => each === 'in passing')).toHaveLength(3)
    stage.plane.channelStopped(channel.id)
    const closed = stage.textOf('shows/sunday-1080p.m3u8')
    expect(closed).toContain('#EXTINF:1.000')
    expect(closed).toContain('#EXT-X-ENDLIST')
    const segment = stage.bucket.get('shows/sunday-1080p_00001.ts')?.body
    expect(segment?.[0]).toBe(0x47)
    expect((segment?.length ?? 1) % 188).toBe(0)
  })

  it('keeps as many segments of a live playlist as it is told to', async () => {
    const stage = await aired({ outputs: [{ ...recording, mode: 'LIVE' }] })
    stage.clock.advance(60_000)
    const segments = [...stage.bucket.keys()].filter((key) => key.endsWith('.ts'))
    expect(segments).toHaveLength(5)
    expect(stage.textOf('shows/sunday-1080p.m3u8').match(/#EXTINF/g)).toHaveLength(3)
  })

  it('holds its outputs while paused, and goes on with a discontinuity', async () => {
    const stage = await aired()
    stage.encoders.set(feed)
    stage.clock.advance(4_000)
    stage.plane.pausePipelines(channel.id, ['0'])
    const { frames } = sinkOf(stage) ?? {}
    stage.clock.advance(60_000)
    expect(sinkOf(stage)).toMatchObject({ frames, state: 'receiving' })
    expect(stage.alertsSet()).toEqual(['Pipeline is Paused'])
    stage.plane.pausePipelines(channel.id, [])
    stage.clock.advance(4_000)
    const playlist = stage.textOf('shows/sunday-1080p.m3u8')
    expect(playlist.match(/#EXTINF/g)).toHaveLength(4)
    expect(playlist.match(/#EXT-X-DISCONTINUITY\n/g)).toHaveLength(1)
  })

  it('tries a destination that is down as often as it may, and again after the delay', async () => {
    const stage = await aired({ outputs: [platform] })
    stage.arm({ kind: 'destination-down', destination: '*', forMs: 22_000 })
    expect(stage.alertsSet()).toContain('Failed RTMP Connection')
    const state = () => (stage.plane.world() as { pipelines: { outputs: unknown[] }[] }).pipelines
    stage.clock.advance(6_000)
    expect(state()).toMatchObject([{ outputs: [{ state: 'stopped' }] }])
    expect(measured(stage).outputGroups).toMatchObject([{ active: 0, configured: 1 }])
    stage.clock.advance(15_000)
    expect(state()).toMatchObject([{ outputs: [{ state: 'waiting' }] }])
    stage.clock.advance(2_000)
    expect(sinkOf(stage)).toMatchObject({ state: 'receiving', connections: 2 })
    expect(stage.alertsSet()).not.toContain('Failed RTMP Connection')
  })

  it('stays stopped where that is how AWS is taken to be', async () => {
    const stage = await openStage()
    stage.context.assumptions.choose({
      'retries-exhausted': 'stays-stopped',
      'sole-output-lost': 'channel-stops',
    })
    stage.arm({ kind: 'destination-down', destination: '*', forMs: 22_000 })
    stage.plane.channelRunning({ ...channel, outputs: [platform] })
    stage.clock.advance(600_000)
    expect(sinkOf(stage)).toMatchObject({ connections: 0, frames: 0 })
    expect(stage.told).toEqual(['sole output lost'])
  })

  it('fails over when the input is lost and back when it has been well', async () => {
    const spare = { ...host, inputId: '1000002', attachmentName: 'spare', streamNames: ['live/b'] }
    const failover = {
      secondaryInputId: spare.inputId,
      preference: 'PRIMARY_INPUT_PREFERRED' as const,
      errorClearMs: 30_000,
      conditions: [{ kind: 'input-loss' as const, afterMs: 3_000 }],
    }
    const stage = await aired({ inputs: [{ ...host, failover }, spare] })
    const onAir = () => stage.plane.activeAttachment(channel.id, '0')
    stage.encoders.set(feed)
    stage.encoders.set({ ...feed, inputId: spare.inputId })
    stage.clock.advance(60_000)
    expect(onAir()).toBe('host')
    stage.encoders.set(dark)
    stage.clock.advance(2_999)
    expect(onAir()).toBe('host')
    stage.clock.advance(1)
    expect(onAir()).toBe('spare')
    expect(stage.alertsSet()).toContain('Input Failed Over')
    stage.encoders.set(feed)
    stage.clock.advance(29_999)
    expect(onAir()).toBe('spare')
    stage.clock.advance(1)
    expect(onAir()).toBe('host')
    expect(stage.alertsSet()).toEqual([])
  })

  it('switches to another input at once, and to the slate where nobody sends', async () => {
    const other = { ...host, inputId: '1000002', attachmentName: 'other', streamNames: ['live/b'] }
    const stage = await aired({ inputs: [host, other] })
    stage.encoders.set(feed)
    stage.clock.advance(10_000)
    stage.plane.switchInput(channel.id, 'other')
    expect(stage.plane.activeAttachment(channel.id, '0')).toBe('other')
    expect(sources(stage).at(-1)?.[0]).toBe('slate')
  })

  it('makes an IVS channel live on arrival, refuses a wrong key, and ends it with the channel', async () => {
    const url = 'rtmps://0123456789ab.global-contribute.live-video.net:443/app'
    const toIvs = (streamName: string) => ({ ...platform, addresses: [{ url, streamName }] })
    const known = await aired({ outputs: [toIvs('sk_known')] })
    expect(known.told).toEqual(['connected', 'began'])
    known.clock.advance(60_000)
    known.plane.channelStopped(channel.id)
    expect(known.told).toEqual(['connected', 'began', 'ended'])
    const unknown = await aired({ outputs: [toIvs('sk_wrong')] })
    expect(unknown.told).toEqual([])
    expect(unknown.alertsSet()).toEqual(['Failed RTMP Connection'])
  })

  it('cuts off what is more than the IVS channel takes', async () => {
    const url = 'rtmps://0123456789ab.global-contribute.live-video.net:443/app'
    const stage = await aired({
      outputs: [{ ...platform, addresses: [{ url, streamName: 'sk_known' }] }],
    })
    stage.encoders.set({ ...feed, bitrate: 20_000_000 })
    stage.clock.advance(9_999)
    expect(stage.told).not.toContain('ended')
    stage.clock.advance(1)
    expect(stage.told).toEqual(['connected', 'began', 'Ingest Bitrate', 'ended'])
  })

  it('begins anew with a pipeline that was down', async () => {
    const stage = await aired({ outputs: [recording] })
    stage.clock.advance(10_000)
    stage.plane.pipelinesDown(channel.id, ['0'])
    expect(stage.plane.measures()).toEqual([])
    stage.plane.pipelinesUp(channel.id, ['0'])
    stage.clock.advance(4_000)
    const playlist = stage.textOf('shows/sunday-1080p.m3u8')
    expect(playlist.match(/#EXTINF/g)).toHaveLength(2)
    expect(playlist).not.toContain('#EXT-X-ENDLIST')
  })
})
