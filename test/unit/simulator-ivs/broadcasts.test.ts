import { beforeEach, describe, expect, it } from 'vitest'
import { Meter } from '../../../electron/simulator/bill/meter'
import { Broadcasts, type StreamRecorder } from '../../../electron/simulator/ivs/broadcasts'
import { computedSource } from '../../../electron/simulator/ivs/ingestGauge'
import type { IvsChannel } from '../../../electron/simulator/ivs/records'
import { ManualClock } from '../../../electron/simulator/kit/clock'
import { EventLog } from '../../../electron/simulator/kit/eventLog'
import { Ids } from '../../../electron/simulator/kit/ids'
import { Randomness } from '../../../electron/simulator/kit/random'

const channel: IvsChannel = {
  arn: 'arn:aws:ivs:eu-west-1:111122223333:channel/abcdefghijkl',
  region: 'eu-west-1',
  name: 'show',
  latencyMode: 'LOW',
  type: 'STANDARD',
  authorized: false,
  insecureIngest: false,
  preset: '',
  recordingConfigurationArn: '',
  tags: {},
  srtPassphrase: 'example',
}

const notRecorded: StreamRecorder = {
  began: () => {},
  takenOver: () => {},
  ended: () => {},
}
const source = computedSource({})
const begin = () => broadcasts.began(channel, source, undefined)

let clock: ManualClock
let events: EventLog
let meter: Meter
let broadcasts: Broadcasts

beforeEach(() => {
  clock = new ManualClock(1_000)
  meter = new Meter(clock.now)
  const ids = new Ids(new Randomness(1))
  events = new EventLog(clock.now)
  broadcasts = new Broadcasts({ clock, meter, ids, events, changed: () => {} }, notRecorded)
})

describe('a broadcast', () => {
  it('starves when nothing arrives, and is healthy again when something does', () => {
    begin()
    expect(broadcasts.healthOf(channel.arn)).toBe('HEALTHY')
    clock.advance(3_001)
    expect(broadcasts.healthOf(channel.arn)).toBe('STARVING')
    broadcasts.continues(channel.arn)
    expect(broadcasts.healthOf(channel.arn)).toBe('HEALTHY')
    broadcasts.ended(channel.arn)
    expect(broadcasts.healthOf(channel.arn)).toBe('UNKNOWN')
  })

  it('is billed from its first picture to its end, once', () => {
    begin()
    clock.advance(60_000)
    begin()
    broadcasts.ended(channel.arn)
    clock.advance(5_000)
    broadcasts.ended(channel.arn)
    expect(meter.facts().stretches).toMatchObject([
      { kind: 'ivs-live', arn: channel.arn, from: 1_000, to: 61_000 },
    ])
  })

  it('stays on record after its end, the newest first', () => {
    for (const seconds of [10, 20]) {
      begin()
      clock.advance(seconds * 1000)
      broadcasts.ended(channel.arn)
    }
    const lengths = broadcasts
      .sessionsOf(channel.arn)
      .map(({ startedAt, endedAt }) => (endedAt ?? 0) - startedAt)
    expect(lengths).toEqual([20_000, 10_000])
  })

  it("tells what befell it in AWS's words, the oldest first", () => {
    broadcasts.connected(channel.arn)
    clock.advance(2_000)
    begin()
    clock.advance(10_000)
    broadcasts.continues(channel.arn)
    clock.advance(1_000)
    broadcasts.ended(channel.arn)
    const [session] = broadcasts.sessionsOf(channel.arn)
    expect(session?.events.map(({ name, at }) => [name, at])).toEqual([
      ['Session Created', 1_000],
      ['Stream Start', 3_000],
      ['Starvation Start', 6_001],
      ['Starvation End', 13_000],
      ['Stream End', 14_000],
      ['Session Ended', 14_000],
    ])
  })

  it('says once that it starves, however often it is looked at', () => {
    begin()
    clock.advance(60_000)
    broadcasts.healthOf(channel.arn)
    expect(events.since(0).filter(({ name }) => name === 'Starvation Start')).toHaveLength(1)
  })

  it('is forgotten by the list 60 days after its end', () => {
    begin()
    broadcasts.ended(channel.arn)
    clock.advance(59 * 86_400_000)
    expect(broadcasts.sessionsOf(channel.arn)).toHaveLength(1)
    clock.advance(86_400_000)
    expect(broadcasts.sessionsOf(channel.arn)).toEqual([])
  })

  it('leaves no trace in what is saved when it can no longer be listed', () => {
    begin()
    broadcasts.ended(channel.arn)
    clock.advance(60 * 86_400_000)
    expect(broadcasts.snapshot()).toEqual([])
  })

  it('is not billed for the time after a kill, nor are those who watched', () => {
    broadcasts.setViewers(channel.arn, 10)
    begin()
    clock.advance(60_000)
    broadcasts.continues(channel.arn)
    const saved = { meter: meter.snapshot(), sessions: broadcasts.snapshot() }
    const viewers = broadcasts.viewers()

    clock = new ManualClock(61_000 + 3_600_000)
    meter = new Meter(clock.now)
    meter.restore(saved.meter)
    const ids = new Ids(new Randomness(1))
    broadcasts = new Broadcasts({ clock, meter, ids, events, changed: () => {} }, notRecorded)
    broadcasts.restore(saved.sessions)
    broadcasts.restoreViewers(viewers)

    clock.advance(3_600_000)
    const { stretches, viewing } = meter.facts()
    expect(stretches).toMatchObject([{ kind: 'ivs-live', from: 1_000, to: 61_000 }])
    expect(Object.values(viewing)).toMatchObject([{ viewers: 0, viewerMs: 600_000 }])
    begin()
    clock.advance(15_000)
    expect(broadcasts.viewersShown(channel.arn)).toBe(10)
  })

  it('has ended with its last picture when the simulator was killed', () => {
    begin()
    clock.advance(2_000)
    broadcasts.continues(channel.arn)
    const saved = broadcasts.snapshot()
    broadcasts.restore(saved)
    expect(broadcasts.live()).toEqual([])
    expect(broadcasts.sessionsOf(channel.arn)).toMatchObject([{ endedAt: 3_000 }])
  })
})

describe('viewers', () => {
  it('show 15 seconds after they come and 60 seconds after they go', () => {
    const shown = () => broadcasts.viewersShown(channel.arn)
    begin()
    broadcasts.setViewers(channel.arn, 40)
    clock.advance(14_999)
    expect(shown()).toBe(0)
    clock.advance(1)
    expect(shown()).toBe(40)
    broadcasts.setViewers(channel.arn, 10)
    clock.advance(59_999)
    expect(shown()).toBe(40)
    clock.advance(1)
    expect(shown()).toBe(10)
  })

  it('are none while the channel is silent', () => {
    broadcasts.setViewers(channel.arn, 5)
    clock.advance(60_000)
    expect(broadcasts.viewersShown(channel.arn)).toBe(0)
    begin()
    clock.advance(15_000)
    expect(broadcasts.viewersShown(channel.arn)).toBe(5)
  })
})
