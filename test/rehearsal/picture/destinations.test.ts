import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { MediaTag } from '../../../electron/media/mediaTag'
import type { Answers } from '../../../electron/simulator/kit/assumptions'
import type { RtmpOutput } from '../../../electron/simulator/medialive/picturePort'
import { S3Fault } from '../../../electron/simulator/s3/fault'
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
const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  await rig.close()
  for (const close of closing.splice(0)) await close()
})

/** A running channel with one output, or more. */
async function run(assume: Answers, changes: Partial<RtmpOutput>, more = [] as RtmpOutput[]) {
  rig = await openPlane(assume)
  rig.plane.channelRunning(channelOf({ outputs: [rtmp('platform', changes), ...more] }))
}

const sink = () => rig.world().sinks.find(({ outputName }) => outputName === 'platform')
const stateOf = () => rig.world().pipelines[0]?.outputs[0]?.state
const active = () => rig.plane.measures()[0]?.outputGroups.map((group) => group.active)
const down = (destination = 'platform-a.example.com') =>
  rig.context.drills.arm({ kind: 'destination-down', destination })
const platformAlerts = () =>
  rig.plane.alerts('1').filter(({ alertType }) => alertType === 'Failed RTMP Connection')
const stopped = () => rig.context.events.since(0).filter(({ kind }) => kind === 'output-stopped')

describe('a destination that is down', () => {
  it('cuts the connection, refuses every other, and takes one again after', async () => {
    await run({}, {})
    await expect.poll(() => sink()?.state, soon).toBe('receiving')
    await expect.poll(active, soon).toEqual([1])
    const drill = down()
    await expect.poll(platformAlerts, soon).toHaveLength(1)
    await expect.poll(active, soon).toEqual([0])
    expect(platformAlerts()[0]?.message).toMatch(
      /group of platform.*platform.*rtmp:\/\/platform-a.example.com\/live/,
    )
    expect(platformAlerts()[0]?.message).not.toContain('key')
    expect(sink()).toMatchObject({ connections: 1, state: 'ended' })
    rig.context.drills.clear(drill.id)
    await expect.poll(() => sink(), soon).toMatchObject({ connections: 2, state: 'receiving' })
    await expect.poll(() => platformAlerts()[0]?.state, soon).toBe('CLEARED')
    await expect.poll(active, soon).toEqual([1])
  })

  it('troubles no other destination', async () => {
    await run({}, {}, [rtmp('other')])
    await expect.poll(active, soon).toEqual([1, 1])
    down()
    await expect.poll(active, soon).toEqual([0, 1])
    const other = () => rig.world().sinks.find(({ outputName }) => outputName === 'other')
    const before = other()?.frames ?? 0
    await expect.poll(() => other()?.frames, soon).toBeGreaterThan(before + 20)
    expect(other()?.connections).toBe(1)
  })
})

describe('an output whose retries are used up', () => {
  const few = { numRetries: 2, connectionRetryIntervalMs: 50 }

  it('stops, and starts again after RestartDelay', async () => {
    await run({}, { ...few, restartDelayMs: 600 })
    await expect.poll(() => sink()?.state, soon).toBe('receiving')
    const drill = down()
    await expect.poll(stateOf, soon).toBe('stopped')
    expect(stopped()).toMatchObject([{ channelId: '1', outputName: 'platform' }])
    expect(alertsSet(rig.plane)).toContain('0 Failed RTMP Connection')
    rig.context.drills.clear(drill.id)
    await expect.poll(stateOf, soon).toBe('publishing')
    expect(alertsSet(rig.plane)).not.toContain('0 Failed RTMP Connection')
    expect(rig.lost).toEqual([])
  })

  it.each([
    ['RestartDelay is 0', {}, 0],
    ['AWS is taken not to restart it', { 'retries-exhausted': 'stays-stopped' }, 100],
  ] as const)('stays stopped when %s', async (_, assume, restartDelayMs) => {
    await run(assume, { ...few, restartDelayMs }, [rtmp('other')])
    await expect.poll(() => sink()?.state, soon).toBe('receiving')
    const drill = down()
    await expect.poll(stateOf, soon).toBe('stopped')
    rig.context.drills.clear(drill.id)
    const other = () => rig.world().sinks.find(({ outputName }) => outputName === 'other')?.frames
    const before = other() ?? 0
    await expect.poll(other, soon).toBeGreaterThan(before + 30)
    expect(stateOf()).toBe('stopped')
    expect(rig.lost).toEqual([])
  })

  it('takes its channel with it where the guide is taken at its word, and it was the only one', async () => {
    await run({ 'sole-output-lost': 'channel-stops' }, few)
    down()
    await expect.poll(() => rig.lost, soon).toEqual(['1'])
  })

  it('takes no channel with it that has another output', async () => {
    await run({ 'sole-output-lost': 'channel-stops' }, few, [rtmp('other')])
    down()
    await expect.poll(stateOf, soon).toBe('stopped')
    expect(rig.lost).toEqual([])
  })

  it('takes a standard channel with it only when both pipelines lost theirs', async () => {
    rig = await openPlane({ 'sole-output-lost': 'channel-stops' })
    const outputs = [rtmp('platform', { ...few, restartDelayMs: 0 })]
    rig.plane.channelRunning(channelOf({ channelClass: 'STANDARD', outputs }))
    down()
    await expect.poll(stateOf, soon).toBe('stopped')
    expect(rig.lost).toEqual([])
    down('platform-b.example.com')
    await expect.poll(() => rig.lost, soon).toEqual(['1'])
  })
})

