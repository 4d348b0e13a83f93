import type { EncoderSettings, InputSpecification } from '@aws-sdk/client-medialive'
import type { AccountSettings } from '../../src/shared/domain/account'
import type { DestinationId, SessionId, ShowId, TakeId } from '../../src/shared/domain/ids'
import type { Certificate, ChannelState, TakeState } from '../../src/shared/domain/session'
import type { Show } from '../../src/shared/domain/show'
import type { WireError } from '../../src/shared/errors'
import type { Claims } from './claims'
import type { Metrics, Witness } from './witnesses'
import type { Journal, JournalEntry, Written } from './journal'

/** All that the core asks of the world. Adapters implement these; tests replace only clock and ids. */

export interface Clock {
  /** Epoch ms on this machine. */
  now(): number
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Laptop clock to AWS's, in ms: add it to `Clock.now()`. Learnt from the Date headers of answers. */
export interface AwsTime {
  offsetMs(): number
  /** The latest time AWS itself has named: it is not earlier than that, whatever the clock here says. */
  latest?(): number
}

export interface Ids {
  /** A fresh id: letters, digits and inner hyphens. */
  next(): string
  /** A stream name nobody can guess: at least 96 bits. */
  unguessable(): string
}

export interface Log {
  info(message: string, fields?: object): void
  warn(message: string, fields?: object): void
  error(message: string, fields?: object): void
}

/** Points at a secret in the keychain. The core holds references only; adapters turn them into keys. */
export type KeyRef = string & { readonly __brand: 'KeyRef' }

/** Where the stream key of a show's destination lies. */
export const destinationKeyRef = (showId: ShowId, destinationId: DestinationId): KeyRef =>
  `destination/${showId}/${destinationId}` as KeyRef

/** Where the stream key of the IVS channel lies that a session made for a destination. */
export const ivsKeyRef = (sessionId: SessionId, destinationId: DestinationId): KeyRef =>
  `ivs/${sessionId}/${destinationId}` as KeyRef

/** Whether a secret is there, never what it is. */
export interface Keys {
  has(ref: KeyRef): Promise<boolean>
  delete(ref: KeyRef): Promise<void>
}

/** What a resource carries: how orphans and lost answers are found again. */
export type Tags = Readonly<Record<string, string>>

export interface ObservedChannel {
  readonly id: string
  readonly arn: string
  readonly name: string
  readonly state: ChannelState
  readonly inputIds: readonly string[]
  /** What its outputs send to, by the ids of our own making; output groups bear the same names. */
  readonly outputIds: readonly string[]
  /** By output id, never with a key; of our own channels only. */
  readonly outputUrls?: Readonly<Record<string, string>>
  readonly tags: Tags
}
export interface ObservedInput {
  readonly id: string
  readonly name: string
  readonly state: 'CREATING' | 'DETACHED' | 'ATTACHED' | 'DELETING' | 'DELETED'
  /** `rtmp://host:1935/app` and the instance name, split as an encoder asks for them. */
  readonly ingest: { readonly url: string; readonly streamName: string } | null
  readonly tags: Tags
}
export interface ObservedSecurityGroup {
  readonly id: string
  readonly state: 'IDLE' | 'IN_USE' | 'UPDATING' | 'DELETED'
  readonly cidrs: readonly string[]
  readonly tags: Tags
}

/** A list as AWS gave it: when, and under which request id, so that a certificate can name it. */
export interface Listing<T> {
  readonly items: readonly T[]
  readonly askedAt: number
  readonly requestId: string
}

/** Where one output sends to. `key` is resolved by the adapter, at the last moment. */
export interface OutputAddress {
  /** Letters, digits, inner hyphens: the destination id inside the channel. */
  readonly id: string
  readonly url: string
  readonly key: KeyRef | null
}

export interface ChannelSpec {
  /** Sent as RequestId: a repeat finds what the first call made. */
  readonly key: string
  readonly name: string
  readonly tags: Tags
  readonly inputId: string
  readonly inputSpecification: InputSpecification
  readonly roleArn: string
  readonly encoder: EncoderSettings
  readonly addresses: readonly OutputAddress[]
}

export interface ObservedAlert {
  readonly id: string
  readonly type: string
  readonly message: string
  readonly state: 'SET' | 'CLEARED'
  readonly setAt: number
  readonly clearedAt: number | null
}

/** What the core needs of MediaLive. Deleting what is gone already is a success. */
export interface MediaLive {
  createSecurityGroup(spec: {
    readonly cidrs: readonly string[]
    readonly tags: Tags
  }): Promise<string>
  /** `streamName` is `app/instance`. */
  createPushInput(spec: {
    readonly key: string
    readonly name: string
    readonly streamName: string
    readonly securityGroupId: string
    readonly tags: Tags
  }): Promise<string>
  createChannel(spec: ChannelSpec): Promise<string>
  /** Idle channels only. Whole lists are replaced, and the role is always sent: AWS drops it otherwise. */
  updateChannel(id: string, spec: Omit<ChannelSpec, 'key' | 'tags'>): Promise<void>
  startChannel(id: string): Promise<void>
  stopChannel(id: string): Promise<void>
  deleteChannel(id: string): Promise<void>
  deleteInput(id: string): Promise<void>
  deleteSecurityGroup(id: string): Promise<void>
  listChannels(): Promise<Listing<ObservedChannel>>
  listInputs(): Promise<Listing<ObservedInput>>
  listSecurityGroups(): Promise<Listing<ObservedSecurityGroup>>
  listAlerts(channelId: string): Promise<readonly ObservedAlert[]>
}

export interface ObservedIvsChannel {
  readonly arn: string
  readonly name: string
  readonly tags: Tags
}
/** One with the address to send to, which lists do not tell. */
export interface OpenIvsChannel extends ObservedIvsChannel {
  /** `rtmps://host:443/app`. */
  readonly ingestUrl: string
}
export interface ObservedIvsStream {
  readonly channelArn: string
  readonly health: 'HEALTHY' | 'STARVING' | 'UNKNOWN'
  readonly viewers: number
  readonly startedAt: number
}

export interface Ivs {
  /** Puts the stream key AWS returns into the keychain under `key`; nothing else ever sees it. */
  createChannel(spec: {
    readonly name: string
    readonly tags: Tags
    readonly key: KeyRef
  }): Promise<OpenIvsChannel>
  /** Asks AWS for the stream key once more and puts it where it was: a keychain may have lost it. */
  fetchKey(arn: string, key: KeyRef): Promise<void>
  /** Also ends a stream that still runs, and forgets the key. */
  deleteChannel(arn: string, key: KeyRef): Promise<void>
  /** Ends what is live on a channel; one that is not live is a success. */
  stopStream(channelArn: string): Promise<void>
  /** Where to send to, of a channel that somebody else may have made. */
  openChannel(arn: string): Promise<OpenIvsChannel>
  /** Every channel of the account and region: a certificate is made of it. */
  listChannels(): Promise<Listing<ObservedIvsChannel>>
  /** All that is live, one call for the account: never one per row. */
  listStreams(): Promise<Listing<ObservedIvsStream>>
}

/** A stop that AWS carries out by itself, whatever has become of this machine. */
export interface SafetyStop {
  /** Fixed, one a session: letters, digits, inner hyphens, 64 at most. */
  readonly name: string
  readonly channelId: string
  /** Epoch ms, AWS's time; AWS acts within the minute that begins then. */
  readonly at: number
  readonly roleArn: string
}
export interface ObservedSafetyStop {
  readonly name: string
}

/** One-time schedules in AWS. They cost next to nothing, and stop hours, not idle cents. */
export interface SafetyStops {
  /** Made, or moved where one of that name is there. */
  arm(stop: SafetyStop): Promise<void>
  /** Never made anew: one that is gone has done its work, or was taken away with the show. */
  move(stop: SafetyStop): Promise<'moved' | 'gone'>
  /** Resolves when AWS has been asked again and knows it no more; one that is gone is a success. */
  disarm(name: string): Promise<void>
  /** Those whose name begins so. */
  list(namePrefix: string): Promise<Listing<ObservedSafetyStop>>
}

export interface StoredObject {
  readonly name: string
  readonly bytes: number
  readonly modifiedAt: number
}

/** The recordings bucket. Names are whole keys, without the bucket. */
export interface Recordings {
  list(bucket: string, prefix: string): Promise<Listing<StoredObject>>
  /** Names of the folders right below `prefix`, which ends in a slash, each with its own slash. */
  folders(bucket: string, prefix: string): Promise<Listing<string>>
  /** A whole object, or undefined where it is not there (yet). */
  read(bucket: string, name: string): Promise<Uint8Array | undefined>
  write(bucket: string, name: string, body: Uint8Array, contentType: string): Promise<void>
  deleteAll(bucket: string, names: readonly string[]): Promise<void>
  /** Rejects with an operator error where the bucket is missing or not ours to write. */
  probe(bucket: string): Promise<void>
}

/** This machine's public IPv4, as the internet sees it. */
export interface PublicAddress {
  ask(): Promise<string>
}

/** Everything of one account and region. */
export interface Cloud {
  readonly rehearsal: boolean
  readonly region: string
  readonly mediaLive: MediaLive
  readonly ivs: Ivs
  readonly safetyStops: SafetyStops
  readonly recordings: Recordings
  readonly claims: Claims
  readonly publicAddress: PublicAddress
  readonly witness: Witness
  /** Absent where a witness on this machine knows more, and sooner. */
  readonly metrics?: Metrics
  readonly time: AwsTime
}

/** One airing, as we keep it. What AWS is doing is never read from here. */
export interface SessionRecord {
  readonly id: SessionId
  /** The plan as it was when the session began. */
  readonly show: Show
  readonly profile: string
  readonly region: string
  readonly rehearsal: boolean
  readonly settings: AccountSettings
  readonly startedAt: number
  readonly plannedEndAt: number | null
  /**
   * When AWS was last told to stop the channel by itself, AWS's time; null: it was not, or not any
   * more. Absent in records from before there was such a thing.
   */
  readonly safetyStopAt?: number | null
  /** Causes of a stop that the operator waved through; absent: none. */
  readonly kept?: {
    readonly noInputSince?: number
    readonly plannedEndAt?: number
    readonly capMicros?: number
  }
  /** When the cap was first seen to be reached; absent: it was not. */
  readonly capReachedAt?: number
  readonly certificate: Certificate | null
  /** Who has taken it over: it is another console's since then, and nothing is done with it here. */
  readonly takenOver?: TakenOver | null
}

export interface TakenOver {
  readonly owner: string
  /** Epoch ms, by the owner's clock. */
  readonly since: number
}

export interface TakeRecord {
  readonly id: TakeId
  readonly sessionId: SessionId
  /** Which start of the channel it was recorded from: each writes to a folder of its own. */
  readonly airing: number
  readonly name: string
  readonly state: TakeState
  readonly inAt: number
  readonly outAt: number | null
  /** How old the picture on screen was at the first mark, and at the second; null where none was. */
  readonly pictureAgeMs: number | null
  readonly outPictureAgeMs: number | null
  readonly playlist: string | null
  readonly seconds: number | null
  readonly bytes: number | null
  readonly trouble: WireError | null
}

/** A stretch of time in which something was observed to cost money. */
export interface Usage {
  readonly id: string
  readonly sessionId: SessionId
  readonly kind: 'channel-running' | 'channel-idle' | 'input-idle' | 'ivs-live' | 'egress'
  readonly resource: string
  readonly from: number
  /** Null while it goes on. */
  readonly to: number | null
  /** When it was last seen to go on, to within some seconds: later than that, it may have ended unseen. */
  readonly lastSeenAt: number
  /** Bytes, where the kind counts something else than time. */
  readonly quantity: number | null
}

/** A shelf of records with an id. Each write is on disk when it returns. */
export interface Shelf<Id extends string, R extends { readonly id: Id }> {
  all(): readonly R[]
  get(id: Id): R | undefined
  put(record: R): void
  remove(id: Id): void
}

export interface Store {
  readonly journal: Journal
  readonly shows: Shelf<ShowId, Show>
  /** Shows taken off the list, kept so that the removal can be undone. */
  readonly removedShows: Shelf<ShowId, Show>
  readonly sessions: Shelf<SessionId, SessionRecord>
  readonly takes: Shelf<TakeId, TakeRecord>
  readonly usage: Shelf<string, Usage>
  /** Also of those another console has begun since; in the order in which they were begun. */
  sessionIds(): readonly SessionId[]
  /** What is kept of one session is found by an index, however much there is of others. */
  takesOf(sessionId: SessionId): readonly TakeRecord[]
  usageOf(sessionId: SessionId): readonly Usage[]
  /** The journal of a session without its steps: where runs begin, rest and end. */
  outlineOf(sessionId: SessionId): readonly Written<JournalEntry>[]
  setting(name: string): unknown
  putSetting(name: string, value: unknown): void
  /** One transaction: all of it or nothing. */
  together<T>(work: () => T): T
}
