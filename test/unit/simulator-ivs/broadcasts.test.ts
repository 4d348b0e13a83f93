import { beforeEach, describe, expect, it } from 'vitest'
import { Meter } from '../../../electron/simulator/bill/meter'
import { Broadcasts } from '../../../electron/simulator/ivs/broadcasts'
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
  tags: {},
  srtPassphrase: 'example',
}

let clock: ManualClock
let meter: Meter
let broadcasts: Broadcasts

beforeEach(() => {
  clock = new ManualClock(1_000)
  meter = new Meter(clock.now)
  const ids = new Ids(new Randomness(1))
  const events = new EventLog(clock.now)
  broadcasts = new Broadcasts({ clock, meter, ids, events, changed: () => {} })
})

describe('a broadcast', () => {
  it('starves when nothing arrives, and is healthy again when something does', () => {
    broadcasts.began(channel)
    expect(broadcasts.healthOf(channel.arn)).toBe('HEALTHY')
    clock.advance(3_001)
    expect(broadcasts.healthOf(channel.arn)).toBe('STARVING')
    broadcasts.continues(channel.arn)
    expect(broadcasts.healthOf(channel.arn)).toBe('HEALTHY')
    broadcasts.ended(channel.arn)
    expect(broadcasts.healthOf(channel.arn)).toBe('UNKNOWN')
  })

  it('is billed from its first picture to its end, once', () => {
    broadcasts.began(channel)
    clock.advance(60_000)
    broadcasts.began(channel)
    broadcasts.ended(channel.arn)
    clock.advance(5_000)
    broadcasts.ended(channel.arn)
    expect(meter.facts().stretches).toMatchObject([
      { kind: 'ivs-live', arn: channel.arn, from: 1_000, to: 61_000 },
    ])
  })

  it('stays on record after its end, the newest first', () => {
    for (const seconds of [10, 20]) {
      broadcasts.began(channel)
      clock.advance(seconds * 1000)
      broadcasts.ended(channel.arn)
    }
    const lengths = broadcasts
      .sessionsOf(channel.arn)
      .map(({ startedAt, endedAt }) => (endedAt ?? 0) - startedAt)
    expect(lengths).toEqual([20_000, 10_000])
  })
})
