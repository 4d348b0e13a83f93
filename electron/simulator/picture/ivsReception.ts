import { readVideo } from '../../media/flv/payload'
import type { IncomingStream } from '../../media/rtmp/server'
import type { IvsChannel } from '../ivs/records'
import { excessOf } from '../ivs/limits'
import type { IvsIngest } from '../ivs/service'

export type IvsAdmission =
  { readonly ok: true; readonly channel: IvsChannel } | { readonly ok: false; readonly why: string }

/** A rate measured over the first moments, or over a burst that makes up for a loss, says nothing. */
const settlingMs = 10_000
const checkEveryMs = 5_000

/** The ingest side of IVS: takes streams whose key it knows and tells IVS when pictures come and end. */
export class IvsReception {
  readonly #streams = new Map<string, IncomingStream>()
  readonly #stopListening: () => void

  constructor(private readonly ingest: IvsIngest) {
    this.#stopListening = ingest.onStop((channelArn) => {
      this.#streams.get(channelArn)?.close('the stream was stopped')
    })
  }

  /** Unencrypted RTMP needs `insecureIngest`; one encoder at a time (IVS API reference, Channel). */
  admit(streamKey: string, isSecure: boolean): IvsAdmission {
    const channel = this.ingest.channelOfKey(streamKey)
    if (!channel) return { ok: false, why: 'The stream key is unknown' }
    if (!isSecure && !channel.insecureIngest) {
      return { ok: false, why: 'The channel takes RTMPS only' }
    }
    if (this.#streams.has(channel.arn)) return { ok: false, why: 'The channel is already live' }
    return { ok: true, channel }
  }

  take(stream: IncomingStream, channel: IvsChannel): void {
    this.#streams.set(channel.arn, stream)
    let isLive = false
    let checkAt = performance.now() + settlingMs
    stream.onTag((tag) => {
      if (tag.kind !== 'video' || readVideo(tag.payload).packetType !== 'frame') return
      if (performance.now() >= checkAt) {
        checkAt += checkEveryMs
        const excess = excessOf(channel.type, stream.stats())
        if (excess) return stream.close(excess)
      }
      if (isLive) this.ingest.continues(channel.arn)
      else this.ingest.began(channel)
      isLive = true
    })
    stream.onEnd(() => {
      this.#streams.delete(channel.arn)
      this.ingest.ended(channel.arn)
    })
  }

  close(): void {
    this.#stopListening()
  }
}
