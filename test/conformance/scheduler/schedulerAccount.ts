import {
  CreateChannelCommand,
  DescribeChannelCommand,
  StartChannelCommand,
} from '@aws-sdk/client-medialive'
import {
  CreateScheduleCommand,
  SchedulerClient,
  type CreateScheduleCommandInput,
  type Target,
} from '@aws-sdk/client-scheduler'
import type { SimulatorOptions } from '../../../electron/simulator/simulator'
import { channelRequest } from '../medialive/channelRequest'
import { idOf, openAccount, type RehearsalAccount } from '../medialive/rehearsalAccount'
import { watched } from '../../harness/conformanceWitness'

export const minute = 60_000
export const schedulerRole = 'arn:aws:iam::111122223333:role/TallylightSchedulerRole'
export const deadLetterQueue = 'arn:aws:sqs:eu-west-1:111122223333:tallylight-dead-letters'

export interface SchedulerAccount extends RehearsalAccount {
  readonly scheduler: SchedulerClient
  now(): number
  advance(ms: number): void
  /** A channel that runs, by its id. */
  runningChannel(): Promise<string>
  stateOf(channelId: string): Promise<string | undefined>
  /** Arms a stop of the channel so many ms from now. */
  armStop(
    channelId: string,
    inMs: number,
    changes?: Partial<CreateScheduleCommandInput>,
  ): Promise<string | undefined>
  /** What `GET /_simulator/world` shows of it. */
  seen(): SeenScheduler
}

export interface SeenScheduler {
  readonly schedules: readonly {
    readonly name: string
    readonly firing?: { readonly at: number }
  }[]
  readonly deliveries: readonly { readonly retries: number; readonly nextAt: number }[]
  readonly deadLetters: readonly {
    readonly at: number
    readonly queueArn: string
    readonly body: string
    readonly messageAttributes: Readonly<Record<string, { readonly StringValue: string }>>
  }[]
}

/** A simulator on a manual clock with the real clients of MediaLive and Scheduler against it. */
export async function openSchedulerAccount(
  options: SimulatorOptions = {},
): Promise<SchedulerAccount> {
  const account = await openAccount(options)
  const { simulator, client } = account
  const scheduler = schedulerClient(simulator.endpoint)
  const now = () => simulator.clock.now()
  return {
    ...account,
    scheduler,
    now,
    advance: (ms) => simulator.clock.advance(ms),
    runningChannel: async () => {
      const inputId = await account.makeInput()
      account.settle()
      const { Channel } = await client.send(new CreateChannelCommand(channelRequest(inputId)))
      account.settle()
      await client.send(new StartChannelCommand({ ChannelId: idOf(Channel) }))
      account.settle()
      return idOf(Channel)
    },
    stateOf: async (ChannelId) =>
      (await client.send(new DescribeChannelCommand({ ChannelId }))).State,
    armStop: async (channelId, inMs, changes = {}) => {
      const request = stopRequest(channelId, now() + inMs)
      const { ScheduleArn } = await scheduler.send(
        new CreateScheduleCommand({ ...request, ...changes }),
      )
      return ScheduleArn
    },
    seen: () => (simulator.world() as { scheduler: SeenScheduler }).scheduler,
    close: async () => {
      scheduler.destroy()
      await account.close()
    },
  }
}

export const schedulerClient = (endpoint: string, region = 'eu-west-1'): SchedulerClient =>
  watched(
    'scheduler',
    new SchedulerClient({
      endpoint,
      region,
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIDREHEARSAL', secretAccessKey: 'rehearsal' },
    }),
  )

export const at = (epochMs: number): string => `at(${new Date(epochMs).toISOString().slice(0, 19)})`

export const stopTarget = (channelId: string, changes: Partial<Target> = {}): Target => ({
  Arn: 'arn:aws:scheduler:::aws-sdk:medialive:stopChannel',
  RoleArn: schedulerRole,
  Input: JSON.stringify({ ChannelId: channelId }),
  ...changes,
})

/** A stop at that moment, as a console would ask for it. */
export const stopRequest = (channelId: string, atMs: number): CreateScheduleCommandInput => ({
  Name: 'tallylight-stop',
  ScheduleExpression: at(atMs),
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: stopTarget(channelId),
})

/** What a refused call said. */
export async function refusalOf(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => new Error('the call was not refused'),
    (refused: unknown) => refused,
  )
  // The clients' errors carry these.
  const { name, message, $metadata } = error as Error & {
    $metadata?: { httpStatusCode?: number }
  }
  return { name, message, status: $metadata?.httpStatusCode }
}
