import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closedAt, meter, type Metered } from '../../../electron/core/metering/meter'
import type { Delivery } from '../../../electron/core/witnesses'
import type { Usage } from '../../../electron/core/ports'
import type { ObservedWorld } from '../../../electron/core/reconcile/observed'
import { ChannelState, type Certificate } from '../../../src/shared/domain/session'
import {
  HOUR,
  MINUTE,
  SECOND,
  SESSION,
  START,
  aChannel,
  aShow,
  aUsage,
  aWorld,
  anInput,
  anIvsDestination,
  anRtmpDestination,
  ownTags,
} from '../../harness/builders'

const ARN = 'arn:aws:ivs:eu-west-1:111122223333:channel/abc'
const session: Metered = {
  id: SESSION,
  rehearsal: true,
  certificate: null,
  show: aShow({ destinations: [anRtmpDestination(), anIvsDestination()] }),
  ivs: [{ destinationId: 'website', arn: ARN }],
}

/** The usage on record after these observations, one after the other. */
const after = (worlds: readonly ObservedWorld[], known: readonly Usage[] = []): readonly Usage[] =>
  worlds.reduce((before, world) => {
    const records = new Map(before.map((usage) => [usage.id, usage]))
    for (const usage of meter(session, world, before)) records.set(usage.id, usage)
    return [...records.values()]
  }, known)

const received = (bytes: number, channelId = '1000001') => {
  const delivery: Delivery = { frames: 1, bytes, lastFrameAt: START }
  return new Map([[channelId, { at: START, value: new Map([['studio', delivery]]) }]])
}
const kinds = (usage: readonly Usage[]) => usage.map(({ kind }) => kind).toSorted()
const open = (usage: readonly Usage[]) => usage.filter(({ to }) => to === null)

