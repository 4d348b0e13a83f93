import { parsePublishUrl } from '../../media/rtmp/publishUrl'
import { isIngestHost } from '../ivs/hosts'
import type { Cancel } from '../kit/clock'
import type { SimulatorContext } from '../kit/context'
import type { RtmpOutput } from '../medialive/picturePort'
import { hostOf } from './sinks'
import type { SyntheticIvs } from './syntheticIvs'
import type { Carried, SyntheticOutput } from './syntheticOutput'
import type { SyntheticSink } from './syntheticSinks'

export interface SyntheticRtmpOptions {
  readonly context: SimulatorContext
  readonly ivs: SyntheticIvs
  readonly sink: SyntheticSink
  readonly output: RtmpOutput
  readonly address: { readonly url: string; readonly streamName: string }
  /** Told what is wrong, and undefined when all is well again. */
  readonly onFailing: (failure: string | undefined) => void
  /** The retries are used up. */
  readonly onStopped: () => void
}

interface Obstacle {
  readonly kind: 'refused' | 'failed'
  readonly why: string
}

/** How often what was sent is put on the bill. */
const billEveryMs = 10_000

/**
 * One RTMP destination of one pipeline, tried as the real one is: NumRetries times,
 * ConnectionRetryInterval apart, and again after RestartDelay (MediaLive API reference).
 */
export class SyntheticRtmp implements SyntheticOutput {
  readonly errors4xx = 0
  readonly errors5xx = 0
  #state: 'publishing' | 'waiting' | 'refused' | 'stopped' = 'waiting'
  #retriesLeft: number
  #retry: Cancel | undefined
  #billing: Cancel | undefined
  #bytesBilled: number
  #reconnects = 0
  #carried: Carried | undefined
  /** The IVS channel that takes the stream. */
  #channelArn: string | undefined

  constructor(private readonly options: SyntheticRtmpOptions) {
    this.#retriesLeft = options.output.numRetries
    this.#bytesBilled = options.sink.bytes.total()
    this.#try()
  }

  carry(carried: Carried | undefined): void {
    const { onInputLoss } = this.options.output
    // PAUSE_OUTPUT keeps the connection and sends nothing (model text of InputLossActionForRtmpOut).
    const isSilent = carried?.source === 'slate' && onInputLoss === 'PAUSE_OUTPUT'
    this.#carried = isSilent ? undefined : carried
    this.#flow()
  }

  recheck(): void {
    if (this.#state !== 'publishing') return
    const { drills } = this.options.context
    const { url } = this.options.address
    if (drills.destinationDown(url)) this.#breakOff(down)
    else if (drills.refusesKey(url)) this.#breakOff(keyRefused)
  }

  isActive(): boolean {
    return this.#state === 'publishing' && this.#carried !== undefined
  }

  get hasStopped(): boolean {
    return this.#state === 'stopped'
  }

  bytesSent(): number {
    return this.options.sink.bytes.total()
  }

  world(): object {
    const { sink, address } = this.options
    return {
      kind: 'rtmp',
      url: address.url,
      state: this.#state,
      framesSent: sink.frames.total(),
      bytesSent: sink.bytes.total(),
      framesDropped: 0,
      reconnects: this.#reconnects,
    }
  }

  abandon(): void {
    this.close()
  }

  close(): void {
    this.#retry?.()
    this.#disconnect('ended')
    this.#state = 'stopped'
  }

  #try(): void {
    const { address, sink, onFailing } = this.options
    if (!isPublishUrl(address.url)) return onFailing('the destination is no RTMP address')
    const obstacle = this.#obstacle()
    if (obstacle) return this.#fail(obstacle)
    this.#state = 'publishing'
    this.#retriesLeft = this.options.output.numRetries
    sink.state = 'receiving'
    sink.connections += 1
    onFailing(undefined)
    this.#flow()
    this.#billLater()
  }

  #obstacle(): Obstacle | undefined {
    const { drills } = this.options.context
    const { url, streamName } = this.options.address
    if (drills.destinationDown(url)) return down
    if (drills.refusesKey(url)) return keyRefused
    if (!isIngestHost(hostOf(url))) return undefined
    const admission = this.options.ivs.admit(streamName, url.startsWith('rtmps:'))
    if (!admission.ok) return { kind: 'refused', why: admission.why }
    const { arn } = admission.channel
    this.#channelArn = arn
    this.options.ivs.take(admission.channel, (why) => this.#breakOff({ kind: 'failed', why }))
    return undefined
  }

  #breakOff(obstacle: Obstacle): void {
    this.#reconnects += 1
    this.#disconnect('ended')
    this.#fail(obstacle)
  }

  #fail({ kind, why }: Obstacle): void {
    const { context, output, sink, onFailing } = this.options
    const { clock, assumptions } = context
    if (kind === 'refused') sink.state = 'refused'
    const isTold = kind === 'failed' || assumptions.of('wrong-key-alert') === '6018'
    if (isTold) onFailing(why)
    if (this.#retriesLeft > 0) {
      this.#retriesLeft -= 1
      this.#state = kind === 'refused' ? 'refused' : 'waiting'
      this.#retryIn(output.connectionRetryIntervalMs)
      return
    }
    this.#state = 'stopped'
    this.options.onStopped()
    const restarts = assumptions.of('retries-exhausted') === 'restarts'
    if (output.restartDelayMs === 0 || !restarts) return
    this.#retry = clock.at(clock.now() + output.restartDelayMs, () => {
      this.#retriesLeft = output.numRetries
      this.#try()
    })
  }

  #retryIn(ms: number): void {
    const { clock } = this.options.context
    this.#retry = clock.at(clock.now() + ms, () => this.#try())
  }

  #disconnect(state: SyntheticSink['state']): void {
    const { sink, ivs } = this.options
    if (this.#state !== 'publishing') return
    this.#state = 'waiting'
    this.#flow()
    this.#billing?.()
    this.#bill()
    sink.state = state
    const arn = this.#channelArn
    this.#channelArn = undefined
    if (arn !== undefined) ivs.leaves(arn)
  }

  #flow(): void {
    const { sink, context, ivs } = this.options
    const flowing = this.#state === 'publishing' ? this.#carried : undefined
    if (sink.isFlowing) sink.lastFrameAt = context.clock.now()
    sink.isFlowing = flowing !== undefined
    sink.frames.runAt(flowing?.fps ?? 0)
    sink.bytes.runAt((flowing?.bitrate ?? 0) / 8)
    if (this.#channelArn !== undefined) ivs.receives(this.#channelArn, flowing)
  }

  #billLater(): void {
    const { clock } = this.options.context
    if (isIngestHost(hostOf(this.options.address.url))) return
    this.#billing = clock.at(clock.now() + billEveryMs, () => {
      this.#bill()
      this.#billLater()
    })
  }

  /** What goes to IVS stays inside AWS and costs nothing. */
  #bill(): void {
    const { sink, address, context } = this.options
    const total = sink.bytes.total()
    const sent = total - this.#bytesBilled
    this.#bytesBilled = total
    if (sent === 0 || isIngestHost(hostOf(address.url))) return
    context.meter.egressBytes(sink.owner.channelId, sent)
  }
}

const down: Obstacle = { kind: 'failed', why: 'nothing answers there' }
const keyRefused: Obstacle = { kind: 'refused', why: 'The stream key is refused' }

function isPublishUrl(url: string): boolean {
  try {
    parsePublishUrl(url)
    return true
  } catch {
    return false
  }
}
