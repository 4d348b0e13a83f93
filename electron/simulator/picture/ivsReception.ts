import { readVideo } from '../../media/flv/payload'
import type { IncomingStream } from '../../media/rtmp/server'
import type { IvsChannel } from '../ivs/records'
import { excessOf } from '../ivs/limits'
import type { IvsIngest } from '../ivs/service'

export interface IvsAdmitted {
  readonly ok: true
  readonly channel: IvsChannel
  /** 0: it cannot take a stream over. */
  readonly priority: number
}

export type IvsAdmission = IvsAdmitted | { readonly ok: false; readonly why: string }

/** A rate measured over the first moments, or over a burst that makes up for a loss, says nothing. */
const settlingMs = 10_000
const checkEveryMs = 5_000
/** IVS API reference, StreamEvent, `code`: priorities go from 1 to this. */
const highestPriority = 2_147_483_647
/** The simulator's choice: how many takeovers a stream stands is not documented. */
const mostTakeovers = 10

interface Reception {
  stream: IncomingStream
  priority: number
  takeovers: number
}

/** The ingest side of IVS: takes streams whose key it knows and tells IVS when pictures come and end. */
export class IvsReception {
  readonly #receptions = new Map<string, Reception>()
  readonly #stopListening: () => void

  constructor(private readonly ingest: IvsIngest) {
    this.#stopListening = ingest.onStop((channelArn) => {
      this.#receptions.get(channelArn)?.stream.close('the stream was stopped')
    })
  }

  /**
   * Unencrypted RTMP needs `insecureIngest` (IVS API reference, Channel). One encoder at a time, but
   * for one of a higher priority (`<stream key>?priority=2`), which takes the stream over.
   */
  admit(streamName: string, isSecure: boolean): IvsAdmission {
    const { key, priority } = keyAndPriority(streamName)
    const channel = this.ingest.channelOfKey(key)
    if (!channel) return { ok: false, why: 'The stream key is unknown' }
    if (!isSecure && !channel.insecureIngest) {
      return { ok: false, why: 'The channel takes RTMPS only' }
    }
    const reception = this.#receptions.get(channel.arn)
    if (reception) return this.#admitSecond(reception, channel, priority)
    if (!this.ingest.hasRoom(channel.region)) {
      return { ok: false, why: 'Too many channels are live already' }
    }
    return { ok: true, channel, priority: priority ?? 0 }
  }

  take(stream: IncomingStream, { channel, priority }: IvsAdmitted): void {
    const reception = this.#receptions.get(channel.arn)
    if (reception) return this.#contend(reception, stream, { channel, priority })
    this.#receptions.set(channel.arn, { stream, priority, takeovers: 0 })
    this.ingest.connected(channel.arn)
    this.#follow(stream, channel)
  }

  close(): void {
    this.#stopListening()
  }

  #admitSecond(
    reception: Reception,
    channel: IvsChannel,
    priority: number | undefined,
  ): IvsAdmission {
    if (priority === undefined) return { ok: false, why: 'The channel is already live' }
    const code = takeoverFault(reception, priority)
    if (code === undefined) return { ok: true, channel, priority }
    this.ingest.takeoverRefused(channel.arn, code)
    return { ok: false, why: code }
  }

  #follow(stream: IncomingStream, channel: IvsChannel, isTakeover = false): void {
    let isLive = isTakeover
    let checkAt = performance.now() + settlingMs
    stream.onTag((tag) => {
      if (tag.kind !== 'video' || readVideo(tag.payload).packetType !== 'frame') return
      if (performance.now() >= checkAt) {
        checkAt += checkEveryMs
        const excess = excessOf(channel.type, stream.stats())
        if (excess) {
          this.ingest.limitBroken(channel.arn, excess.limit)
          return stream.close(excess.words)
        }
      }
      if (isLive) this.ingest.continues(channel.arn)
      else this.ingest.began(channel, stream)
      isLive = true
    })
    stream.onEnd(() => {
      // One that was taken over has nothing to end any more.
      if (this.#receptions.get(channel.arn)?.stream !== stream) return
      this.#receptions.delete(channel.arn)
      this.ingest.ended(channel.arn)
    })
  }

  /** The first stays on until the second has shown a picture that looks like its own. */
  #contend(
    reception: Reception,
    stream: IncomingStream,
    { channel, priority }: Pick<IvsAdmitted, 'channel' | 'priority'>,
  ): void {
    const stop = stream.onTag((tag) => {
      if (tag.kind !== 'video' || readVideo(tag.payload).packetType !== 'frame') return
      stop()
      const present = this.#receptions.get(channel.arn)
      const code = present === reception ? takeoverFault(present, priority) : undefined
      if (present && (code !== undefined || !looksLike(stream, present.stream))) {
        this.ingest.takeoverRefused(channel.arn, code ?? 'StreamTakeoverMediaMismatch')
        return stream.close('the takeover was refused')
      }
      const before = present?.stream
      const takeovers = (present?.takeovers ?? 0) + 1
      this.#receptions.set(channel.arn, { stream, priority, takeovers })
      if (present) this.ingest.takenOver(channel.arn, stream)
      this.#follow(stream, channel, present !== undefined)
      before?.close('the stream was taken over')
    })
  }
}

/** Why a stream cannot be taken over with this priority; undefined: it can. */
function takeoverFault(reception: Reception, priority: number): string | undefined {
  const isValid = Number.isInteger(priority) && priority >= 1 && priority <= highestPriority
  if (!isValid || priority <= reception.priority) return 'StreamTakeoverInvalidPriority'
  return reception.takeovers >= mostTakeovers ? 'StreamTakeoverLimitBreached' : undefined
}

function looksLike(one: IncomingStream, other: IncomingStream): boolean {
  const [first, second] = [one.stats(), other.stats()]
  return (
    first.videoCodec === second.videoCodec &&
    first.width === second.width &&
    first.height === second.height
  )
}

function keyAndPriority(streamName: string): { key: string; priority: number | undefined } {
  const [key = '', query = ''] = streamName.split('?', 2)
  const priority = new URLSearchParams(query).get('priority')
  return { key, priority: priority === null ? undefined : Number(priority) }
}
