import {
  BatchUpdateScheduleCommand,
  CreateChannelCommand,
  DescribeChannelCommand,
  DescribeScheduleCommand,
  StartChannelCommand,
  StopChannelCommand,
  type BatchUpdateScheduleCommandInput,
  type CreateChannelCommandInput,
  type ScheduleAction,
  type ScheduleActionSettings,
} from '@aws-sdk/client-medialive'
import { channelRequest } from './channelRequest'
import { idOf, type RehearsalAccount } from './rehearsalAccount'

/** A request for a channel with the attachments `main` and `spare`, of one pipeline or of two. */
export function twoInputRequest(
  [mainId, spareId]: readonly [string, string],
  pipelines: 1 | 2 = 1,
): CreateChannelCommandInput {
  const request = channelRequest(mainId)
  const attachment = (InputId: string, InputAttachmentName: string) => ({
    ...request.InputAttachments?.[0],
    InputId,
    InputAttachmentName,
  })
  return {
    ...request,
    ChannelClass: pipelines === 2 ? 'STANDARD' : 'SINGLE_PIPELINE',
    InputAttachments: [attachment(mainId, 'main'), attachment(spareId, 'spare')],
    Destinations: (request.Destinations ?? []).map((each) => ({
      ...each,
      Settings: Array.from({ length: pipelines }, () => ({ ...each.Settings?.[0] })),
    })),
  }
}

export async function makeTwoInputs(
  account: RehearsalAccount,
  pipelines: 1 | 2 = 1,
): Promise<readonly [string, string]> {
  const mainId = await account.makeInput('main', pipelines)
  const spareId = await account.makeInput('spare', pipelines)
  account.settle()
  return [mainId, spareId]
}

/** An idle channel with two inputs, and what one does to it. */
export async function openChannel(
  account: RehearsalAccount,
  pipelines: 1 | 2 = 1,
  changes: (request: CreateChannelCommandInput) => Partial<CreateChannelCommandInput> = () => ({}),
) {
  const { client, settle } = account
  const inputIds = await makeTwoInputs(account, pipelines)
  const request = twoInputRequest(inputIds, pipelines)
  const asked = { ...request, ...changes(request) }
  const { Channel } = await client.send(new CreateChannelCommand(asked))
  const ChannelId = idOf(Channel)
  settle()
  return {
    id: ChannelId,
    inputIds,
    start: async () => {
      await client.send(new StartChannelCommand({ ChannelId }))
      settle()
    },
    stop: async () => {
      await client.send(new StopChannelCommand({ ChannelId }))
      settle()
    },
    update: (batch: Omit<BatchUpdateScheduleCommandInput, 'ChannelId'>) =>
      client.send(new BatchUpdateScheduleCommand({ ChannelId, ...batch })),
    create: (...actions: ScheduleAction[]) =>
      client.send(
        new BatchUpdateScheduleCommand({ ChannelId, Creates: { ScheduleActions: actions } }),
      ),
    delete: (...names: string[]) =>
      client.send(new BatchUpdateScheduleCommand({ ChannelId, Deletes: { ActionNames: names } })),
    /** Names in the schedule, in its order. */
    names: async () => {
      const { ScheduleActions = [] } = await client.send(new DescribeScheduleCommand({ ChannelId }))
      return ScheduleActions.map(({ ActionName }) => ActionName)
    },
    /** State, how many pipelines run, and what each has on air by which action. */
    shown: async () => {
      const described = await client.send(new DescribeChannelCommand({ ChannelId }))
      return {
        state: described.State,
        running: described.PipelinesRunningCount,
        onAir: (described.PipelineDetails ?? []).map((each) => [
          each.PipelineId,
          each.ActiveInputAttachmentName,
          each.ActiveInputSwitchActionName,
        ]),
      }
    },
  }
}

export const switchTo = (InputAttachmentNameReference: string): ScheduleActionSettings => ({
  InputSwitchSettings: { InputAttachmentNameReference },
})

export const atOnce = (
  ActionName: string,
  ScheduleActionSettings: ScheduleActionSettings,
): ScheduleAction => ({
  ActionName,
  ScheduleActionSettings,
  ScheduleActionStartSettings: { ImmediateModeScheduleActionStartSettings: {} },
})

/** At a time of the simulator's clock, in epoch ms. */
export const at = (
  timeMs: number,
  ActionName: string,
  ScheduleActionSettings: ScheduleActionSettings,
): ScheduleAction => ({
  ActionName,
  ScheduleActionSettings,
  ScheduleActionStartSettings: {
    FixedModeScheduleActionStartSettings: { Time: new Date(timeMs).toISOString() },
  },
})

export const following = (
  [ReferenceActionName, FollowPoint]: readonly [string, 'START' | 'END'],
  ActionName: string,
  ScheduleActionSettings: ScheduleActionSettings,
): ScheduleAction => ({
  ActionName,
  ScheduleActionSettings,
  ScheduleActionStartSettings: {
    FollowModeScheduleActionStartSettings: { ReferenceActionName, FollowPoint },
  },
})
