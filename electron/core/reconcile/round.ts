import type { Cloud, ObservedChannel } from '../ports'
import { isOurs, isRunning, type Dated, type ObservedWorld } from './observed'

/** What a round has to ask for besides the channels. */
export interface Interest {
  readonly inputs: boolean
  readonly streams: boolean
}

/**
 * One look at everything, never a call a row: channels in one list, alerts and counters only for
 * channels of ours that run. Rejects with the first fault; the caller keeps what it knew.
 */
export async function look(
  cloud: Cloud,
  before: ObservedWorld,
  interest: Interest,
  now: () => number,
): Promise<ObservedWorld> {
  const [channels, inputs, streams] = await Promise.all([
    cloud.mediaLive.listChannels(),
    interest.inputs || before.inputs === null ? cloud.mediaLive.listInputs() : before.inputs,
    interest.streams ? cloud.ivs.listStreams() : before.streams,
  ])
  const running = channels.items.filter((channel) => isOurs(channel) && isRunning(channel))
  const [alerts, deliveries, feeds] = await Promise.all([
    perChannel(running, now, ({ id }) => cloud.mediaLive.listAlerts(id)),
    perChannel(running, now, ({ id }) => cloud.witness.deliveries(id)),
    feedsOf(cloud, running, now),
  ])
  return { channels, inputs, streams, alerts, deliveries, feeds, trouble: null }
}

async function perChannel<T>(
  channels: readonly ObservedChannel[],
  now: () => number,
  ask: (channel: ObservedChannel) => Promise<T>,
): Promise<ReadonlyMap<string, Dated<T>>> {
  const answers = await Promise.all(
    channels.map(
      async (channel) => [channel.id, { at: now(), value: await ask(channel) }] as const,
    ),
  )
  return new Map(answers)
}

async function feedsOf(
  cloud: Cloud,
  channels: readonly ObservedChannel[],
  now: () => number,
): Promise<ObservedWorld['feeds']> {
  const ids = channels.flatMap(({ inputIds }) => inputIds)
  const answers = await Promise.all(
    ids.map(async (id) => [id, now(), await cloud.witness.feed(id)] as const),
  )
  return new Map(
    answers.flatMap(([id, at, value]) => (value ? [[id, { at, value }] as const] : [])),
  )
}
