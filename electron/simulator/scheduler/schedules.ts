import type { SimulatorContext } from '../kit/context'
import { notSimulated } from '../kit/notSimulated'
import { quotaOf } from '../kit/quotas'
import { schedulerPrincipal, type Deliveries } from './deliveries'
import { momentOf } from './expression'
import { conflict, invalid, notFound, quotaExceeded } from './faults'
import type { Groups } from './groups'
import type { ScheduleRecord } from './records'
import type { Definition } from './shapes'
import { checkTarget } from './targets'

/** A schedule fires within the minute that begins at its time (user guide, "Schedule types"). */
const precisionMs = 60_000

/** Which schedule is meant. */
export interface ScheduleKey {
  readonly region: string
  readonly groupName: string
  readonly name: string
}

interface Parts {
  readonly context: SimulatorContext
  readonly groups: Groups
  readonly deliveries: Deliveries
}

/** The schedules of the account, and the timers by which they fire. */
export class Schedules {
  readonly #schedules = new Map<string, ScheduleRecord>()
  readonly #timers = new Map<string, () => void>()

  constructor(private readonly parts: Parts) {}

  /** A second one of a name is refused; the same request under its token is answered as the first was. */
  create(key: ScheduleKey, definition: Definition, token: string | undefined): ScheduleRecord {
    const { context } = this.parts
    const dueAt = this.#check(key, definition)
    const arn = arnOf(context.account, key)
    const request = JSON.stringify(definition)
    const before = this.#schedules.get(arn)
    if (before) {
      if (this.#isRepeated(before, { token, request })) return before
      throw conflict(`Schedule ${key.name} already exists.`)
    }
    this.#checkQuota(key.region)
    const now = context.clock.now()
    const record: ScheduleRecord = {
      ...key,
      arn,
      definition,
      createdAt: now,
      modifiedAt: now,
      madeBy: { token, request },
      firing: this.#firingOf(definition, dueAt),
    }
    this.#put(record)
    context.events.append('schedule-created', { scheduleArn: arn, ...record.firing })
    return record
  }

  /** The whole definition is replaced: what was left out of it has its default again. */
  update(key: ScheduleKey, definition: Definition): ScheduleRecord {
    const { context } = this.parts
    const dueAt = this.#check(key, definition)
    const record: ScheduleRecord = {
      ...this.existing(key),
      definition,
      modifiedAt: context.clock.now(),
      firing: this.#firingOf(definition, dueAt),
    }
    this.#put(record)
    context.events.append('schedule-updated', { scheduleArn: record.arn, ...record.firing })
    return record
  }

  delete(key: ScheduleKey): void {
    this.parts.groups.existing(key.region, key.groupName)
    this.#remove(this.existing(key).arn)
  }

  existing(key: ScheduleKey): ScheduleRecord {
    this.parts.groups.existing(key.region, key.groupName)
    const found = this.#schedules.get(arnOf(this.parts.context.account, key))
    if (!found) throw notFound(`Schedule ${key.name}`)
    return found
  }

  all(): readonly ScheduleRecord[] {
    return [...this.#schedules.values()]
  }

  deleteGroup(region: string, groupName: string): void {
    for (const record of this.all()) {
      if (record.region === region && record.groupName === groupName) this.#remove(record.arn)
    }
  }

  /** The last word on an invocation: a schedule that is to be deleted after it is deleted now. */
  completed(arn: string): void {
    const record = this.#schedules.get(arn)
    const isDone = record !== undefined && record.firing === undefined
    if (isDone && record.definition.ActionAfterCompletion === 'DELETE') this.#remove(arn)
  }

  clear(): void {
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
    this.#schedules.clear()
  }

  restore(records: readonly ScheduleRecord[]): void {
    this.clear()
    for (const record of records) this.#put(record)
  }

  #isRepeated(before: ScheduleRecord, { token, request }: ScheduleRecord['madeBy']): boolean {
    if (this.parts.context.assumptions.of('create-schedule-repeated') === 'conflict') return false
    const { madeBy } = before
    return token !== undefined && madeBy.token === token && madeBy.request === request
  }

  #check(key: ScheduleKey, definition: Definition): number | undefined {
    const { context, groups } = this.parts
    const { Target, FlexibleTimeWindow: window } = definition
    if (window.Mode === 'FLEXIBLE' && window.MaximumWindowInMinutes === undefined) {
      throw invalid('MaximumWindowInMinutes is required when FlexibleTimeWindow is FLEXIBLE.')
    }
    if (window.Mode === 'OFF' && window.MaximumWindowInMinutes !== undefined) {
      throw invalid('MaximumWindowInMinutes cannot be set when FlexibleTimeWindow is OFF.')
    }
    groups.existing(key.region, key.groupName)
    if (!context.roles.trusts(Target.RoleArn, schedulerPrincipal)) {
      throw invalid(
        'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
      )
    }
    checkTarget(Target)
    const dueAt = momentOf(definition.ScheduleExpression, definition.ScheduleExpressionTimezone)
    this.#refusePast(dueAt, definition)
    if (definition.KmsKeyArn !== undefined) throw notSimulated('A schedule under a KMS key')
    return dueAt
  }

