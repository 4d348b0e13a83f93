import {
  BatchGetChannelCommand,
  type ChannelSummary,
  CreateChannelCommand,
  DeleteChannelCommand,
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

/** The largest page of a list, and the most that one BatchGetChannel takes (IVS API reference). */
const pageSize = 100
const batchSize = 50

/** IVS. Stream keys go from the answer straight into the keychain. */
export class AwsIvs implements Ivs {
  /** By ARN. An ingest endpoint never changes, and lists do not carry it: each is asked for once. */
  readonly #endpoints = new Map<string, string>()

  constructor(private readonly parts: IvsParts) {}

  async createChannel(spec: {
    readonly name: string
    readonly tags: Tags
    readonly key: KeyRef
  }): Promise<ObservedIvsChannel> {
    const left = await this.#leftBehind(spec.tags)
    if (left) return this.#adopt(left, spec.key)
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
    const channel = present(made.channel)
    this.#endpoints.set(present(channel.arn), present(channel.ingestEndpoint))
    return this.#observed(channel)
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
    this.#endpoints.delete(arn)
    await this.parts.keys.delete(key)
  }

  async listChannels(): Promise<Listing<ObservedIvsChannel>> {
    const listing = await this.#summaries()
    await this.#learnEndpoints(listing.items.map(({ arn }) => present(arn)))
    // One deleted between the two calls has no endpoint; the next round does not list it.
    const known = listing.items.filter(({ arn }) => this.#endpoints.has(present(arn)))
    return { ...listing, items: known.map((channel) => this.#observed(channel)) }
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

  /** IVS takes no request id: a lost answer is found by the tag of its step. */
  async #leftBehind({ step }: Tags): Promise<ChannelSummary | undefined> {
    if (step === undefined) return undefined
    const { items } = await this.#summaries()
    return items.find(({ tags }) => tags?.['step'] === step)
  }

  async #adopt(channel: ChannelSummary, key: KeyRef): Promise<ObservedIvsChannel> {
    const arn = present(channel.arn)
    await this.#learnEndpoints([arn])
    await this.fetchKey(arn, key)
    return this.#observed(channel)
  }

  async #keep(key: KeyRef, secret: string): Promise<void> {
    this.parts.scrubber.remember(secret)
    await this.parts.keys.set(key, secret)
  }

  async #learnEndpoints(arns: readonly string[]): Promise<void> {
    const unknown = arns.filter((arn) => !this.#endpoints.has(arn))
    for (let at = 0; at < unknown.length; at += batchSize) {
      const command = new BatchGetChannelCommand({ arns: unknown.slice(at, at + batchSize) })
      const { channels } = await this.parts.client.send(command)
      for (const { arn, ingestEndpoint } of channels ?? []) {
        if (arn && ingestEndpoint) this.#endpoints.set(arn, ingestEndpoint)
      }
    }
  }

  #observed({ arn, name, tags }: ChannelSummary): ObservedIvsChannel {
    const endpoint = present(this.#endpoints.get(present(arn)))
    return {
      arn: present(arn),
      name: name ?? '',
      ingestUrl: ingestUrlOf(endpoint),
      tags: tags ?? {},
    }
  }
}

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
