import { describe, expect, it } from 'vitest'
import { Assumptions } from '../../../electron/simulator/kit/assumptions'
import { failoverOf } from '../../../electron/simulator/medialive/failover'
import { lockedMs, startOf } from '../../../electron/simulator/medialive/schedule/actionRules'
import {
  latestSwitch,
  nameOf,
  orderKey,
  withoutStale,
  type KeptAction,
} from '../../../electron/simulator/medialive/schedule/actions'
import {
  ScheduleAction,
  type ActionKind,
} from '../../../electron/simulator/medialive/schedule/actionShapes'
import { deletionProblems } from '../../../electron/simulator/medialive/schedule/deletionRules'
import { firstRun } from '../../../electron/simulator/medialive/schedule/runs'
import { openWorld, region, spec } from './mediaLiveWorldFixture'

const hour = 3_600_000

type Settings = { readonly [Kind in ActionKind]?: unknown }
const toMain: Settings = { inputSwitchSettings: { inputAttachmentNameReference: 'main' } }
const toSpare: Settings = { inputSwitchSettings: { inputAttachmentNameReference: 'spare' } }
const tag: Settings = { id3SegmentTaggingSettings: { tag: 'take' } }
const pause: Settings = { pauseStateSettings: { pipelines: [{ pipelineId: 'PIPELINE_1' }] } }

const immediate = { immediateModeScheduleActionStartSettings: {} }
const fixed = (timeMs: number) => ({
  fixedModeScheduleActionStartSettings: { time: new Date(timeMs).toISOString() },
})
const after = (referenceActionName: string, followPoint = 'START') => ({
  followModeScheduleActionStartSettings: { referenceActionName, followPoint },
})

const action = (actionName: string, scheduleActionSettings: Settings, start: object = immediate) =>
  ScheduleAction.parse({
    actionName,
    scheduleActionSettings,
    scheduleActionStartSettings: start,
  })

let orders = 0
/** In the schedule; `startsAt` undefined: it follows another. */
const kept = (of: ScheduleAction, startsAt: number | undefined, passedAt?: number): KeptAction => ({
  action: of,
  order: ++orders,
  startsAt,
  passedAt,
})

const names = (actions: readonly KeptAction[]) => actions.map(nameOf)

describe('the start of an action', () => {
  it.each([
    ['at once for one pipeline', action('cut', toMain), 'SINGLE_PIPELINE', 1000],
    ['10 s later for a switch of two', action('cut', toMain), 'STANDARD', 11_000],
    ['at once for anything else of two', action('tag', tag), 'STANDARD', 1000],
    ['at its time when fixed', action('cut', toMain, fixed(90_000)), 'STANDARD', 90_000],
    [
      'not known of a follower',
      action('cut', toMain, after('other', 'END')),
      'STANDARD',
      undefined,
    ],
  ] as const)('is %s', (_, of, channelClass, startsAt) => {
    expect(startOf(of, { now: 1000, channelClass })).toBe(startsAt)
  })
})

describe('the order of a schedule', () => {
  it('is that of performance, a follower behind what it follows', () => {
    const actions = [
      kept(action('late', toMain, fixed(9 * hour)), 9 * hour),
      kept(action('early', toMain, fixed(hour)), hour),
      kept(action('with-early', tag, after('early')), undefined),
      kept(action('middle', toMain, fixed(2 * hour)), 2 * hour),
    ]
    const sorted = actions.toSorted((one, other) =>
      orderKey(actions, one) < orderKey(actions, other) ? -1 : 1,
    )
    expect(names(sorted)).toEqual(['early', 'with-early', 'middle', 'late'])
  })
})

describe('what AWS cleans up', () => {
  const switched = (name: string, at: number) => kept(action(name, toMain, fixed(at)), at, at)

  it('is what was performed more than an hour ago, but for the last switch', () => {
    const actions = [switched('first', 0), switched('second', 1), kept(action('tag', tag), 2, 2)]
    expect(names(withoutStale(actions, hour))).toEqual(['first', 'second', 'tag'])
    expect(names(withoutStale(actions, hour + 2))).toEqual(['second', 'tag'])
    expect(names(withoutStale(actions, hour + 3))).toEqual(['second'])
  })

  it('takes followers along, and leaves what is still to come', () => {
    const actions = [
      switched('first', 0),
      kept(action('with-first', tag, after('first')), undefined, 0),
      switched('second', 5),
      kept(action('future', toMain, fixed(9 * hour)), 9 * hour),
    ]
    expect(names(withoutStale(actions, hour + 1))).toEqual(['second', 'future'])
  })
})