describe('the meter', () => {
  it('does nothing before AWS was asked', () => {
    expect(meter(session, aWorld({ channels: null }), [])).toEqual([])
  })

  it.each([
    ['CREATING', []],
    ['CREATE_FAILED', []],
    ['IDLE', ['channel-idle', 'input-idle']],
    ['UPDATING', ['channel-idle', 'input-idle']],
    ['STARTING', ['channel-idle', 'input-idle']],
    ['RUNNING', ['channel-running']],
    ['RECOVERING', ['channel-running']],
    ['STOPPING', ['channel-idle', 'input-idle']],
    ['DELETING', []],
    ['DELETED', []],
  ] as const)('of a channel that is %s: %j', (state, expected) => {
    const inputs = expected.length === 0 ? [] : [anInput()]
    expect(kinds(after([aWorld({ channels: [aChannel({ state })], inputs })]))).toEqual(expected)
  })

  it('leaves alone what is not of the session', () => {
    const tags = ownTags('another')
    const world = aWorld({
      channels: [aChannel({ tags }), aChannel({ tags: {} })],
      inputs: [anInput({ tags })],
      streams: ['arn:aws:ivs:eu-west-1:111122223333:channel/other'],
    })
    expect(meter(session, world, [])).toEqual([])
  })

  it('goes by the times of the answers', () => {
    const [usage] = after([
      aWorld({ at: START + 3 * SECOND, channels: [aChannel()] }),
      aWorld({ at: START + 9 * SECOND, channels: [] }),
    ])
    expect(usage).toMatchObject({ from: START + 3 * SECOND, to: START + 9 * SECOND })
  })

  it('makes two stretches of two runs', () => {
    const states = ['RUNNING', 'IDLE', 'RUNNING', 'IDLE'] as const
    const worlds = states.map((state, index) =>
      aWorld({ at: START + index * MINUTE, channels: [aChannel({ state })] }),
    )
    const runs = after(worlds).filter(({ kind }) => kind === 'channel-running')
    expect(runs.map(({ from, to }) => [from, to])).toEqual([
      [START, START + MINUTE],
      [START + 2 * MINUTE, START + 3 * MINUTE],
    ])
  })

  it('counts the bytes that were received, while the channel runs', () => {
    const worlds = [100, 250, 200].map((bytes, index) =>
      aWorld({
        at: START + index * SECOND,
        channels: [aChannel()],
        more: { deliveries: received(bytes) },
      }),
    )
    const egress = after(worlds).find(({ kind }) => kind === 'egress')
    expect(egress).toMatchObject({ resource: 'studio', quantity: 250, to: null })
  })

  it('charges a second run only with its own bytes, for counters go on from run to run', () => {
    const at = (minute: number, bytes: number) =>
      aWorld({
        at: START + minute * MINUTE,
        channels: [aChannel()],
        more: { deliveries: received(bytes) },
      })
    const idle = aWorld({ at: START + MINUTE, channels: [aChannel({ state: 'IDLE' })] })
    const egress = after([at(0, 1_000), idle, at(2, 1_000), at(3, 1_600)]).filter(
      ({ kind }) => kind === 'egress',
    )
    expect(egress.map(({ quantity }) => quantity)).toEqual([1_000, 600])
  })

  it('takes a counter that began anew for what it shows', () => {
    const at = (minute: number, state: ChannelState, bytes: number) =>
      aWorld({
        at: START + minute * MINUTE,
        channels: [aChannel({ state })],
        more: { deliveries: state === 'RUNNING' ? received(bytes) : new Map() },
      })
    const egress = after([at(0, 'RUNNING', 1_000), at(1, 'IDLE', 0), at(2, 'RUNNING', 40)]).filter(
      ({ kind }) => kind === 'egress',
    )
    expect(egress.map(({ quantity }) => quantity)).toEqual([1_000, 40])
  })

  it('in earnest, where nobody counts, takes down for how long data left AWS', () => {
    const worlds = [aWorld({ channels: [aChannel()] }), aWorld({ at: START + MINUTE })]
    const earnest = { ...session, rehearsal: false }
    const begun = meter(earnest, worlds[0] ?? aWorld(), [])
    expect(begun.filter(({ kind }) => kind === 'egress')).toMatchObject([
      { resource: 'studio', quantity: null, from: START, to: null },
    ])
    const ended = meter(earnest, worlds[1] ?? aWorld(), begun)
    expect(ended.find(({ kind }) => kind === 'egress')).toMatchObject({ to: START + MINUTE })
  })

  it('does not take for ended what was not asked for, after a restart say', () => {
    const world = { channels: [aChannel({ state: 'IDLE' })], inputs: [anInput()], streams: [ARN] }
    const before = after([aWorld(world)])
    expect(kinds(open(before))).toEqual(['channel-idle', 'input-idle', 'ivs-live'])
    const blind = aWorld({ ...world, at: START + MINUTE, inputs: null, streams: null })
    expect(kinds(open(after([blind], before)))).toEqual(kinds(before))
  })

  it('writes down every ten seconds, and not more often, that something still goes on', () => {
    let known = after([aWorld({ channels: [aChannel()] })])
    const written = Array.from({ length: 8 }, (_, index) => {
      const world = aWorld({ at: START + (index + 1) * 4 * SECOND, channels: [aChannel()] })
      const changed = meter(session, world, known)
      known = changed.length > 0 ? changed : known
      return changed.map(({ lastSeenAt, to }) => [(lastSeenAt - START) / SECOND, to])
    })
    expect(written).toEqual([[], [], [[12, null]], [], [], [[24, null]], [], []])
  })

  it('keeps when it was last seen what ended while the console was closed', () => {
    const usage = after([
      aWorld({ channels: [aChannel()] }),
      aWorld({ at: START + 30 * SECOND, channels: [aChannel()] }),
      aWorld({ at: START + 48 * HOUR, channels: [] }),
    ])
    expect(usage).toMatchObject([
      { from: START, lastSeenAt: START + 30 * SECOND, to: START + 48 * HOUR },
    ])
  })

  it('of a certified session stands still, whatever is still listed', () => {
    const certificate: Certificate = {
      sessionId: SESSION,
      issuedAt: START,
      asked: [],
      leftovers: [],
      keptRecordings: [],
      totalMicros: 0,
    }
    const world = aWorld({ channels: [aChannel()], streams: [ARN] })
    expect(meter({ ...session, certificate }, world, [aUsage()])).toEqual([])
  })

  it('is closed at the end: what was open ends then, what had ended stays', () => {
    const ended = aUsage({ id: 'ended', to: START + SECOND })
    const late = aUsage({ id: 'late', from: START + 2 * MINUTE })
    expect(closedAt([aUsage(), ended, late], START + MINUTE)).toEqual([
      aUsage({ to: START + MINUTE, lastSeenAt: START }),
      ended,
      { ...late, to: START + 2 * MINUTE },
    ])
  })

  it('never lets a stretch end before it began, when an older answer comes late', () => {
    const usage = after([
      aWorld({ at: START, channels: [aChannel()] }),
      aWorld({ at: START - MINUTE, channels: [] }),
    ])
    expect(usage).toMatchObject([{ from: START, to: START }])
  })
})

const worldAt = fc.record({
  step: fc.integer({ min: 1, max: 5 * MINUTE }),
  channel: fc.option(fc.constantFrom(...ChannelState.options), { nil: undefined }),
  second: fc.option(fc.constantFrom(...ChannelState.options), { nil: undefined }),
  input: fc.option(fc.constantFrom('ATTACHED', 'DETACHED', 'DELETED'), { nil: undefined }),
  live: fc.boolean(),
  bytes: fc.option(fc.nat(1e9), { nil: undefined }),
})

