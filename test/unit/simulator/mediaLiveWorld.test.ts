import { describe, expect, it } from 'vitest'
import { billOf } from '../../../electron/simulator/bill/bill'
import { cidrCovers, isIpv4Cidr } from '../../../electron/simulator/medialive/addresses'
import { minute, openWorld, region, spec } from './mediaLiveWorldFixture'

function openChannel(changes: object = {}) {
  const opened = openWorld()
  const { world, settle } = opened
  const group = world.securityGroups.create(region, { whitelistRules: [{ cidr: '127.0.0.0/8' }] })
  const input = world.inputs.create(region, {
    name: 'host',
    type: 'RTMP_PUSH',
    destinations: [{ streamName: 'live/host' }, { streamName: 'live/host-b' }],
    inputSecurityGroups: [group.id],
  })
  settle()
  const channel = world.channels.create(region, spec(input.id, changes))
  settle()
  return { ...opened, group, input, channel, id: channel.id }
}

describe('the ingest', () => {
  const publisher = { app: 'live', instance: 'host', remoteAddress: '127.0.0.1' }

  it('admits a publisher only while the channel of its input runs', () => {
    const { world, id, input, settle } = openChannel()
    const whys = [world.admitPublisher(publisher)]
    world.channels.start(region, id)
    whys.push(world.admitPublisher(publisher))
    settle()
    whys.push(world.admitPublisher(publisher))
    world.channels.stop(region, id)
    whys.push(world.admitPublisher(publisher))
    const refused = { ok: false, why: 'the channel of the input is not running' }
    const admitted = { ok: true, inputId: input.id, channelId: id }
    expect(whys).toEqual([refused, refused, admitted, refused])
  })

  it('keeps out addresses that no rule covers, at once when the rules change', () => {
    const { world, id, group, settle } = openChannel()
    world.channels.start(region, id)
    settle()
    expect(world.admitPublisher({ ...publisher, remoteAddress: '203.0.113.4' })).toEqual({
      ok: false,
      why: 'the input security group does not allow this address',
    })
    expect(world.admitPublisher({ ...publisher, remoteAddress: '::ffff:127.0.0.1' }).ok).toBe(true)
    world.securityGroups.update(region, group.id, { whitelistRules: [{ cidr: '203.0.113.4/32' }] })
    expect(world.admitPublisher(publisher).ok).toBe(false)
  })

  it('knows no other name', () => {
    const { world } = openChannel()
    expect(world.admitPublisher({ ...publisher, instance: 'guess' })).toEqual({
      ok: false,
      why: 'no input has this stream name',
    })
  })

  it('keeps a publisher out while a drill lasts', () => {
    const { world, id, input, context, settle } = openChannel()
    world.channels.start(region, id)
    settle()
    context.drills.arm({ kind: 'drop-input', inputId: input.id, forMs: 5000 })
    expect(world.admitPublisher(publisher).ok).toBe(false)
    context.clock.advance(5000)
    expect(world.admitPublisher(publisher).ok).toBe(true)
  })
})

describe('the picture', () => {
  it('is told when a channel comes to run and when it leaves', () => {
    const { world, picture, id, settle } = openChannel()
    world.channels.start(region, id)
    expect(picture.told).toEqual([])
    settle()
    world.channels.stop(region, id)
    settle()
    expect(picture.told).toEqual([`running ${id}`, `stopped ${id}`])
  })

  it('gets everything it needs to carry the channel', () => {
    const { world, picture, id, input, settle } = openChannel()
    world.channels.start(region, id)
    settle()
    expect(picture.running).toEqual([
      {
        id,
        arn: `arn:aws:medialive:eu-west-1:111122223333:channel:${id}`,
        region,
        name: 'sunday',
        channelClass: 'SINGLE_PIPELINE',
        inputs: [
          {
            inputId: input.id,
            attachmentName: input.id,
            streamNames: ['live/host', 'live/host-b'],
            failover: undefined,
          },
        ],
        activeAttachment: input.id,
        pausedPipelines: [],
        outputs: [
          {
            kind: 'rtmp',
            groupName: 'platform',
            destinationId: 'platform',
            outputName: 'main',
            addresses: [{ url: 'rtmp://a.example.com/live', streamName: 'key' }],
            connectionRetryIntervalMs: 3000,
            numRetries: 100,
            restartDelayMs: 7000,
            cache: { lengthMs: 30_000, whenFull: 'DISCONNECT_IMMEDIATELY' },
            onInputLoss: 'EMIT_OUTPUT',
          },
        ],
        thumbnails: true,
      },
    ])
  })

  it('goes black with the one pipeline of a channel and comes back', () => {
    const { world, picture, id, context, settle } = openChannel()
    world.channels.start(region, id)
    settle()
    context.drills.arm({ kind: 'fail-pipeline', channelId: id })
    expect(picture.told.at(-1)).toBe(`down ${id} [0]`)
    settle()
    expect(picture.told).toEqual([`running ${id}`, `down ${id} [0]`, `up ${id} [0]`])
  })

  it('goes on when one of two pipelines fails', () => {
    const twice = [
      { url: 'rtmp://a.example.com/live', streamName: 'key' },
      { url: 'rtmp://b.example.com/live', streamName: 'key' },
    ]
    const { world, picture, id, context, settle } = openChannel({
      channelClass: 'STANDARD',
      destinations: [{ id: 'platform', settings: twice }],
    })
    world.channels.start(region, id)
    settle()
    context.drills.arm({ kind: 'fail-pipeline', channelId: id })
    settle()
    expect(picture.told).toEqual([`running ${id}`, `down ${id} [0]`, `up ${id} [0]`])
  })

  it('is told of channels that run already when it is attached', () => {
    const { world, id, settle } = openChannel()
    world.channels.start(region, id)
    settle()
    const restored = openWorld()
    restored.world.restore(JSON.parse(JSON.stringify(world.snapshot())))
    restored.world.attachPicture(restored.picture)
    expect(restored.picture.told).toEqual([`running ${id}`])
  })

  it('is told to stop by a reset', async () => {
    const { world, picture, id, settle } = openChannel()
    world.channels.start(region, id)
    settle()
    await world.reset()
    expect(picture.told).toEqual([`running ${id}`, `stopped ${id}`])
  })
})