  #refusePast(dueAt: number | undefined, { ScheduleExpression }: Definition): void {
    const { assumptions, clock } = this.parts.context
    if (assumptions.of('schedule-in-the-past') === 'fires-soon') return
    if (dueAt === undefined || dueAt > clock.now()) return
    throw invalid(`Invalid Schedule Expression ${ScheduleExpression}.`)
  }

  #checkQuota(region: string): void {
    const quota = quotaOf(this.parts.context, 'scheduler.schedules')
    const existing = this.all().filter((record) => record.region === region).length
    if (existing >= quota) {
      throw quotaExceeded(`You have reached your quota of ${quota} schedules.`)
    }
  }

  /** When exactly: somewhere in the minute, and before that somewhere in the flexible window. */
  #firingOf(definition: Definition, dueAt: number | undefined): ScheduleRecord['firing'] {
    if (dueAt === undefined || definition.State === 'DISABLED') return undefined
    const { clock, random } = this.parts.context
    const stream = random.stream('scheduler:firing')
    const windowMs = (definition.FlexibleTimeWindow.MaximumWindowInMinutes ?? 0) * 60_000
    const delayMs = Math.floor(stream.next() * windowMs) + Math.floor(stream.next() * precisionMs)
    return { dueAt, at: Math.max(dueAt, clock.now()) + delayMs }
  }

  #put(record: ScheduleRecord): void {
    this.#timers.get(record.arn)?.()
    this.#timers.delete(record.arn)
    this.#schedules.set(record.arn, record)
    const { firing } = record
    if (firing) {
      const { clock } = this.parts.context
      this.#timers.set(
        record.arn,
        clock.at(firing.at, () => this.#fire(record, firing)),
      )
    }
    this.parts.context.changed()
  }

  #fire(record: ScheduleRecord, { dueAt }: { readonly dueAt: number }): void {
    const { context, deliveries } = this.parts
    const now = context.clock.now()
    // Fired and done, before the target is called: the call may look at the world.
    this.#put({ ...record, firing: undefined })
    deliveries.begin({
      executionId: context.ids.hex('schedule-execution', 16),
      region: record.region,
      scheduleArn: record.arn,
      target: record.definition.Target,
      dueAt,
      firstAt: now,
      nextAt: now,
      retries: 0,
      lastError: undefined,
    })
  }

  #remove(arn: string): void {
    const { context, deliveries } = this.parts
    this.#timers.get(arn)?.()
    this.#timers.delete(arn)
    this.#schedules.delete(arn)
    deliveries.abandon(arn)
    context.events.append('schedule-deleted', { scheduleArn: arn })
    context.changed()
  }
}

const arnOf = (account: string, { region, groupName, name }: ScheduleKey) =>
  `arn:aws:scheduler:${region}:${account}:schedule/${groupName}/${name}`
