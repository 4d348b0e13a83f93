import type { Definition, Tags } from './shapes'

/** A schedule and when it is going to fire; times in epoch ms. */
export interface ScheduleRecord {
  readonly region: string
  readonly arn: string
  readonly groupName: string
  readonly name: string
  readonly definition: Definition
  readonly createdAt: number
  readonly modifiedAt: number
  /** The call that made it, to know it again by its token. */
  readonly madeBy: { readonly token: string | undefined; readonly request: string }
  /** Undefined: has fired, is disabled, or its time does not exist. */
  readonly firing: { readonly dueAt: number; readonly at: number } | undefined
}

export interface GroupRecord {
  readonly region: string
  readonly name: string
  readonly tags: Tags
  readonly createdAt: number
  readonly modifiedAt: number
  readonly token: string | undefined
}

/** One invocation of a target, from the moment the schedule fired until it succeeds or is given up. */
export interface Delivery {
  readonly executionId: string
  readonly region: string
  readonly scheduleArn: string
  readonly target: Definition['Target']
  readonly dueAt: number
  /** The first try; the age of the event counts from here. */
  readonly firstAt: number
  readonly nextAt: number
  readonly retries: number
  readonly lastError: { readonly code: string; readonly message: string } | undefined
}

/** A message as it would lie in the dead-letter queue. */
export interface DeadLetter {
  readonly at: number
  readonly queueArn: string
  readonly body: string
  readonly messageAttributes: Readonly<
    Record<string, { readonly StringValue: string; readonly DataType: 'String' }>
  >
}

export interface SavedScheduler {
  readonly schedules: readonly ScheduleRecord[]
  readonly groups: readonly GroupRecord[]
  readonly deliveries: readonly Delivery[]
  readonly deadLetters: readonly DeadLetter[]
}
