import {
  CreateChannelCommand,
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  DeleteChannelCommand,
  DeleteInputCommand,
  DeleteInputSecurityGroupCommand,
  ListAlertsCommand,
  ListChannelsCommand,
  ListInputSecurityGroupsCommand,
  ListInputsCommand,
  type MediaLiveClient,
  StartChannelCommand,
  StopChannelCommand,
  UpdateChannelCommand,
} from '@aws-sdk/client-medialive'
import type {
  ChannelSpec,
  Listing,
  MediaLive,
  ObservedAlert,
  ObservedChannel,
  ObservedInput,
  ObservedSecurityGroup,
  Tags,
} from '../../core/ports'
import { unlessGone } from './gone'
import { alertOf, channelOf, inputOf, securityGroupOf } from './mediaLiveShapes'
import { present } from './members'
import { type KeySource, withKeys } from './outputAddresses'
import { listAll } from './pages'
import { requestIdOf } from './requestId'
import type { Scrubber } from './scrub'

export interface MediaLiveParts {
  readonly client: MediaLiveClient
  readonly keys: KeySource
  readonly scrubber: Scrubber
  readonly now: () => number
}

/** Large pages: every list is one call for nearly every account. The service model allows 1,000. */
const pageSize = 250

/**
 * MediaLive. Whatever is created carries the tag of its step, and is looked for by that tag first:
 * an answer that was lost, an hour or a restart ago, does not make a second one. RequestId covers the
 * moments in which a list does not show yet what has just been made.
 */
export class AwsMediaLive implements MediaLive {
  constructor(private readonly parts: MediaLiveParts) {}

  async createSecurityGroup(spec: {
    readonly cidrs: readonly string[]
    readonly tags: Tags
  }): Promise<string> {
    const made = madeBefore(await this.listSecurityGroups(), spec.tags)
    if (made) return made.id
    const command = new CreateInputSecurityGroupCommand({
      WhitelistRules: spec.cidrs.map((cidr) => ({ Cidr: cidr })),
      Tags: spec.tags,
    })
    return present((await this.parts.client.send(command)).SecurityGroup?.Id)
  }

  async createPushInput(spec: {
    readonly key: string
    readonly name: string
    readonly streamName: string
    readonly securityGroupId: string
    readonly tags: Tags
  }): Promise<string> {
    const made = madeBefore(await this.listInputs(), spec.tags)
    if (made) return made.id
    const command = new CreateInputCommand({
      RequestId: requestIdOf(spec.key),
      Name: spec.name,
      Type: 'RTMP_PUSH',
      Destinations: [{ StreamName: spec.streamName }],
      InputSecurityGroups: [spec.securityGroupId],
      Tags: spec.tags,
    })
    return present((await this.parts.client.send(command)).Input?.Id)
  }

  async createChannel(spec: ChannelSpec): Promise<string> {
    const made = madeBefore(await this.listChannels(), spec.tags)
    if (made) return made.id
    const command = new CreateChannelCommand({
      ...(await this.#settings(spec)),
      RequestId: requestIdOf(spec.key),
      ChannelClass: 'SINGLE_PIPELINE',
      Tags: spec.tags,
    })
    return present((await this.parts.client.send(command)).Channel?.Id)
  }

  async updateChannel(id: string, spec: Omit<ChannelSpec, 'key' | 'tags'>): Promise<void> {
    const settings = await this.#settings(spec)
    await this.parts.client.send(new UpdateChannelCommand({ ChannelId: id, ...settings }))
  }

  async startChannel(id: string): Promise<void> {
    await this.parts.client.send(new StartChannelCommand({ ChannelId: id }))
  }

  /** A channel that is gone does not run: that was the wish. */
  async stopChannel(id: string): Promise<void> {
    await unlessGone(this.parts.client.send(new StopChannelCommand({ ChannelId: id })))
  }

  async deleteChannel(id: string): Promise<void> {
    await unlessGone(this.parts.client.send(new DeleteChannelCommand({ ChannelId: id })))
  }

  async deleteInput(id: string): Promise<void> {
    await unlessGone(this.parts.client.send(new DeleteInputCommand({ InputId: id })))
  }

  async deleteSecurityGroup(id: string): Promise<void> {
    const command = new DeleteInputSecurityGroupCommand({ InputSecurityGroupId: id })
    await unlessGone(this.parts.client.send(command))
  }

  listChannels(): Promise<Listing<ObservedChannel>> {
    const { client, now } = this.parts
    return listAll({
      now,
      ask: (next) => client.send(new ListChannelsCommand(pageAt(next))),
      read: (page) => ({ items: (page.Channels ?? []).map(channelOf), next: page.NextToken }),
    })
  }

  listInputs(): Promise<Listing<ObservedInput>> {
    const { client, now } = this.parts
    return listAll({
      now,
      ask: (next) => client.send(new ListInputsCommand(pageAt(next))),
      read: (page) => ({ items: (page.Inputs ?? []).map(inputOf), next: page.NextToken }),
    })
  }

  listSecurityGroups(): Promise<Listing<ObservedSecurityGroup>> {
    const { client, now } = this.parts
    return listAll({
      now,
      ask: (next) => client.send(new ListInputSecurityGroupsCommand(pageAt(next))),
      read: (page) => ({
        items: (page.InputSecurityGroups ?? []).map(securityGroupOf),
        next: page.NextToken,
      }),
    })
  }

  async listAlerts(channelId: string): Promise<readonly ObservedAlert[]> {
    const { client, now, scrubber } = this.parts
    const { items } = await listAll({
      now,
      ask: (next) => client.send(new ListAlertsCommand({ ChannelId: channelId, ...pageAt(next) })),
      read: (page) => ({ items: (page.Alerts ?? []).map(alertOf), next: page.NextToken }),
    })
    // The words of an alert may repeat the address of an output.
    return items.map((alert) => ({ ...alert, message: scrubber.scrub(alert.message) }))
  }

  async #settings(spec: Omit<ChannelSpec, 'key' | 'tags'>) {
    return {
      Name: spec.name,
      RoleArn: spec.roleArn,
      InputSpecification: spec.inputSpecification,
      InputAttachments: [attachmentOf(spec)],
      Destinations: await withKeys(spec.addresses, this.parts),
      EncoderSettings: spec.encoder,
    }
  }
}

const pageAt = (next: string | undefined) => ({ MaxResults: pageSize, NextToken: next })

interface Made {
  readonly state: string
  readonly tags: Tags
}

/** What a first call of the same step left behind, when its answer was lost. */
export function madeBefore<T extends Made>(
  { items }: Pick<Listing<T>, 'items'>,
  { step }: Tags,
): T | undefined {
  if (step === undefined) return undefined
  return items.find(({ tags, state }) => tags['step'] === step && !isLeaving(state))
}

/** Deleted resources are listed for a while. */
const isLeaving = (state: string) => state === 'DELETING' || state === 'DELETED'

/** Every selector that an encode names has to exist in the attachment; RTMP has one audio, so it needs no rule. */
function attachmentOf({ inputId, encoder }: Pick<ChannelSpec, 'inputId' | 'encoder'>) {
  const named = (encoder.AudioDescriptions ?? []).flatMap((audio) => audio.AudioSelectorName ?? [])
  return {
    InputId: inputId,
    InputAttachmentName: 'contribution',
    InputSettings: {
      SourceEndBehavior: 'CONTINUE' as const,
      AudioSelectors: [...new Set(named)].map((name) => ({ Name: name })),
    },
  }
}
