import type { SimulatorContext } from '../../kit/context'
import { badRequest, unprocessable } from '../faults'
import { noPicture, type PicturePlane } from '../picturePort'
import type { ChannelRecord, ChannelState } from '../records'
import { creationProblems, startOf, type ActionFacts } from './actionRules'
import { followedBy, isSwitch, kindOf, nameOf, withoutStale, type KeptAction } from './actions'
import type { ScheduleAction, ScheduleBatch } from './actionShapes'
import { deletionProblems, type DeletionFacts } from './deletionRules'
import { firstRun, runAfter, type ScheduledRun } from './runs'

/** A channel's schedule and what it has made of the present run; JSON. */
export interface ChannelSchedule {
  readonly channelId: string
  readonly actions: readonly KeptAction[]
  readonly nextOrder: number
  /** Undefined while the channel does not run. */
  readonly run: ScheduledRun | undefined
}

/** User guide, "Limitations and rules": those that have been performed count as well. */
const mostActions = 1500

/** Schedules of channels: kept, checked, and performed when their time comes. */
export class Schedules {
  readonly #schedules = new Map<string, ChannelSchedule>()
  #plane: PicturePlane = noPicture

  constructor(
    private readonly context: SimulatorContext,
    private readonly channelOf: (id: string) => ChannelRecord,
  ) {}

  attachPicture(plane: PicturePlane): void {
    this.#plane = plane
  }

  /** What is in the schedule now; what AWS has cleaned up is not. */
  actionsOf(channelId: string): readonly KeptAction[] {
    return withoutStale(this.#of(channelId).actions, this.context.clock.now())
  }

  runOf(channelId: string): ScheduledRun | undefined {
    return this.#schedules.get(channelId)?.run
  }

  /** All or nothing: deletes go before creates, whatever their order in the request. */
  update(
    channel: ChannelRecord,
    { creates, deletes }: ScheduleBatch,
  ): { readonly created: readonly ScheduleAction[]; readonly deleted: readonly ScheduleAction[] } {
    const before = this.actionsOf(channel.id)
    const names = deletes?.actionNames ?? []
    const created = creates?.scheduleActions ?? []
    if (names.length + created.length === 0)
      throw badRequest('There is nothing to create or delete')
    const left = before.filter((kept) => !names.includes(nameOf(kept)))
    const facts = this.#factsOf(channel, left)
    const problems = [
      ...deletionProblems(before, names, { now: facts.now, channel: phaseOf(channel.state) }),
      ...creationProblems(facts, left, created),
    ]
    if (problems.length > 0) throw unprocessable(problems)
    if (left.length + created.length > mostActions) {
      throw badRequest(`A schedule may hold ${mostActions} actions`)
    }
    const deleted = before.filter((kept) => names.includes(nameOf(kept)))
    this.#put({ ...this.#of(channel.id), actions: left })
    for (const action of created) this.#add(channel, action, facts)
    this.context.changed()
    return { created, deleted: deleted.map(({ action }) => action) }
  }

  /** Everything goes; what has been performed stays as it is. */
  wipe(channelId: string): void {
    this.#put({ ...this.#of(channelId), actions: [] })
    this.context.changed()
  }

  /** Called as the channel begins to run: how it begins. */
  runBegins(channel: ChannelRecord): ScheduledRun {
    const actions = this.actionsOf(channel.id)
    const run = firstRun(actions, channel.spec, this.context.assumptions)
    this.#put({ ...this.#of(channel.id), run })
    return run
  }

  runEnds(channelId: string): void {
    if (this.runOf(channelId)) this.#put({ ...this.#of(channelId), run: undefined })
  }

  forget(channelId: string): void {
    this.#schedules.delete(channelId)
  }

  snapshot(): readonly ChannelSchedule[] {
    return [...this.#schedules.values()]
  }

  restore(schedules: readonly ChannelSchedule[]): void {
    for (const schedule of schedules) {
      this.#put(schedule)
      for (const kept of schedule.actions) this.#arm(schedule.channelId, kept)
    }
  }

  clear(): void {
    this.#schedules.clear()
  }

  #factsOf({ spec, channelClass }: ChannelRecord, left: readonly KeptAction[]): ActionFacts {
    const { clock, assumptions } = this.context
    const mayFollowLive = assumptions.of('follow-live-input') === 'never-fires'
    const passed = left.filter(({ passedAt }) => passedAt !== undefined).map(nameOf)
    return { spec, channelClass, now: clock.now(), passed, mayFollowLive }
  }

  #add(channel: ChannelRecord, action: ScheduleAction, facts: ActionFacts): void {
    const schedule = this.#of(channel.id)
    const startsAt = startOf(action, facts)
    const kept = { action, order: schedule.nextOrder, startsAt, passedAt: undefined }
    this.#put({
      ...schedule,
      actions: [...schedule.actions, kept],
      nextOrder: schedule.nextOrder + 1,
    })
    if (startsAt !== undefined && startsAt <= facts.now) this.#pass(channel.id, kept.order)
    else this.#arm(channel.id, kept)
  }

  #arm(channelId: string, { startsAt, passedAt, order }: KeptAction): void {
    if (startsAt === undefined || passedAt !== undefined) return
    this.context.clock.at(startsAt, () => this.#pass(channelId, order))
  }

  /** Its time has come: a running channel performs it, and those that follow its start. */
  #pass(channelId: string, order: number): void {
    const schedule = this.#schedules.get(channelId)
    const kept = schedule?.actions.find((each) => each.order === order)
    if (schedule === undefined || kept === undefined || kept.passedAt !== undefined) return
    const passedAt = this.context.clock.now()
    this.#put({
      ...schedule,
      actions: schedule.actions.map((each) => (each === kept ? { ...each, passedAt } : each)),
    })
    this.#perform(channelId, kept)
    const followers = schedule.actions.filter(({ action }) => {
      const follow = followedBy(action)
      return follow?.referenceActionName === nameOf(kept) && follow.followPoint === 'START'
    })
    for (const follower of followers) this.#pass(channelId, follower.order)
    this.context.changed()
  }

  #perform(channelId: string, kept: KeptAction): void {
    const run = this.runOf(channelId)
    const { events, clock } = this.context
    const after = run && runAfter(run, kept, this.channelOf(channelId).spec, clock.now())
    const isLost = after !== undefined && after === run && isSwitch(kept)
    events.append('schedule-action', {
      channelId,
      actionName: nameOf(kept),
      does: kindOf(kept.action),
      performed: run !== undefined && !isLost,
    })
    if (after === undefined || after === run) return
    this.#put({ ...this.#of(channelId), run: after })
    const { inputSwitchSettings, pauseStateSettings } = kept.action.scheduleActionSettings
    if (inputSwitchSettings) this.#plane.switchInput(channelId, after.attachmentName)
    if (pauseStateSettings) this.#plane.pausePipelines(channelId, after.paused)
  }

  #of(channelId: string): ChannelSchedule {
    return (
      this.#schedules.get(channelId) ?? { channelId, actions: [], nextOrder: 1, run: undefined }
    )
  }

  #put(schedule: ChannelSchedule): void {
    this.#schedules.set(schedule.channelId, schedule)
  }
}

function phaseOf(state: ChannelState): DeletionFacts['channel'] {
  if (state === 'RUNNING') return 'running'
  return state === 'RECOVERING' ? 'recovering' : 'idle'
}
