import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../electron/simulator/kit/clock'
import { Drills } from '../../../electron/simulator/kit/drills'
import { Drill } from '../../../electron/simulator/kit/drillShapes'
import { EventLog } from '../../../electron/simulator/kit/eventLog'
import { Randomness } from '../../../electron/simulator/kit/random'

function stage(seed = 1, clock = new ManualClock(0)) {
  const random = new Randomness(seed)
  const events = new EventLog(clock.now)
  return { clock, random, events, drills: new Drills({ clock, random, events }) }
}

/** When it began and ended, as listeners were told. */
function log({ clock, drills }: ReturnType<typeof stage>): string[] {
  const told: string[] = []
  drills.onStart(({ kind }) => told.push(`${kind} began ${clock.now()}`))
  drills.onEnd(({ kind }) => told.push(`${kind} ended ${clock.now()}`))
  return told
}

const call = (operation: string) => ({
  scope: 'medialive',
  operation,
  accessKeyId: 'AKID',
  throttled: () => {
    throw new Error('not asked for')
  },
})

describe('a drill', () => {
  it('begins when it was told to, lasts as long as it was told, and says both', () => {
    const world = stage()
    const told = log(world)
    world.drills.arm({ kind: 'freeze-input', inputId: '7', startInMs: 1_000, forMs: 500 })
    expect(world.drills.freezesInput('7')).toBe(false)
    expect(world.drills.list()).toMatchObject([{ state: 'waiting', startsAt: 1_000 }])
    world.clock.advance(1_000)
    expect(world.drills.freezesInput('7')).toBe(true)
    expect(world.drills.freezesInput('8')).toBe(false)
    expect(world.drills.list()).toMatchObject([{ state: 'acting', endsAt: 1_500 }])
    world.clock.advance(500)
    expect(world.drills.freezesInput('7')).toBe(false)
    expect(told).toEqual(['freeze-input began 1000', 'freeze-input ended 1500'])
    expect(world.drills.list()).toEqual([])
    expect(world.drills.all()).toMatchObject([{ state: 'over', used: 1 }])
  })

  it('comes again, as often as it was told', () => {
    const world = stage()
    const told = log(world)
    const again = { forMs: 10_000, everyMs: 60_000, times: 2 }
    world.drills.arm({ kind: 'destination-down', destination: '*', ...again })
    world.clock.advance(600_000)
    expect(told).toEqual([
      'destination-down began 0',
      'destination-down ended 10000',
      'destination-down began 60000',
      'destination-down ended 70000',
    ])
  })

  it('that acts in a moment is over with it, and repeats itself all the same', () => {
    const world = stage()
    const told = log(world)
    world.drills.arm({ kind: 'fail-pipeline', channelId: '*' })
    world.drills.arm({ kind: 'maintenance', channelId: '*', everyMs: 5_000, times: 2 })
    world.clock.advance(60_000)
    expect(told).toEqual([
      'fail-pipeline began 0',
      'fail-pipeline ended 0',
      'maintenance began 0',
      'maintenance ended 0',
      'maintenance began 5000',
      'maintenance ended 5000',
    ])
    expect(world.drills.list()).toEqual([])
  })

  it('ends when it is cleared, and what waits never begins', () => {
    const world = stage()
    const told = log(world)
    const { id } = world.drills.arm({ kind: 'drop-input', inputId: '7' })
    world.drills.arm({ kind: 'maintenance', channelId: '7', startInMs: 1_000 })
    world.drills.clear(id)
    expect(world.drills.dropsInput('7')).toBe(false)
    world.drills.clear()
    world.clock.advance(10_000)
    expect(told).toEqual(['drop-input began 0', 'drop-input ended 0'])
    expect(world.drills.all()).toEqual([])
  })

  it('may be cleared by what it sets off', () => {
    const { drills } = stage()
    drills.onStart(() => drills.clear())
    drills.arm({ kind: 'throttle', startInMs: 0, forMs: 10 })
    expect(drills.all()).toEqual([])
  })

  it('acts by its chance, on the same calls for the same seed', () => {
    const hits = (seed: number) => {
      const { drills } = stage(seed)
      drills.arm({ kind: 'lose-answer', chance: 0.3 })
      return Array.from({ length: 200 }, () => drills.befall(call('StopChannel')).cut)
    }
    const lost = hits(1).filter((cut) => cut === 'answer').length
    expect(lost).toBeGreaterThan(40)
    expect(lost).toBeLessThan(80)
    expect(hits(1)).toEqual(hits(1))
    expect(hits(1)).not.toEqual(hits(2))
  })

  it('hits the same calls whatever other drill is armed', () => {
    const hits = (others: readonly Drill[]) => {
      const { drills } = stage()
      drills.arm({ kind: 'lose-answer', chance: 0.5 })
      for (const other of others) drills.arm(other)
      return Array.from({ length: 50 }, () => drills.befall(call('StopChannel')).cut === 'answer')
    }
    expect(hits([{ kind: 'delay', delayMs: 0, chance: 0.5 }])).toEqual(hits([]))
  })

  it('that missed its chance begins at another start', () => {
    const world = stage()
    const told = log(world)
    const often = { forMs: 1_000, everyMs: 2_000, chance: 0.5 }
    world.drills.arm({ kind: 'freeze-input', inputId: '*', ...often })
    world.clock.advance(200_000)
    const began = told.filter((line) => line.includes('began')).length
    expect(began).toBeGreaterThan(30)
    expect(began).toBeLessThan(70)
  })

  it('goes on after a restart where it was, with what was due meanwhile', () => {
    const world = stage()
    world.drills.arm({ kind: 'freeze-input', inputId: '7', forMs: 1_000 })
    world.drills.arm({ kind: 'blacken-input', inputId: '7', startInMs: 500, forMs: 10_000 })
    world.drills.arm({ kind: 'lose-answer', times: 2 })
    world.drills.befall(call('StopChannel'))
    const saved: unknown = JSON.parse(JSON.stringify(world.drills.snapshot()))

    const later = stage(1, new ManualClock(2_000))
    later.drills.restore(saved as ReturnType<Drills['snapshot']>)
    later.clock.settle()
    expect(later.drills.freezesInput('7')).toBe(false)
    expect(later.drills.blackensInput('7')).toBe(true)
    expect(later.drills.befall(call('StopChannel')).cut).toBe('answer')
    expect(later.drills.befall(call('StopChannel')).cut).toBe('none')
    later.clock.advance(8_500)
    expect(later.drills.list()).toEqual([])
    expect(later.drills.arm({ kind: 'throttle' }).id).toBe('drill-4')
  })

  it('writes what happened into the log, and no name of anything', () => {
    const { drills, events } = stage()
    drills.arm({ kind: 'refuse-key', destination: 'rtmp://a.example.com/live2/secret', times: 1 })
    drills.refusesKey('rtmp://a.example.com/live2/secret')
    expect(events.since(0).map(({ kind }) => kind)).toEqual([
      'drill-armed',
      'drill-began',
      'drill-used',
      'drill-ended',
    ])
    expect(JSON.stringify(events.since(0))).not.toContain('secret')
  })

  it('touches the service it names', () => {
    const { drills } = stage()
    drills.arm({ kind: 'cut-request', scope: 'ivs' })
    expect(drills.befall(call('ListChannels')).cut).toBe('none')
    expect(drills.befall({ ...call('ListChannels'), scope: 'ivs' }).cut).toBe('request')
  })
})

describe('a drill as data', () => {
  const refusal = (drill: unknown) => Drill.safeParse(drill).error?.issues[0]?.message

  it.each([
    [{ kind: 'earthquake' }, '"earthquake" is no kind of drill'],
    [{ kind: 'throttle', speed: 3 }, 'Unrecognized key: "speed"'],
    [{ kind: 'fail-pipeline', channelId: '1', forMs: 3 }, 'Unrecognized key: "forMs"'],
    [{ kind: 'throttle', everyMs: 5_000 }, 'everyMs needs a forMs that is shorter'],
    [{ kind: 'throttle', everyMs: 5_000, forMs: 5_000 }, 'everyMs needs a forMs that is shorter'],
    [{ kind: 'throttle', chance: 2 }, 'Too big: expected number to be <=1'],
  ])('%j is refused with a sentence', (drill, sentence) => {
    expect(refusal(drill)).toBe(sentence)
  })
})