describe('the input a run begins with', () => {
  const channel = spec('1000001', {
    inputAttachments: [
      { inputId: '1000001', inputAttachmentName: 'main' },
      { inputId: '1000002', inputAttachmentName: 'spare' },
    ],
  })
  const first = (actions: readonly KeptAction[]) => firstRun(actions, channel, new Assumptions())

  it('is the first attachment without a schedule', () => {
    expect(first([])).toMatchObject({ attachmentName: 'main', switchedBy: undefined, paused: [] })
  })

  it('is that of the latest switch whose time has come, whatever came into the schedule later', () => {
    const actions = [
      kept(action('spare', toSpare, fixed(20)), 20, 20),
      kept(action('main', toMain, fixed(10)), 10, 10),
      kept(action('future', toMain, fixed(9 * hour)), 9 * hour),
    ]
    expect(first(actions)).toMatchObject({ attachmentName: 'spare', switchedBy: 'spare' })
  })

  it('is not one that only a follower named', () => {
    const actions = [kept(action('follower', toSpare, after('gone', 'END')), undefined, 20)]
    expect(latestSwitch(actions)).toBeUndefined()
  })

  it('is the first attachment when the one that was switched to is gone', () => {
    const gone = { inputSwitchSettings: { inputAttachmentNameReference: 'gone' } }
    expect(first([kept(action('cut', gone), 1, 1)])).toMatchObject({
      attachmentName: 'main',
      switchedBy: undefined,
    })
  })

  it('is held with a pause whose time has come', () => {
    expect(first([kept(action('hold', pause), 1, 1)]).paused).toEqual(['1'])
  })
})

describe('deleting', () => {
  const facts = (now: number, channel: 'idle' | 'running' | 'recovering') => ({ now, channel })
  const at = (startsAt: number, settings: Settings = tag) =>
    kept(action('it', settings, fixed(startsAt)), startsAt)

  it.each([
    [lockedMs, tag, 'running', 0],
    [lockedMs - 1, tag, 'running', 1],
    [lockedMs - 1, tag, 'idle', 1],
    [lockedMs - 1, toMain, 'idle', 0],
    [lockedMs - 1, toMain, 'recovering', 1],
    [1, tag, 'running', 1],
  ] as const)('what starts in %d ms', (inMs, settings, channel, problems) => {
    const found = deletionProblems([at(1000 + inMs, settings)], ['it'], facts(1000, channel))
    expect(found).toHaveLength(problems)
  })

  it.each([
    ['running', 1],
    ['recovering', 0],
    ['idle', 0],
  ] as const)('the switch on air while %s', (channel, problems) => {
    const onAir = kept(action('it', toMain), 500, 500)
    expect(deletionProblems([onAir], ['it'], facts(1000, channel))).toHaveLength(problems)
  })

  it('the chain that follows the switch on air is refused while it runs', () => {
    const actions = [
      kept(action('cut', toMain), 500, 500),
      kept(action('next', toSpare, after('cut', 'END')), undefined),
    ]
    expect(deletionProblems(actions, ['next'], facts(1000, 'running'))).toHaveLength(1)
  })

  it('one action twice is refused', () => {
    expect(deletionProblems([at(hour)], ['it', 'it'], facts(0, 'running'))).toHaveLength(1)
  })
})

