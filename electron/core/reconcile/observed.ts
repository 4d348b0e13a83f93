import type { ChannelState } from '../../../src/shared/domain/session'
import type { WireError } from '../../../src/shared/errors'
import type { ChannelMetrics, Delivery, MeasuredFeed } from '../witnesses'
import type {
  Listing,
  ObservedAlert,
  ObservedChannel,
  ObservedInput,
  ObservedIvsStream,
} from '../ports'

/** A fact and when it was asked for, on this machine's clock. */
export interface Dated<T> {
  readonly at: number
  readonly value: T
}

/** What AWS last said of one account and region, every fact with its age. Null: never asked. */
export interface ObservedWorld {
  readonly channels: Listing<ObservedChannel> | null
  readonly inputs: Listing<ObservedInput> | null
  readonly streams: Listing<ObservedIvsStream> | null
  /** By channel id, for running channels of ours only. */
  readonly alerts: ReadonlyMap<string, Dated<readonly ObservedAlert[]>>
  /** By channel id, then destination id. */
  readonly deliveries: ReadonlyMap<string, Dated<ReadonlyMap<string, Delivery>>>
  /** By input id. */
  readonly feeds: ReadonlyMap<string, Dated<MeasuredFeed>>
  /** By channel id, where CloudWatch was asked; every window in it has its own age. */
  readonly metrics: ReadonlyMap<string, Dated<ChannelMetrics>>
  /** By channel id, since when it was seen to run without a look in between being missed for long. */
  readonly runningSince: ReadonlyMap<string, number>
  /** Why the channels could not be seen in the last round: what is shown is then as old as it says. */
  readonly trouble: WireError | null
  /** The same for every part that failed: what is known of it is older than the rest. */
  readonly troubles: Readonly<Partial<Record<Part, WireError>>>
}

/** What a round is made of. Only the channels are indispensable. */
export type Part = 'channels' | 'inputs' | 'streams' | 'alerts' | 'witness' | 'metrics'

export const nothingObserved: ObservedWorld = {
  channels: null,
  inputs: null,
  streams: null,
  alerts: new Map(),
  deliveries: new Map(),
  feeds: new Map(),
  metrics: new Map(),
  runningSince: new Map(),
  trouble: null,
  troubles: {},
}

/** The channel of this id, unless it is gone. */
export const channelIn = (world: ObservedWorld, id: string): ObservedChannel | undefined =>
  world.channels?.items.find((channel) => channel.id === id)

interface Tagged {
  readonly tags: Readonly<Record<string, string>>
}

/** Made by a console like this one, whatever the session. */
export const isOurs = ({ tags }: Tagged): boolean => tags['application'] === 'tallylight'

/** Ours by tag: what carries the mark of the session. */
export const ofSession = <T extends Tagged>(items: readonly T[], sessionId: string): readonly T[] =>
  items.filter((item) => isOurs(item) && item.tags['session'] === sessionId)

const AT_REST: readonly ChannelState[] = [
  'IDLE',
  'RUNNING',
  'DELETED',
  'CREATE_FAILED',
  'UPDATE_FAILED',
]

/** True while AWS is at work on it, so that looking often is worth it. A failed one stays as it is. */
export const isChanging = ({ state }: ObservedChannel): boolean => !AT_REST.includes(state)

/** True while it encodes, and is billed for it. */
export const isRunning = ({ state }: ObservedChannel): boolean =>
  state === 'RUNNING' || state === 'RECOVERING'
