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
      /** The video description it is made from; outputs may share one. Unknown: its own. */
      readonly encode?: string
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

/** What IVS delivers to viewers is priced by its resolution. */
export type Rendition = 'SD' | 'HD'

/** Viewers of one IVS channel, summed over time. `viewerMs` counts up to `since`, when `viewers` began. */
export interface ViewingFact {
  readonly arn: string
  readonly rendition: Rendition
  readonly viewers: number
  readonly viewerMs: number
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
  /** By channel and rendition. */
  readonly viewing: Readonly<Record<string, ViewingFact>>
  /** Metrics that GetMetricData was asked for. */
  readonly metricsRequested: Tally | undefined
  /** Targets that schedules invoked, by month in UTC (`2026-01`), for some of each month are free. */
  readonly schedulerInvocations: Readonly<Record<string, Tally>>
}

type OpenKey = string

const noFacts: MeterFacts = {
  stretches: [],
  s3Requests: {},
  s3Storage: {},
  egress: {},
  viewing: {},
  metricsRequested: undefined,
  schedulerInvocations: {},
}

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
  #viewing: Record<string, ViewingFact> = {}
  #metricsRequested: Tally | undefined
  #schedulerInvocations: Record<string, Tally> = {}

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

  /** Nobody watches what is not live. `at`: when it ended, where that is found out later. */
  ivsLiveEnded(arn: string, at = this.now()): void {
    this.#end(`ivs:${arn}`, at)
    for (const { rendition, viewers } of this.#viewingOf(arn)) {
      if (viewers > 0) this.#viewersChanged(arn, 0, { rendition, at })
    }
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

  /** What each bucket really holds from now on; a bucket that is not named is gone. */
  s3BytesAre(bytes: Readonly<Record<string, number>>): void {
    for (const bucket of new Set([...Object.keys(this.#s3Storage), ...Object.keys(bytes)])) {
      const delta = (bytes[bucket] ?? 0) - (this.#s3Storage[bucket]?.bytes ?? 0)
      if (delta !== 0) this.s3BytesChanged(bucket, delta)
    }
  }

  /** RTMP bytes a channel sent to a destination outside AWS. */
  egressBytes(channelId: string, bytes: number): void {
    this.#egress[channelId] = this.#counted(this.#egress[channelId], bytes)
  }

  /** So many watch an IVS channel from now on, in this rendition; 0 when it is no longer live. */
  viewersChanged(arn: string, viewers: number, rendition: Rendition): void {
    this.#viewersChanged(arn, viewers, { rendition, at: this.now() })
  }

  /** GetMetricData was asked for so many metrics. */
  metricsAsked(count: number): void {
    this.#metricsRequested = this.#counted(this.#metricsRequested, count)
  }

  /** A schedule called its target, or tried to. */
  schedulerInvocation(): void {
    const month = new Date(this.now()).toISOString().slice(0, 7)
    this.#schedulerInvocations[month] = this.#counted(this.#schedulerInvocations[month], 1)
  }

  facts(): MeterFacts {
    return { ...this.#tallies(), stretches: [...this.#closed, ...this.#open.values()] }
  }

  reset(): void {
    this.restore({ facts: noFacts, open: [] })
  }

  snapshot(): MeterSnapshot {
    return { facts: { ...this.#tallies(), stretches: this.#closed }, open: [...this.#open] }
  }

  restore({ facts, open }: MeterSnapshot): void {
    // What was saved before a kind of fact was known has none of it.
    const saved: MeterFacts = { ...noFacts, ...facts }
    this.#closed = [...saved.stretches]
    this.#open.clear()
    for (const [key, fact] of open) this.#open.set(key, fact)
    this.#s3Requests = { ...saved.s3Requests }
    this.#s3Storage = { ...saved.s3Storage }
    this.#egress = { ...saved.egress }
    this.#viewing = { ...saved.viewing }
    this.#metricsRequested = saved.metricsRequested
    this.#schedulerInvocations = { ...saved.schedulerInvocations }
  }

  #tallies(): Omit<MeterFacts, 'stretches'> {
    return {
      s3Requests: { ...this.#s3Requests },
      s3Storage: { ...this.#s3Storage },
      egress: { ...this.#egress },
      viewing: { ...this.#viewing },
      metricsRequested: this.#metricsRequested,
      schedulerInvocations: { ...this.#schedulerInvocations },
    }
  }

  #viewingOf(arn: string): readonly ViewingFact[] {
    return Object.values(this.#viewing).filter((fact) => fact.arn === arn)
  }

  #viewersChanged(
    arn: string,
    viewers: number,
    { rendition, at }: { readonly rendition: Rendition; readonly at: number },
  ): void {
    const key = `${arn} ${rendition}`
    const none = { arn, rendition, viewers: 0, viewerMs: 0, firstAt: at, since: at }
    const before = this.#viewing[key] ?? none
    const since = Math.max(at, before.since)
    const viewerMs = before.viewerMs + before.viewers * (since - before.since)
    this.#viewing[key] = { ...before, viewers, viewerMs, since }
  }

  #fromNow(): Stretch {
    return { from: this.now(), to: null }
  }

  #begin(key: OpenKey, fact: StretchFact): void {
    if (!this.#open.has(key)) this.#open.set(key, fact)
  }

  #end(key: OpenKey, at = this.now()): void {
    const fact = this.#open.get(key)
    if (fact === undefined) return
    this.#open.delete(key)
    this.#closed.push({ ...fact, to: Math.max(fact.from, at) })
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
  readonly facts: Partial<MeterFacts>
  readonly open: readonly (readonly [string, StretchFact])[]
}