describe('the picture', () => {
  function runningChannel() {
    const opened = openWorld()
    const { world, settle } = opened
    const group = world.securityGroups.create(region, { whitelistRules: [{ cidr: '127.0.0.0/8' }] })
    const [main, spare] = (['main', 'spare'] as const).map((name) =>
      world.inputs.create(region, {
        name,
        type: 'RTMP_PUSH',
        destinations: [{ streamName: `live/${name}` }],
        inputSecurityGroups: [group.id],
      }),
    )
    settle()
    const inputAttachments = [main, spare].map((input) => ({
      inputId: input?.id ?? '',
      inputAttachmentName: input?.name ?? '',
      inputSettings: { audioSelectors: [{ name: 'program' }] },
    }))
    const { id } = world.channels.create(region, spec('', { inputAttachments }))
    settle()
    const update = (...scheduleActions: ScheduleAction[]) =>
      world.schedules.update(world.channels.existing(region, id), { creates: { scheduleActions } })
    const start = () => {
      world.channels.start(region, id)
      settle()
    }
    return { ...opened, id, update, start }
  }
  const hold = { pauseStateSettings: { pipelines: [{ pipelineId: 'PIPELINE_0' }] } }

  it('is told of switches and of exactly the pipelines that are held from then on', () => {
    const { picture, id, update, start } = runningChannel()
    start()
    update(
      action('cut', toSpare),
      action('hold', hold),
      action('go-on', { pauseStateSettings: {} }),
    )
    expect(picture.told).toEqual([
      `running ${id}`,
      `switched ${id} to spare`,
      `paused ${id} [0]`,
      `paused ${id} []`,
    ])
  })

  it('is held while the run goes on and is billed', () => {
    const { world, id, update, start, context } = runningChannel()
    start()
    update(action('hold', hold))
    context.clock.advance(hour)
    const runs = context.meter.facts().stretches.filter(({ kind }) => kind === 'channel-run')
    expect(world.channels.existing(region, id).state).toBe('RUNNING')
    expect(runs).toHaveLength(1)
    expect(runs[0]?.to).toBeNull()
  })

  it('hears of nothing while the channel is idle, and begins where the schedule is then', () => {
    const { picture, id, update, start } = runningChannel()
    update(action('cut', toSpare), action('hold', hold))
    expect(picture.told).toEqual([])
    start()
    expect(picture.told).toEqual([`running ${id}`])
    expect(picture.running[0]).toMatchObject({ activeAttachment: 'spare', pausedPipelines: ['0'] })
  })

  it('is left to bring a pipeline back as it was: the other one may have failed over', () => {
    const { picture, id, update, start, context, settle } = runningChannel()
    start()
    update(action('cut', toSpare), action('hold', hold))
    context.drills.arm({ kind: 'fail-pipeline', channelId: id })
    settle()
    expect(picture.told.slice(3)).toEqual([`down ${id} [0]`, `up ${id} [0]`])
  })

  it('is not told of an input that is attached no more', () => {
    const { picture, world, id, update, start, context } = runningChannel()
    update(action('cut', toSpare, fixed(context.clock.now() + 2 * hour)))
    const [main] = world.channels.existing(region, id).spec.inputAttachments
    world.channels.update(region, id, { inputAttachments: main ? [main] : [] })
    context.clock.advance(hour)
    start()
    context.clock.advance(hour)
    expect(picture.told).toEqual([`running ${id}`])
    const [event] = context.events.since(0).filter(({ kind }) => kind === 'schedule-action')
    expect(event).toMatchObject({ actionName: 'cut', performed: false })
  })

  it('takes up a schedule that was saved, what is due in the meantime included', () => {
    const { world, update, start, context, id } = runningChannel()
    start()
    update(action('cut', toSpare, fixed(context.clock.now() + hour)))
    const restored = openWorld()
    restored.context.clock.resumeAt(context.clock.now())
    restored.world.restore(JSON.parse(JSON.stringify(world.snapshot())))
    restored.world.attachPicture(restored.picture)
    restored.context.clock.advance(hour)
    expect(restored.picture.told).toEqual([`running ${id}`, `switched ${id} to spare`])
  })
})

describe('the failover of an attachment', () => {
  const attachment = (settings: object) => ({
    inputId: '1000001',
    automaticInputFailoverSettings: { secondaryInputId: '1000002', ...settings },
  })

  it('is after 3 s of loss and back after 30 s, and to nobody’s preference, unless told', () => {
    expect(failoverOf(attachment({}))).toEqual({
      secondaryInputId: '1000002',
      preference: 'EQUAL_INPUT_PREFERENCE',
      errorClearMs: 30_000,
      conditions: [{ kind: 'input-loss', afterMs: 3_000 }],
    })
    expect(failoverOf({ inputId: '1000001' })).toBeUndefined()
  })

  it('is by the conditions that were given', () => {
    const failoverConditions = [
      { failoverConditionSettings: { inputLossSettings: { inputLossThresholdMsec: 100 } } },
      { failoverConditionSettings: { videoBlackSettings: {} } },
      {
        failoverConditionSettings: {
          audioSilenceSettings: { audioSelectorName: 'a', audioSilenceThresholdMsec: 1000 },
        },
      },
    ]
    expect(failoverOf(attachment({ failoverConditions }))?.conditions).toEqual([
      { kind: 'input-loss', afterMs: 100 },
      { kind: 'video-black', afterMs: 3_000 },
      { kind: 'audio-silence', afterMs: 1_000 },
    ])
  })
})
