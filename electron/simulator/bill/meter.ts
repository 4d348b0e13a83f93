/** What one channel had configured for a run, in the terms AWS bills. */
export interface ChannelRun {
  readonly channelId: string
  readonly name: string
  readonly region: string
  readonly pipelines: 'single' | 'standard'
  readonly inputs: readonly InputLine[]
  readonly outputs: readonly OutputLine[]
}

export type Codec = 'MPEG2' | 'AVC' | 'HEVC' | 'AV1'
export type Resolution = 'SD' | 'HD' | 'UHD'
/** Upper end of the bitrate tier, Mbit/s. */
export type BitrateTier = 10 | 20 | 50
/** Upper end of the frame-rate tier; a rate taken from the source is billed as 60. */
export type FrameRateTier = 30 | 60

/** An attached input, as the channel's input specification *says* it is. */
export interface InputLine {
  readonly name: string
  readonly codec: Codec
  readonly resolution: Resolution
  readonly bitrate: BitrateTier
}

export type OutputLine =
  | {
      readonly name: string
      readonly codec: Codec
      readonly resolution: Resolution
      readonly bitrate: BitrateTier
      readonly frameRate: FrameRateTier
    }
  | { readonly name: string; readonly codec: 'audio-only' }

/** A stretch of simulator time; `to` null: still going on. */
export interface Stretch {
  readonly from: number
  readonly to: number | null
}

export type IdleResource = 'channel' | 'push-input'
export type IvsChannelType = 'BASIC' | 'STANDARD' | 'ADVANCED_SD' | 'ADVANCED_HD'
/** PUT, COPY, POST and LIST cost alike; GET and everything else alike; DELETE is free. */
export type S3RequestKind = 'put' | 'list' | 'get'

export type StretchFact =
  | (Stretch & { readonly kind: 'channel-run'; readonly run: ChannelRun })
  | (Stretch & {
      readonly kind: 'idle'
      readonly resource: IdleResource
      readonly id: string
      readonly name: string
    })
  | (Stretch & {
      readonly kind: 'ivs-live'
      readonly arn: string
      readonly type: IvsChannelType
    })

/** Bytes lying in a bucket, summed over time. `byteMs` counts up to `since`, when `bytes` began. */
export interface StorageFact {
  readonly bytes: number
  readonly byteMs: number
  readonly firstAt: number
  readonly since: number
}

export interface Tally {
  readonly count: number
  readonly firstAt: number
  readonly lastAt: number
}

/** Everything the bill is computed from. Times in epoch ms of the simulator. */
export interface MeterFacts {
  readonly stretches: readonly StretchFact[]
  readonly s3Requests: Readonly<Partial<Record<S3RequestKind, Tally>>>
  readonly s3Storage: Readonly<Record<string, StorageFact>>
  /** Bytes to the internet by channel; what goes to S3 or IVS inside AWS is not counted. */
  readonly egress: Readonly<Record<string, Tally>>
}

type OpenKey = string

const noFacts: MeterFacts = { stretches: [], s3Requests: {}, s3Storage: {}, egress: {} }

/**
 * Turns what happens into billable facts. Services report the beginning and the end of what costs by
 * the hour, and each request and byte; a beginning reported twice, or an end without a beginning,
 * changes nothing.
 */
export class Meter {
  #closed: StretchFact[] = []
  readonly #open = new Map<OpenKey, StretchFact>()
  #s3Requests: Partial<Record<S3RequestKind, Tally>> = {}
  #s3Storage: Record<string, StorageFact> = {}
  #egress: Record<string, Tally> = {}

  constructor(private readonly now: () => number) {}

  channelRunBegan(run: ChannelRun): void {
    this.#begin(`run:${run.channelId}`, { kind: 'channel-run', run, ...this.#fromNow() })
  }

  channelRunEnded(channelId: string): void {
    this.#end(`run:${channelId}`)
  }

  /** A channel that exists and does not run, or a push input whose channel does not run. */
  idleBegan(resource: IdleResource, id: string, name: string): void {
    this.#begin(`${resource}:${id}`, { kind: 'idle', resource, id, name, ...this.#fromNow() })
  }

  idleEnded(resource: IdleResource, id: string): void {
    this.#end(`${resource}:${id}`)
  }

  /** Video arrives at an IVS channel. */
  ivsLiveBegan(arn: string, type: IvsChannelType): void {
    this.#begin(`ivs:${arn}`, { kind: 'ivs-live', arn, type, ...this.#fromNow() })
  }

  ivsLiveEnded(arn: string): void {
    this.#end(`ivs:${arn}`)
  }

  s3Request(kind: S3RequestKind, count = 1): void {
    this.#s3Requests[kind] = this.#counted(this.#s3Requests[kind], count)
  }

  /** The bucket holds so many bytes more (or, negative, fewer) from now on. */
  s3BytesChanged(bucket: string, deltaBytes: number): void {
    const now = this.now()
    const before = this.#s3Storage[bucket] ?? { bytes: 0, byteMs: 0, firstAt: now, since: now }
    this.#s3Storage[bucket] = {
      bytes: Math.max(0, before.bytes + deltaBytes),
      byteMs: before.byteMs + before.bytes * (now - before.since),
      firstAt: before.firstAt,
      since: now,
    }
  }

  /** RTMP bytes a channel sent to a destination outside AWS. */
  egressBytes(channelId: string, bytes: number): void {
    this.#egress[channelId] = this.#counted(this.#egress[channelId], bytes)
  }

  facts(): MeterFacts {
    return {
      stretches: [...this.#closed, ...this.#open.values()],
      s3Requests: { ...this.#s3Requests },
      s3Storage: { ...this.#s3Storage },
      egress: { ...this.#egress },
    }
  }

  reset(): void {
    this.restore({ facts: noFacts, open: [] })
  }

  snapshot(): MeterSnapshot {
    const { s3Requests, s3Storage, egress } = this.facts()
    return {
      facts: { stretches: this.#closed, s3Requests, s3Storage, egress },
      open: [...this.#open],
    }
  }

  restore({ facts, open }: MeterSnapshot): void {
    this.#closed = [...facts.stretches]
    this.#open.clear()
    for (const [key, fact] of open) this.#open.set(key, fact)
    this.#s3Requests = { ...facts.s3Requests }
    this.#s3Storage = { ...facts.s3Storage }
    this.#egress = { ...facts.egress }
  }

  #fromNow(): Stretch {
    return { from: this.now(), to: null }
  }

  #begin(key: OpenKey, fact: StretchFact): void {
    if (!this.#open.has(key)) this.#open.set(key, fact)
  }

  #end(key: OpenKey): void {
    const fact = this.#open.get(key)
    if (fact === undefined) return
    this.#open.delete(key)
    this.#closed.push({ ...fact, to: this.now() })
  }

  #counted(before: Tally | undefined, count: number): Tally {
    const now = this.now()
    return {
      count: (before?.count ?? 0) + count,
      firstAt: before?.firstAt ?? now,
      lastAt: now,
    }
  }
}

export interface MeterSnapshot {
  readonly facts: MeterFacts
  readonly open: readonly (readonly [string, StretchFact])[]
}
