import { AwsFault, type AwsAnswer, type AwsRequest, type Service } from '../kit/aws'
import type { Calls } from '../kit/calls'
import type { SimulatorContext } from '../kit/context'
import { callRoute, findRoute, type JsonRoute } from '../kit/restJson'
import { restJsonFault } from '../kit/restJsonFault'
import { Throttle } from '../kit/throttle'
import { Deliveries } from './deliveries'
import { throttled } from './faults'
import { Groups } from './groups'
import { limitOf } from './limits'
import type { SavedScheduler } from './records'
import { groupRoutes, scheduleRoutes, tagRoutes } from './routes'
import { Schedules } from './schedules'

/** EventBridge Scheduler: one-time schedules that really call other services, by the clock. */
export function schedulerService(context: SimulatorContext, calls: Calls): Service {
  return new SimulatedScheduler(context, calls)
}

class SimulatedScheduler implements Service {
  readonly scope = 'scheduler'
  readonly #groups: Groups
  readonly #schedules: Schedules
  readonly #deliveries: Deliveries
  readonly #routes: readonly JsonRoute[]
  readonly #throttle: Throttle

  constructor(context: SimulatorContext, calls: Calls) {
    const groups = new Groups(context)
    const deliveries = new Deliveries(context, calls, ({ scheduleArn }) =>
      schedules.completed(scheduleArn),
    )
    const schedules = new Schedules({ context, groups, deliveries })
    const world = { account: context.account, schedules, groups }
    this.#groups = groups
    this.#deliveries = deliveries
    this.#schedules = schedules
    this.#throttle = new Throttle(context.clock.now)
    this.#routes = [...scheduleRoutes(world), ...groupRoutes(world), ...tagRoutes(world)]
  }

  operationOf(request: Pick<AwsRequest, 'method' | 'path'>): string {
    return findRoute(this.#routes, request)?.operation ?? unknownOperation
  }

  handle(request: AwsRequest): Promise<AwsAnswer> {
    const operation = this.operationOf(request)
    if (operation === unknownOperation) throw noSuchOperation()
    const limit = limitOf(operation, request.region)
    if (!this.#throttle.admits(operation, request.region, limit)) throw throttled()
    return callRoute(this.#routes, request)
  }

  /** The message is called `Message` here. */
  faultAnswer(fault: AwsFault): AwsAnswer {
    const type = spelling[fault.type] ?? fault.type
    return restJsonFault(new AwsFault(fault.status, type, fault.message, fault.extra), 'Message')
  }

  throttled = throttled

  world(): SavedScheduler {
    return this.snapshot()
  }

  busy(): boolean {
    const isPending = this.#schedules.all().some(({ firing }) => firing !== undefined)
    return isPending || this.#deliveries.underWay().length > 0
  }

  snapshot(): SavedScheduler {
    return {
      schedules: this.#schedules.all(),
      groups: this.#groups.snapshot(),
      deliveries: this.#deliveries.underWay(),
      deadLetters: this.#deliveries.deadLetters(),
    }
  }

  /** What came due in between fires now, with the clock at the moment it was due. */
  restore(saved: unknown): void {
    // Only ever what snapshot() gave.
    const { schedules, groups, deliveries, deadLetters } = saved as SavedScheduler
    this.#groups.restore(groups)
    this.#schedules.restore(schedules)
    this.#deliveries.restore(deliveries, deadLetters)
  }

  reset(): void {
    this.#schedules.clear()
    this.#deliveries.clear()
    this.#groups.restore([])
    this.#throttle.clear()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

/** A path that Scheduler does not have: every operation there is is simulated. */
const unknownOperation = 'UnknownOperation'
const noSuchOperation = () =>
  new AwsFault(404, 'UnknownOperationException', 'There is no such operation')

const spelling: Readonly<Record<string, string>> = {
  BadRequestException: 'ValidationException',
  SerializationException: 'ValidationException',
  InternalServerErrorException: 'InternalServerException',
}
