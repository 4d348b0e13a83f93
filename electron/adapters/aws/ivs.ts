import {
  type Channel,
  type ChannelSummary,
  CreateChannelCommand,
  DeleteChannelCommand,
  GetChannelCommand,
  GetStreamKeyCommand,
  type IvsClient,
  ListChannelsCommand,
  ListStreamKeysCommand,
  ListStreamsCommand,
  StopStreamCommand,
  type StreamSummary,
} from '@aws-sdk/client-ivs'
import type {
  Ivs,
  KeyRef,
  Listing,
  ObservedIvsChannel,
  ObservedIvsStream,
  OpenIvsChannel,
  Tags,
} from '../../core/ports'
import { hasCode } from '../../../src/shared/errors'
import { unlessGone } from './gone'
import { present } from './members'
import { listAll } from './pages'
import type { Scrubber } from './scrub'

/** Where the key goes that AWS returns. */
export interface KeyKeeper {
  set(ref: KeyRef, secret: string): Promise<void>
  delete(ref: KeyRef): Promise<void>
}

export interface IvsParts {
  readonly client: IvsClient
  readonly keys: KeyKeeper
  readonly scrubber: Scrubber
  readonly now: () => number
}

/** The largest page of a list (IVS API reference). */
const pageSize = 100

/** IVS. Stream keys go from the answer straight into the keychain. */
export class AwsIvs implements Ivs {
  constructor(private readonly parts: IvsParts) {}

  async createChannel(spec: {
    readonly name: string
    readonly tags: Tags
    readonly key: KeyRef
  }): Promise<OpenIvsChannel> {
    const left = await this.#adopted(spec)
    if (left) return left
    const made = await this.parts.client.send(
      new CreateChannelCommand({
        name: ivsNameOf(spec.name),
        // 1080p at 5 Mb/s is more than a BASIC channel takes (IVS user guide, "Channel types").
        type: 'STANDARD',
        latencyMode: 'LOW',
        tags: spec.tags,
      }),
    )
    await this.#keep(spec.key, present(made.streamKey?.value))
    return openChannel(present(made.channel))
  }

  async fetchKey(arn: string, key: KeyRef): Promise<void> {
    const { client } = this.parts
    const { streamKeys } = await client.send(new ListStreamKeysCommand({ channelArn: arn }))
    const asked = new GetStreamKeyCommand({ arn: present(streamKeys?.[0]?.arn) })
    await this.#keep(key, present((await client.send(asked)).streamKey?.value))
  }

  async deleteChannel(arn: string, key: KeyRef): Promise<void> {
    const remove = () => this.parts.client.send(new DeleteChannelCommand({ arn }))
    try {
      await unlessGone(remove())
    } catch (thrown) {
      if (!hasCode(thrown, 'ivs.still-live')) throw thrown
      await unlessGone(this.parts.client.send(new StopStreamCommand({ channelArn: arn })))
      await unlessGone(remove())
    }
    await this.parts.keys.delete(key)
  }

  async stopStream(channelArn: string): Promise<void> {
    await unlessGone(this.parts.client.send(new StopStreamCommand({ channelArn })))
  }

  async openChannel(arn: string): Promise<OpenIvsChannel> {
    const asked = await this.parts.client.send(new GetChannelCommand({ arn }))
    return openChannel(present(asked.channel))
  }

  async listChannels(): Promise<Listing<ObservedIvsChannel>> {
    const listing = await this.#summaries()
    return { ...listing, items: listing.items.map(observed) }
  }

  listStreams(): Promise<Listing<ObservedIvsStream>> {
    const { client, now } = this.parts
    return listAll({
      now,
      ask: (nextToken) => client.send(new ListStreamsCommand({ maxResults: pageSize, nextToken })),
      read: (page) => ({ items: (page.streams ?? []).map(streamOf), next: page.nextToken }),
    })
  }

  #summaries(): Promise<Listing<ChannelSummary>> {
    const { client, now } = this.parts
    return listAll({
      now,
      ask: (nextToken) => client.send(new ListChannelsCommand({ maxResults: pageSize, nextToken })),
      read: (page) => ({ items: page.channels ?? [], next: page.nextToken }),
    })
  }

  /** IVS takes no request id: what a lost answer made is found by the tag of its step. */
  async #adopted({
    tags,
    key,
  }: {
    readonly tags: Tags
    readonly key: KeyRef
  }): Promise<OpenIvsChannel | undefined> {
    const { step } = tags
    if (step === undefined) return undefined
    const { items } = await this.#summaries()
    const arn = items.find((one) => one.tags?.['step'] === step)?.arn
    if (arn === undefined) return undefined
    await this.fetchKey(arn, key)
    return this.openChannel(arn)
  }

  async #keep(key: KeyRef, secret: string): Promise<void> {
    this.parts.scrubber.remember(secret)
    await this.parts.keys.set(key, secret)
  }
}

const observed = ({ arn, name, tags }: ChannelSummary | Channel): ObservedIvsChannel => ({
  arn: present(arn),
  name: name ?? '',
  tags: tags ?? {},
})

const openChannel = (channel: Channel): OpenIvsChannel => ({
  ...observed(channel),
  ingestUrl: ingestUrlOf(present(channel.ingestEndpoint)),
})

/** The endpoint is returned bare; an encoder needs protocol, port and application. */
export const ingestUrlOf = (endpoint: string): string =>
  endpoint.includes('://') ? endpoint.replace(/\/$/, '') : `rtmps://${endpoint}:443/app`

/** Letters, digits, hyphens and underscores, 128 at most (IVS API reference, CreateChannel). */
export const ivsNameOf = (name: string): string =>
  name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 128)

const streamOf = (stream: StreamSummary): ObservedIvsStream => ({
  channelArn: present(stream.channelArn),
  health: stream.health ?? 'UNKNOWN',
  viewers: stream.viewerCount ?? 0,
  startedAt: present(stream.startTime).getTime(),
})