type Step = typeof worldAt extends fc.Arbitrary<infer T> ? T : never

const worldsOf = (steps: readonly Step[]): readonly ObservedWorld[] => {
  let at = START
  return steps.map(({ step, channel, second, input, live, bytes }) => {
    at += step
    return aWorld({
      at,
      channels: [
        ...(channel ? [aChannel({ state: channel })] : []),
        ...(second ? [aChannel({ id: '1000002', state: second, inputIds: [] })] : []),
      ],
      inputs: input ? [anInput({ state: input })] : [],
      streams: live ? [ARN] : [],
      more: { deliveries: bytes === undefined ? new Map() : received(bytes) },
    })
  })
}

/** Stretches of each thing, oldest first. */
function byThing(usage: readonly Usage[]): readonly (readonly Usage[])[] {
  const groups = Map.groupBy(usage, ({ kind, resource }) => `${kind} ${resource}`)
  return [...groups.values()].map((all) => all.toSorted((a, b) => a.from - b.from))
}

describe('the meter, whatever is observed in whatever order', () => {
  it('keeps the stretches of each thing apart, and none is negative', () => {
    fc.assert(
      fc.property(fc.array(worldAt, { maxLength: 25 }), (steps) => {
        for (const stretches of byThing(after(worldsOf(steps)))) {
          stretches.forEach(({ from, to, quantity }, index) => {
            expect(to === null || to >= from).toBe(true)
            expect(quantity === null || quantity >= 0).toBe(true)
            const next = stretches[index + 1]
            if (next) expect(to !== null && to <= next.from).toBe(true)
          })
        }
      }),
    )
  })

  it('learns nothing from the same answer read twice', () => {
    fc.assert(
      fc.property(fc.array(worldAt, { minLength: 1, maxLength: 25 }), (steps) => {
        const worlds = worldsOf(steps)
        const once = after(worlds)
        const [last] = worlds.slice(-1)
        expect(last && meter(session, last, once)).toEqual([])
      }),
    )
  })

  it('leaves nothing open of what is gone', () => {
    fc.assert(
      fc.property(fc.array(worldAt, { maxLength: 25 }), (steps) => {
        const worlds = worldsOf(steps)
        const gone = aWorld({ at: (worlds.at(-1)?.channels?.askedAt ?? START) + 1 })
        expect(open(after([...worlds, gone]))).toEqual([])
      }),
    )
  })
})

describe('what happened while nobody looked', () => {
  const worldAt = (at: number, state: 'IDLE' | 'RUNNING') =>
    aWorld({ at, channels: [aChannel({ state })] })
  const stretch = (usage: readonly Usage[], kind: Usage['kind']) =>
    usage.filter((one) => one.kind === kind).map(({ from, to }) => ({ from, to }))
  const told = (metered: Metered, worlds: readonly ObservedWorld[]) =>
    worlds.reduce<readonly Usage[]>((before, world) => {
      const records = new Map(before.map((usage) => [usage.id, usage]))
      for (const usage of meter(metered, world, before)) records.set(usage.id, usage)
      return [...records.values()]
    }, [])

  it('charges a run from when AWS can have started it, not from when it was seen', () => {
    const askedAt = START + 10 * SECOND
    const later = START + 2 * HOUR
    const worlds = [worldAt(START, 'IDLE'), worldAt(later, 'RUNNING')]
    const usage = told({ ...session, startAskedAt: askedAt }, worlds)
    expect(stretch(usage, 'channel-running')).toEqual([{ from: askedAt + MINUTE, to: null }])
  })

  it('does not take an old start for a new one: somebody else started it, nobody knows when', () => {
    const worlds = [
      worldAt(START, 'RUNNING'),
      worldAt(START + MINUTE, 'IDLE'),
      worldAt(START + 2 * HOUR, 'RUNNING'),
    ]
    const usage = told({ ...session, startAskedAt: START - MINUTE }, worlds)
    expect(stretch(usage, 'channel-running').at(-1)).toEqual({ from: START + 2 * HOUR, to: null })
  })

  it('charges a run to its safety stop at the most, and idling from then on', () => {
    const stopAt = START + HOUR
    const worlds = [worldAt(START, 'RUNNING'), worldAt(START + 5 * HOUR, 'IDLE')]
    const usage = told({ ...session, safetyStopAt: stopAt }, worlds)
    const ended = stopAt + 2 * MINUTE
    expect(stretch(usage, 'channel-running')).toEqual([{ from: START, to: ended }])
    expect(stretch(usage, 'channel-idle')).toEqual([{ from: ended, to: null }])
  })
})
