import type { Cancel } from '../kit/clock'
import type { SimulatorContext } from '../kit/context'
import { excessOf } from '../ivs/limits'
import type { IvsChannel } from '../ivs/records'
import type { IvsIngest } from '../ivs/service'
import type { Clip } from './syntheticClip'
import type { Carried } from './syntheticOutput'
import { SyntheticStream } from './syntheticStream'

interface Reception {
  readonly channel: IvsChannel
  readonly stream: SyntheticStream
  readonly cutOff: (why: string) => void
  isLive: boolean
  ticking: Cancel
  checking: Cancel
}

export interface SyntheticIvsParts {
  readonly context: SimulatorContext
  readonly ingest: IvsIngest
  readonly clips: Readonly<Record<Carried['source'], Clip>>
}

/** A rate measured over the first moments says nothing. */
const settlingMs = 10_000
const tickMs = 1_000

/** The ingest side of IVS for streams that are only computed. */
export class SyntheticIvs {
  readonly #receptions = new Map<string, Reception>()
  readonly #stopListening: () => void

  constructor(private readonly parts: SyntheticIvsParts) {
    this.#stopListening = parts.ingest.onStop((channelArn) => {
      this.#receptions.get(channelArn)?.cutOff('the stream was stopped')
    })
  }

  /** Unencrypted RTMP needs `insecureIngest`; one encoder at a time (IVS API reference, Channel). */
  admit(
    streamKey: string,
    isSecure: boolean,
  ): { readonly ok: true; readonly channel: IvsChannel } | { readonly ok: false; why: string } {
    const { ingest } = this.parts
    const channel = ingest.channelOfKey(streamKey)
    if (!channel) return { ok: false, why: 'The stream key is unknown' }
    if (!isSecure && !channel.insecureIngest) {
      return { ok: false, why: 'The channel takes RTMPS only' }
    }
    if (this.#receptions.has(channel.arn)) return { ok: false, why: 'The channel is already live' }
    if (!ingest.hasRoom(channel.region)) {
      return { ok: false, why: 'Too many channels are live already' }
    }
    return { ok: true, channel }
  }

  /** An encoder is connected; `cutOff` is called when it has to go. */
  take(channel: IvsChannel, cutOff: (why: string) => void): void {
    const stream = new SyntheticStream(this.parts.clips, this.parts.context.clock.now)
    const timers = { ticking: () => {}, checking: () => {} }
    this.#receptions.set(channel.arn, { channel, stream, cutOff, isLive: false, ...timers })
    this.parts.ingest.connected(channel.arn)
  }

  /** What arrives from now on; undefined: nothing does. */
  receives(channelArn: string, carried: Carried | undefined): void {
    const reception = this.#receptions.get(channelArn)
    if (!reception) return
    this.#rest(reception)
    reception.stream.carry(carried)
    if (!carried) return
    if (!reception.isLive) this.parts.ingest.began(reception.channel, reception.stream)
    reception.isLive = true
    const { clock } = this.parts.context
    reception.checking = clock.at(clock.now() + settlingMs, () => this.#check(reception, carried))
    this.#tick(reception)
  }

  /** The encoder is gone. */
  leaves(channelArn: string): void {
    const reception = this.#receptions.get(channelArn)
    if (!reception) return
    this.#rest(reception)
    this.#receptions.delete(channelArn)
    this.parts.ingest.ended(channelArn)
  }

  close(): void {
    this.#stopListening()
  }

  #rest({ ticking, checking }: Reception): void {
    ticking()
    checking()
  }

  #tick(reception: Reception): void {
    const { clock } = this.parts.context
    this.parts.ingest.continues(reception.channel.arn)
    reception.stream.second()
    reception.ticking = clock.at(clock.now() + tickMs, () => this.#tick(reception))
  }

  #check({ channel, cutOff }: Reception, { width, height, bitrate }: Carried): void {
    const excess = excessOf(channel.type, { width, height, bitrateBps: bitrate })
    if (!excess) return
    this.parts.ingest.limitBroken(channel.arn, excess.limit)
    cutOff(excess.words)
  }
}