describe('a standard channel whose pipelines lose their output one after the other', () => {
  it('goes on, for one of them had come back', async () => {
    rig = await openPlane({ 'sole-output-lost': 'channel-stops' })
    const few = { numRetries: 0, connectionRetryIntervalMs: 50, restartDelayMs: 300 }
    rig.plane.channelRunning(
      channelOf({ channelClass: 'STANDARD', outputs: [rtmp('platform', few)] }),
    )
    const states = () => rig.world().pipelines.map(({ outputs }) => outputs[0]?.state)
    await expect.poll(states, soon).toEqual(['publishing', 'publishing'])
    const drill = down()
    await expect.poll(() => stopped().length, soon).toBeGreaterThan(0)
    rig.context.drills.clear(drill.id)
    await expect.poll(states, soon).toEqual(['publishing', 'publishing'])
    down('platform-b.example.com')
    const lostB = () => stopped().filter(({ pipelineId }) => pipelineId === '1').length
    await expect.poll(lostB, soon).toBeGreaterThan(0)
    expect(rig.lost).toEqual([])
  })
})

describe('a destination that refuses the key', () => {
  const refuse = () =>
    rig.context.drills.arm({ kind: 'refuse-key', destination: 'platform-a.example.com' })

  it('raises alert 6018 as any lost connection does', async () => {
    await run({}, {})
    refuse()
    await expect.poll(() => alertsSet(rig.plane), soon).toContain('0 Failed RTMP Connection')
  })

  it('raises nothing where AWS is taken to raise nothing', async () => {
    await run({ 'wrong-key-alert': 'none' }, {}, [rtmp('other')])
    const drill = refuse()
    await expect.poll(() => sink()?.state, soon).toBe('refused')
    await expect.poll(stateOf, soon).toBe('refused')
    await expect.poll(active, soon).toEqual([0, 1])
    rig.context.drills.clear(drill.id)
    await expect.poll(stateOf, soon).toBe('publishing')
  })
})

describe('a destination on this machine that names its port', () => {
  it('is called as it stands, by the key it was given', async () => {
    const receiver = await startReceiver()
    closing.push(receiver.close)
    await run({}, { addresses: receiver.addresses })
    await expect.poll(() => receiver.pictures().length, soon).toBeGreaterThan(10)
    await expect.poll(active, soon).toEqual([1])
  })

  it('raises alert 6018 while nothing listens there', async () => {
    const receiver = await startReceiver()
    await receiver.close()
    await run({}, { addresses: receiver.addresses })
    await expect.poll(() => alertsSet(rig.plane), soon).toContain('0 Failed RTMP Connection')
    expect(platformAlerts()[0]?.message).toContain('no server answers there')
  })

  it.each(['DISCONNECT_IMMEDIATELY', 'WAIT_FOR_SERVER'] as const)(
    'that stops reading is dealt with as CacheFullBehavior says: %s',
    async (whenFull) => {
      const receiver = await startReceiver()
      const tap = await startTap(Number(URL.parse(receiver.addresses[0]?.url ?? '')?.port))
      closing.push(tap.close, receiver.close)
      const addresses = [{ url: `rtmp://127.0.0.1:${tap.port}/live`, streamName: 'key' }]
      await run({}, { addresses, cache: { lengthMs: 100, whenFull } }, [rtmp('other')])
      rig.push('host', heavyClip())
      await expect.poll(() => rig.world().pipelines[0]?.source, soon).toBe('feed')
      const arrived = receiver.pictures().length
      await expect.poll(() => receiver.pictures().length, soon).toBeGreaterThan(arrived + 10)
      const before = dropped()
      tap.shut()
      if (whenFull === 'DISCONNECT_IMMEDIATELY') {
        await expect.poll(platformAlerts, soon).toHaveLength(1)
        await expect.poll(receiver.connections, soon).toBe(2)
      } else {
        await expect.poll(dropped, soon).toBeGreaterThan(before + 30)
        expect(platformAlerts()).toEqual([])
        expect(receiver.connections()).toBe(1)
      }
    },
    30_000,
  )
})

