import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  type CreateScheduleCommandInput,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler'
import type { Listing, ObservedSafetyStop, SafetyStop, SafetyStops } from '../../core/ports'
import { hasCode, operatorError } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'
import { unlessGone } from './gone'
import { present } from './members'
import { listAll } from './pages'

export interface SafetyStopParts {
  readonly client: SchedulerClient
  readonly now: () => number
}

/** The largest page of a list (EventBridge Scheduler API reference). */
const pageSize = 100

/** A stop that AWS could not carry out in so long must not reach the next show. */
const staleAfterSeconds = 900

/** One-time schedules of EventBridge Scheduler that call StopChannel. */
export class AwsSafetyStops implements SafetyStops {
  constructor(private readonly parts: SafetyStopParts) {}

  async arm(stop: SafetyStop): Promise<void> {
    try {
      await this.parts.client.send(new CreateScheduleCommand(scheduleOf(stop)))
    } catch (thrown) {
      if (!hasCode(thrown, 'safety-stop.exists')) throw thrown
      await this.#update(stop)
    }
  }

  async move(stop: SafetyStop): Promise<'moved' | 'gone'> {
    try {
      await this.#update(stop)
      return 'moved'
    } catch (thrown) {
      if (hasCode(thrown, 'resource.gone')) return 'gone'
      throw thrown
    }
  }

  async disarm(name: string): Promise<void> {
    const { client } = this.parts
    await unlessGone(client.send(new DeleteScheduleCommand({ Name: name })))
    try {
      await client.send(new GetScheduleCommand({ Name: name }))
    } catch (thrown) {
      if (hasCode(thrown, 'resource.gone')) return
      throw thrown
    }
    throw operatorError(sentences.safetyStopStillThere())
  }

  list(namePrefix: string): Promise<Listing<ObservedSafetyStop>> {
    const { client, now } = this.parts
    return listAll({
      now,
      ask: (next) =>
        client.send(
          new ListSchedulesCommand({
            NamePrefix: namePrefix,
            MaxResults: pageSize,
            NextToken: next,
          }),
        ),
      read: ({ Schedules = [], NextToken }) => ({
        items: Schedules.map(({ Name }) => ({ name: present(Name) })),
        next: NextToken,
      }),
    })
  }

  async #update(stop: SafetyStop): Promise<void> {
    await this.parts.client.send(new UpdateScheduleCommand(scheduleOf(stop)))
  }
}

/** All of it each time: UpdateSchedule gives what is left out its default (API reference). */
function scheduleOf({ name, channelId, at, roleArn }: SafetyStop): CreateScheduleCommandInput {
  return {
    Name: name,
    Description: 'Tallylight: stops the channel if the console has not done so by then.',
    ScheduleExpression: `at(${minuteOf(at)})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: 'arn:aws:scheduler:::aws-sdk:medialive:stopChannel',
      RoleArn: roleArn,
      Input: JSON.stringify({ ChannelId: channelId }),
      RetryPolicy: { MaximumEventAgeInSeconds: staleAfterSeconds, MaximumRetryAttempts: 185 },
    },
  }
}

const minuteMs = 60_000

/** Schedules are precise to the minute: the whole one, and never an earlier one. */
const minuteOf = (at: number): string =>
  new Date(Math.ceil(at / minuteMs) * minuteMs).toISOString().slice(0, 19)
