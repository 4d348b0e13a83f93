import { AwsFault } from '../kit/aws'
import type { Calls } from '../kit/calls'
import type { SimulatorContext } from '../kit/context'
import { deadLetterOf, type Exhausted } from './deadLetters'
import type { DeadLetter, Delivery } from './records'
import { backOffMs, isRetried } from './retries'
import { callOf } from './targets'

/** More than these a rehearsal does not look at. */
const mostDeadLettersKept = 1000

/** What the execution role does not let the scheduler do. */
const forbidden = (message: string) => new AwsFault(403, 'AccessDeniedException', message)

export const schedulerPrincipal = 'scheduler.amazonaws.com'

/** Calls targets, again while that may help, and keeps what could not be delivered. */
export class Deliveries {
  readonly #underWay = new Map<string, { delivery: Delivery; cancel: () => void }>()
  #deadLetters: readonly DeadLetter[] = []

  constructor(
    private readonly context: SimulatorContext,
    private readonly calls: Calls,
    /** Told when the last word on a delivery is spoken, be it success or not. */
    private readonly ended: (delivery: Delivery) => void,
  ) {}

  begin(delivery: Delivery): void {
    this.#try(delivery)
  }

  underWay(): readonly Delivery[] {
    return [...this.#underWay.values()].map(({ delivery }) => delivery)
  }

  deadLetters(): readonly DeadLetter[] {
    return this.#deadLetters
  }

  /** Retries of a schedule that is no longer there. */
  abandon(scheduleArn: string): void {
    for (const { delivery, cancel } of this.#underWay.values()) {
      if (delivery.scheduleArn !== scheduleArn) continue
      cancel()
      this.#underWay.delete(delivery.executionId)
    }
  }

  clear(): void {
    for (const { cancel } of this.#underWay.values()) cancel()
    this.#underWay.clear()
    this.#deadLetters = []
  }

  restore(underWay: readonly Delivery[], deadLetters: readonly DeadLetter[]): void {
    this.clear()
    this.#deadLetters = deadLetters
    for (const delivery of underWay) this.#await(delivery)
  }

  #await(delivery: Delivery): void {
    const cancel = this.context.clock.at(delivery.nextAt, () => {
      this.#underWay.delete(delivery.executionId)
      if (this.context.clock.now() >= deadlineOf(delivery)) {
        this.#giveUp(delivery, 'MaximumEventAgeInSeconds')
      } else this.#try({ ...delivery, retries: delivery.retries + 1 })
    })
    this.#underWay.set(delivery.executionId, { delivery, cancel })
  }

  #try(delivery: Delivery): void {
    const { meter, changed } = this.context
    meter.schedulerInvocation()
    const fault = this.#faultOf(delivery)
    this.#record(delivery, fault)
    if (fault === undefined) this.ended(delivery)
    else this.#failed(delivery, fault)
    changed()
  }

  #record({ scheduleArn, target, executionId, retries }: Delivery, fault?: AwsFault): void {
    this.context.events.append('schedule-invoked', {
      scheduleArn,
      executionId,
      retries,
      target: target.Arn,
      ...(fault && { fault: fault.type }),
    })
  }

  #failed(before: Delivery, { type, message, status }: AwsFault): void {
    const delivery = { ...before, lastError: { code: type, message } }
    const { assumptions, random, clock } = this.context
    if (!isRetried({ status, type }, assumptions.of('scheduler-retries-client-faults'))) {
      this.#giveUp(delivery, undefined)
    } else if (delivery.retries >= delivery.target.RetryPolicy.MaximumRetryAttempts) {
      this.#giveUp(delivery, 'MaximumRetryAttempts')
    } else {
      const draw = random.stream('scheduler:back-off').next()
      const nextAt = clock.now() + backOffMs(delivery.retries, draw)
      this.#await({ ...delivery, nextAt: Math.min(nextAt, deadlineOf(delivery)) })
    }
  }

  #giveUp(delivery: Delivery, exhausted: Exhausted | undefined): void {
    const { events, roles, clock, changed } = this.context
    const { target, scheduleArn, executionId } = delivery
    const queueArn = target.DeadLetterConfig?.Arn
    const isKept =
      queueArn !== undefined && roles.allows(target.RoleArn, 'sqs:SendMessage', queueArn)
    if (isKept) {
      const body = inputOf(delivery)
      const letter = deadLetterOf(delivery, { at: clock.now(), queueArn, body, exhausted })
      this.#deadLetters = [...this.#deadLetters, letter].slice(-mostDeadLettersKept)
    }
    events.append(isKept ? 'schedule-dead-letter' : 'schedule-dropped', {
      scheduleArn,
      executionId,
    })
    this.ended(delivery)
    changed()
  }

  /** Carries the call out, at this very moment. */
  #faultOf(delivery: Delivery): AwsFault | undefined {
    const { roles, account } = this.context
    const { region, target } = delivery
    try {
      if (!roles.trusts(target.RoleArn, schedulerPrincipal)) {
        throw forbidden(`${schedulerPrincipal} is not authorized to assume ${target.RoleArn}`)
      }
      const { scope, action, resourceArns, call } = callOf(target.Arn, inputOf(delivery), {
        region,
        account,
      })
      for (const arn of resourceArns) {
        if (roles.allows(target.RoleArn, action, arn)) continue
        throw forbidden(`${target.RoleArn} is not authorized to perform: ${action} on: ${arn}`)
      }
      this.calls.send(scope, { region, ...call })
      return undefined
    } catch (thrown) {
      if (thrown instanceof AwsFault) return thrown
      this.context.log(
        `a delivery failed: ${thrown instanceof Error ? thrown.stack : String(thrown)}`,
      )
      return new AwsFault(500, 'InternalFailure', 'A fault of the simulator itself')
    }
  }
}

const deadlineOf = ({ firstAt, target }: Delivery) =>
  firstAt + target.RetryPolicy.MaximumEventAgeInSeconds * 1000

/** The input with AWS's context attributes filled in (user guide, "Adding context attributes"). */
function inputOf({ target, scheduleArn, dueAt, executionId, retries }: Delivery): string {
  return (target.Input ?? '{}')
    .replaceAll('<aws.scheduler.schedule-arn>', scheduleArn)
    .replaceAll('<aws.scheduler.scheduled-time>', secondsIso(dueAt))
    .replaceAll('<aws.scheduler.execution-id>', executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(retries + 1))
}

const secondsIso = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`