describe('a recording', () => {
  const group = () => rig.plane.measures()[0]?.outputGroups[0]
  const busy = new S3Fault('InternalError', 'We encountered an internal error.')

  it('that S3 refuses is counted by HTTP status and told, until it is written again', async () => {
    rig = await openPlane()
    rig.plane.channelRunning(channelOf({ outputs: [hls('recording', { segmentMs: 300 })] }))
    await expect.poll(() => group()?.active, soon).toBe(1)
    rig.refuseWrites(busy)
    await expect.poll(() => alertsSet(rig.plane), soon).toContain('0 Failed to Write to Output')
    await expect.poll(() => group()?.active, soon).toBe(0)
    expect(group()).toMatchObject({ errors4xx: 0 })
    expect(group()?.errors5xx).toBeGreaterThan(0)
    rig.refuseWrites(new S3Fault('NoSuchBucket', 'The specified bucket does not exist'))
    await expect.poll(() => group()?.errors4xx, soon).toBeGreaterThan(0)
    rig.refuseWrites(undefined)
    await expect.poll(() => alertsSet(rig.plane), soon).not.toContain('0 Failed to Write to Output')
    await expect.poll(() => group()?.active, soon).toBe(1)
  })

  it('that cannot be brought to its end leaves no alert on a channel that has stopped', async () => {
    rig = await openPlane()
    rig.plane.channelRunning(channelOf({ outputs: [hls('recording', { segmentMs: 300 })] }))
    await expect.poll(() => rig.objects.size, soon).toBeGreaterThan(1)
    rig.refuseWrites(busy)
    rig.plane.channelStopped('1')
    await expect.poll(() => rig.world().held['closing'], soon).toBe(0)
    expect(alertsSet(rig.plane)).toEqual([])
    expect(rig.text('recording/a-v.m3u8')).not.toContain('ENDLIST')
  })

  it('to an address that is none in S3 is told with group and address', async () => {
    rig = await openPlane()
    const outputs = [hls('recording', { addresses: [{ url: 'https://example.com/elsewhere' }] })]
    rig.plane.channelRunning(channelOf({ outputs }))
    const [alert] = rig.plane.alerts('1')
    expect(alert).toMatchObject({ alertType: 'Failed to Write to Output', state: 'SET' })
    expect(alert?.message).toMatch(/group of recording.*https:\/\/example.com\/elsewhere/)
    expect(rig.plane.measures()[0]?.outputGroups).toEqual([
      {
        name: 'group of recording',
        kind: 'hls',
        active: 0,
        configured: 1,
        errors4xx: 0,
        errors5xx: 0,
      },
    ])
  })
})

const dropped = () => rig.world().pipelines[0]?.outputs[0]?.framesDropped ?? 0

/** Two seconds of pictures of 200 kB: more than the sockets in between can hold for long. */
function heavyClip(): readonly MediaTag[] {
  const header: MediaTag = {
    kind: 'video',
    timestampMs: 0,
    payload: Uint8Array.from([0x17, 0, 0, 0, 0, 1, 66, 0, 30, 255, 225, 0, 0, 0]),
  }
  const pictures = Array.from({ length: 60 }, (_, index): MediaTag => {
    const payload = new Uint8Array(200_000)
    payload.set([0x17, 1])
    return { kind: 'video', timestampMs: Math.round((index * 100) / 3), payload }
  })
  return [header, ...pictures]
}

/** A pipe to a port that can be shut: what comes is not read any more. */
async function startTap(port: number) {
  const sockets = new Set<Socket>()
  const server: Server = createServer((incoming) => {
    const outgoing = connect(port, '127.0.0.1')
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
    }
    incoming.pipe(outgoing).pipe(incoming)
    server.once('shut', () => incoming.unpipe(outgoing).pause())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    shut: () => server.emit('shut'),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
