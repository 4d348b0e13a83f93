import { toOperatorError, type WireError } from '../../../src/shared/errors'
import type { Cloud, ObservedChannel } from '../ports'
import { isOurs, isRunning, type Dated, type ObservedWorld, type Part } from './observed'

/** What a round has to ask for besides the channels. */
export interface Interest {
  readonly inputs: boolean
  readonly streams: boolean
  readonly metrics: boolean
}

export interface Round {
  readonly world: ObservedWorld
  /** What was thrown, for the log. */
  readonly causes: readonly { readonly part: Part; readonly thrown: unknown }[]
}

/**
 * One look at everything, never a call a row: channels in one list, alerts and counters only for
 * channels of ours that run. Only the channels have to answer: any other part that fails keeps what
 * was known of it, with its trouble beside it, so that a service that is denied or not there never
 * stands between the operator and a stop. Never rejects.
 */
export async function look(
  cloud: Cloud,
  before: ObservedWorld,
  interest: Interest,
  now: () => number,
): Promise<Round> {
  const causes: { part: Part; thrown: unknown }[] = []
  const troubles: Partial<Record<Part, WireError>> = {}
  const ask = async <T>(part: Part, known: T, question: () => Promise<T>): Promise<T> => {
    try {
      return await question()
    } catch (thrown) {
      causes.push({ part, thrown })
      troubles[part] = toOperatorError(thrown, 'observer').wire
      return known
    }
  }
  const wantsInputs = interest.inputs || before.inputs === null
  const [channels, inputs, streams] = await Promise.all([
    ask('channels', before.channels, () => cloud.mediaLive.listChannels()),
    wantsInputs ? ask('inputs', before.inputs, () => cloud.mediaLive.listInputs()) : before.inputs,
    interest.streams
      ? ask('streams', before.streams, () => cloud.ivs.listStreams())
      : before.streams,
  ])
  const trouble = troubles.channels ?? null
  // What ran when AWS was last heard is still asked after: who receives it may be heard all the same.
  const running = (channels?.items ?? []).filter((one) => isOurs(one) && isRunning(one))
  const [alerts, deliveries, feeds, metrics] = await Promise.all([
    trouble
      ? before.alerts
      : ask('alerts', before.alerts, () =>
          perChannel(running, now, ({ id }) => cloud.mediaLive.listAlerts(id)),
        ),
    ask('witness', before.deliveries, () =>
      perChannel(running, now, ({ id }) => cloud.witness.deliveries(id)),
    ),
    ask('witness', before.feeds, () => feedsOf(cloud, running, now)),
    interest.metrics
      ? ask('metrics', before.metrics, () => metricsOf(cloud, running, now))
      : before.metrics,
  ])
  const runningSince = sinceOf(running, channels?.askedAt ?? now(), before)
  const account = { channels, inputs, streams }
  const health = { alerts, deliveries, feeds, metrics, runningSince }
  return { world: { ...account, ...health, troubles, trouble }, causes }
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

async function metricsOf(
  { metrics }: Cloud,
  channels: readonly ObservedChannel[],
  now: () => number,
): Promise<ObservedWorld['metrics']> {
  if (!metrics || channels.length === 0) return new Map()
  const answered = await metrics.ofChannels(channels)
  return new Map([...answered].map(([id, value]) => [id, { at: now(), value }]))
}

/** Whoever did not look for so long may have missed a stop and a start. */
const MISSED_MS = 60_000

function sinceOf(
  running: readonly ObservedChannel[],
  askedAt: number,
  { channels, runningSince }: ObservedWorld,
): ObservedWorld['runningSince'] {
  const hasWatched = channels !== null && askedAt - channels.askedAt < MISSED_MS
  return new Map(
    running.map(({ id }) => [id, (hasWatched ? runningSince.get(id) : undefined) ?? askedAt]),
  )
}