describe('what a channel costs', () => {
  it('is a run from RUNNING to STOPPING, and idle before and after', () => {
    const { world, context, id, input } = openChannel()
    const at: Record<string, number> = {}
    const stamp = (name: string) => (at[name] = context.clock.now())
    world.channels.start(region, id)
    const arrive = (state: string) => {
      while (world.channels.describe(region, id).state !== state) context.clock.advance(100)
    }
    arrive('RUNNING')
    stamp('running')
    context.clock.advance(45 * minute)
    world.channels.stop(region, id)
    stamp('stopping')
    arrive('IDLE')
    world.channels.delete(region, id)
    stamp('deleting')
    const { lines } = billOf(context.meter.facts(), context.clock.now())
    const runs = lines.filter(({ unit }) => unit === 'minutes')
    // The arrival lies within the last 100 ms looked at.
    expect(runs.map(({ what, quantity }) => [what, quantity])).toEqual([
      [`single input ${input.id} AVC HD to 10 Mbit/s`, 46],
      ['single output main AVC HD to 10 Mbit/s to 30 fps', 46],
    ])
    expect(runs[0]?.to).toBe(at['stopping'])
    const idle = lines.filter(({ resource, unit }) => resource === id && unit === 'seconds')
    expect(idle).toHaveLength(2)
    expect(idle[0]?.to).toBe(runs[0]?.from)
    expect(idle[1]).toMatchObject({ from: at['stopping'], to: at['deleting'] })
    const inputIdle = lines.filter(({ resource }) => resource === input.id)
    expect(inputIdle.map(({ to }) => to)).toEqual([runs[0]?.from, context.clock.now()])
  })

  it('is not interrupted by a pipeline that fails', () => {
    const { world, context, id, settle } = openChannel()
    world.channels.start(region, id)
    settle()
    context.drills.arm({ kind: 'fail-pipeline', channelId: id })
    settle()
    const { lines } = billOf(context.meter.facts(), context.clock.now())
    expect(lines.filter(({ unit }) => unit === 'minutes')).toHaveLength(2)
  })

  it('ends for a push input when it is deleted', () => {
    const { world, context, input, id, settle } = openChannel()
    world.channels.delete(region, id)
    settle()
    world.inputs.delete(region, input.id)
    const deletedAt = context.clock.now()
    settle()
    const { lines } = billOf(context.meter.facts(), context.clock.now())
    expect(lines.filter(({ resource }) => resource === input.id).at(-1)?.to).toBe(deletedAt)
  })
})

describe('addresses', () => {
  it.each([
    ['127.0.0.0/8', '127.255.1.2', true],
    ['203.0.113.4/32', '203.0.113.4', true],
    ['203.0.113.4/32', '203.0.113.5', false],
    ['203.0.113.0/25', '203.0.113.127', true],
    ['203.0.113.0/25', '203.0.113.128', false],
    ['0.0.0.0/0', '198.51.100.7', true],
    ['0.0.0.0/0', '::1', false],
  ])('%s covers %s: %s', (cidr, address, covers) => {
    expect(cidrCovers(cidr, address)).toBe(covers)
  })

  it.each(['203.0.113.4', '203.0.113/24', '::/0', '203.0.113.4/33', '203.0.113.256/32', ''])(
    '%j is not an IPv4 block',
    (cidr) => {
      expect(isIpv4Cidr(cidr)).toBe(false)
    },
  )
})
