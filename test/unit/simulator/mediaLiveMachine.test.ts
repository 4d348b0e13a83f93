import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { billOf } from '../../../electron/simulator/bill/bill'
import type { StretchFact } from '../../../electron/simulator/bill/meter'
import { AwsFault } from '../../../electron/simulator/kit/aws'
import { spec, openWorld, region } from './mediaLiveWorldFixture'

/** Every change of state that AWS documents or that a command begins; nothing else may ever be seen. */
const allowed = new Set([
  'none>CREATING',
  'CREATING>IDLE',
  'CREATING>CREATE_FAILED',
  'IDLE>STARTING',
  'STARTING>RUNNING',
  'STARTING>STOPPING',
  'RUNNING>STOPPING',
  'RUNNING>RECOVERING',
  'RECOVERING>RUNNING',
  'RECOVERING>STOPPING',
  'STOPPING>IDLE',
  'IDLE>UPDATING',
  'UPDATE_FAILED>UPDATING',
  'UPDATING>IDLE',
  'UPDATING>UPDATE_FAILED',
  'IDLE>DELETING',
  'CREATE_FAILED>DELETING',
  'UPDATE_FAILED>DELETING',
  'DELETING>DELETED',
])

const step = fc.oneof(
  fc.constantFrom('start', 'stop', 'update', 'delete', 'deleteInput', 'look').map((command) => ({
    command,
    ms: 0,
  })),
  fc
    .constantFrom('failPipeline', 'failNextUpdate', 'maintenance', 'restart')
    .map((command) => ({ command, ms: 0 })),
  fc.integer({ min: 1, max: 200_000 }).map((ms) => ({ command: 'wait', ms })),
)
type Step = { readonly command: string; readonly ms: number }

function play(steps: readonly Step[]) {
  const opened = openWorld()
  const { world, context, settle } = opened
  const group = world.securityGroups.create(region, { whitelistRules: [{ cidr: '127.0.0.0/8' }] })
  const input = world.inputs.create(region, {
    name: 'host',
    type: 'RTMP_PUSH',
    destinations: [{ streamName: 'live/host' }],
    inputSecurityGroups: [group.id],
  })
  const { id } = world.channels.create(region, spec(input.id))
  const commands: Readonly<Record<string, () => unknown>> = {
    start: () => world.channels.start(region, id),
    stop: () => world.channels.stop(region, id),
    update: () => world.channels.update(region, id, { name: 'renamed' }),
    delete: () => world.channels.delete(region, id),
    deleteInput: () => world.inputs.delete(region, input.id),
    look: () => [world.channels.list(region), world.inputs.describe(region, input.id)],
    failPipeline: () => world.channels.disturb('byFailure', id),
    maintenance: () => world.channels.disturb('byMaintenance', id),
    restart: () => world.channels.restartPipelines(region, id, ['0']),
    failNextUpdate: () => context.drills.arm({ kind: 'fail-update', times: 1 }),
  }
  for (const { command, ms } of steps) {
    context.clock.advance(ms)
    refusable(() => commands[command]?.())
  }
  return { ...opened, id, inputId: input.id, settle }
}

/** A refusal is an answer too; anything else is a bug. */
function refusable(call: () => unknown): void {
  try {
    call()
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error
    expect([404, 409]).toContain(error.status)
  }
}

// Without a least length fast-check mostly makes sequences too short to get a channel running.
const steps = fc.array(step, { minLength: 15, maxLength: 60, size: 'max' })
const runs = { numRuns: 200 }

describe('whatever one does to a channel', () => {
  it('only documented changes of state are ever seen', () => {
    fc.assert(
      fc.property(steps, (played) => {
        const { context } = play(played)
        const seen = context.events
          .since(0)
          .filter(({ kind }) => kind === 'channel-state')
          .map(({ from, to }) => `${String(from)}>${String(to)}`)
        expect(seen.filter((change) => !allowed.has(change))).toEqual([])
      }),
      runs,
    )
  })

  it('comes to rest, and its input is attached exactly as long as it exists', () => {
    fc.assert(
      fc.property(steps, (played) => {
        const { world, id, inputId, settle } = play(played)
        settle()
        settle()
        const channel = world.channels.describe(region, id)
        const input = world.inputs.describe(region, inputId)
        expect(['IDLE', 'RUNNING', 'CREATE_FAILED', 'UPDATE_FAILED', 'DELETED']).toContain(
          channel.state,
        )
        const isGone = channel.state === 'DELETED'
        expect(input.channelId).toBe(isGone ? undefined : id)
        expect(isGone ? ['DETACHED', 'DELETED'] : ['ATTACHED']).toContain(input.state)
      }),
      runs,
    )
  })

  it('the picture is told of running and stopping in turn, and of what goes down and up between', () => {
    const before: Readonly<Record<string, readonly string[]>> = {
      running: ['nothing', 'stopped'],
      stopped: ['running', 'down', 'up'],
      down: ['running', 'up'],
      up: ['down'],
    }
    fc.assert(
      fc.property(steps, (played) => {
        const { picture } = play(played)
        const told = ['nothing', ...picture.told.map((each) => each.split(' ')[0] ?? '')]
        told.slice(1).forEach((each, index) => expect(before[each]).toContain(told[index]))
      }),
      runs,
    )
  })

  it('every moment of it is billed once, as a run or as idle', () => {
    fc.assert(
      fc.property(steps, (played) => {
        const { context, id } = play(played)
        const own = context.meter
          .facts()
          .stretches.filter((fact) => channelOf(fact) === id)
          .sort((one, other) => one.from - other.from || end(one) - end(other))
        own.slice(1).forEach((fact, index) => expect(fact.from).toBe(own[index]?.to))
        const bill = billOf(context.meter.facts(), context.clock.now())
        expect(bill.lines.every(({ micros }) => Number.isInteger(micros) && micros >= 0)).toBe(true)
      }),
      runs,
    )
  })

  it('a snapshot taken then leads to the same end', () => {
    fc.assert(
      fc.property(steps, (played) => {
        const { world, context, id, inputId } = play(played)
        const again = openWorld()
        again.context.clock.resumeAt(context.clock.now())
        again.world.restore(JSON.parse(JSON.stringify(world.snapshot())))
        again.context.random.restore(context.random.snapshot())
        for (const one of [context, again.context]) one.clock.advance(3_600_000)
        for (const [mine, theirs] of [
          [again.world.channels.describe(region, id), world.channels.describe(region, id)],
          [again.world.inputs.describe(region, inputId), world.inputs.describe(region, inputId)],
        ] as const) {
          expect(mine.state).toBe(theirs.state)
        }
      }),
      { numRuns: 50 },
    )
  })
})

const channelOf = (fact: StretchFact): string | undefined => {
  if (fact.kind === 'channel-run') return fact.run.channelId
  return fact.kind === 'idle' && fact.resource === 'channel' ? fact.id : undefined
}
const end = ({ to }: StretchFact) => to ?? Number.MAX_SAFE_INTEGER
