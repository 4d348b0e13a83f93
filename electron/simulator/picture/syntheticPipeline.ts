import type { Cancel } from '../kit/clock'
import type { PipelineId, PipelineMeasures, RunningChannel } from '../medialive/picturePort'
import type { AlertBook } from './alertBook'
import { InputAlerts } from './inputAlerts'
import type { Sent, SyntheticFeeds } from './syntheticFeeds'
import { SyntheticInputs } from './syntheticInputs'
import type { Carried } from './syntheticOutput'
import { type SyntheticCarriers, SyntheticOutputs } from './syntheticOutputs'
import { Deadlines } from './syntheticSignal'

export interface SyntheticParts extends SyntheticCarriers {
  readonly feeds: SyntheticFeeds
}

const slate: Carried = {
  source: 'slate',
  width: 1280,
  height: 720,
  fps: 30,
  bitrate: 300_000,
  audio: true,
}

/** One pipeline of a running channel whose picture is computed from the clock. */
export class SyntheticPipeline {
  readonly #inputs: SyntheticInputs
  readonly #inputAlerts: InputAlerts
  readonly #outputs: SyntheticOutputs
  #isPaused: boolean
  #carried: Carried = slate
  #isCarrying = false
  #slateSince: number | undefined
  #hadInput = false
  #look: Cancel | undefined
  #isClosed = false

  constructor(
    private readonly parts: SyntheticParts,
    private readonly channel: RunningChannel,
    private readonly at: {
      readonly id: PipelineId
      readonly alerts: AlertBook
      readonly onStopped: () => void
    },
  ) {
    const { now } = parts.context.clock
    this.#slateSince = now()
    this.#isPaused = channel.pausedPipelines.includes(at.id)
    const onChange = () => this.#update()
    this.#inputs = new SyntheticInputs(parts.feeds, now, { channel, pipelineId: at.id, onChange })
    this.#inputAlerts = new InputAlerts(at.alerts, at.id)
    this.#outputs = new SyntheticOutputs(parts, channel, at)
    this.#tellSource()
    this.#inputs.open()
    this.#update()
  }

  get id(): PipelineId {
    return this.at.id
  }

  get source(): Carried['source'] {
    return this.#carried.source
  }

  get activeAttachment(): string {
    return this.#inputs.activeAttachment
  }

  switchInput(attachmentName: string): void {
    this.#inputs.choose(attachmentName)
    const { id: channelId } = this.channel
    const inputId = this.#inputs.activeId
    const about = { channelId, pipelineId: this.at.id, attachment: attachmentName, inputId }
    this.parts.context.events.append('input-switched', about)
    this.#update()
  }

  pause(isPaused: boolean): void {
    this.#isPaused = isPaused
    this.#update()
  }

  recheck(): void {
    this.#outputs.recheck()
  }

  measures(): PipelineMeasures {
    const { id: channelId, region } = this.channel
    const now = this.parts.context.clock.now()
    return {
      channelId,
      region,
      pipelineId: this.at.id,
      ...this.#inputs.counts(),
      hadInput: this.#hadInput,
      networkOutBytes: this.#outputs.bytesSent(),
      fillMs: this.#slateSince === undefined ? 0 : now - this.#slateSince,
      activeAlerts: this.at.alerts.countOf(this.at.id),
      primaryInputActive: !this.#inputs.isFailedOver,
      outputGroups: this.#outputs.groups(),
    }
  }

  world(): unknown {
    return {
      channelId: this.channel.id,
      pipelineId: this.at.id,
      source: this.#carried.source,
      activeAttachment: this.activeAttachment,
      isPaused: this.#isPaused,
      outputs: this.#outputs.world(),
    }
  }

  get hasStopped(): boolean {
    return this.#outputs.haveStopped()
  }

  close(): void {
    this.#leave()
    this.#outputs.close()
  }

  /** It has failed: playlists stay as they are. */
  abandon(): void {
    this.#leave()
    this.#outputs.abandon()
  }

  #leave(): void {
    this.#isClosed = true
    this.#look?.()
    this.#inputs.close()
  }

  /** Looks at everything anew, and again when time alone will have changed something. */
  #update(): void {
    if (this.#isClosed) return
    const { clock } = this.parts.context
    const deadlines = new Deadlines(clock.now())
    this.#inputs.see()
    if (this.#inputs.failOver(deadlines)) this.#tellFailover()
    this.#choose(deadlines)
    this.#inputAlerts.report(this.#inputs.facts(deadlines))
    this.#inputAlerts.reportFailover(this.#inputs.failedId, this.#inputs.activeId ?? '')
    this.#inputAlerts.reportPause(this.#isPaused)
    this.#look?.()
    const { next } = deadlines
    this.#look = next === undefined ? undefined : clock.at(next, () => this.#update())
  }

  #tellFailover(): void {
    const { id: channelId } = this.channel
    const particulars = { channelId, pipelineId: this.at.id, attachment: this.activeAttachment }
    this.parts.context.events.append('input-failover', particulars)
  }

  /** Another source, or the same with another size, begins at once; the slate after a second. */
  #choose(deadlines: Deadlines): void {
    const { sent, isLost } = this.#inputs.onAir(deadlines)
    const before = this.#carried
    if (sent) this.#carried = carriedOf(sent)
    else if (isLost) this.#carried = slate
    if (sent) this.#hadInput = true
    const isOther = !isSame(before, this.#carried)
    if (before.source !== this.#carried.source) this.#tellSource()
    if (isOther || this.#isCarrying === this.#isPaused) this.#carry()
  }

  #carry(): void {
    this.#isCarrying = !this.#isPaused
    this.#outputs.carry(this.#isPaused ? undefined : this.#carried)
  }

  #tellSource(): void {
    const { clock, events } = this.parts.context
    const { source } = this.#carried
    this.#slateSince = source === 'slate' ? clock.now() : undefined
    events.append('program-source', { channelId: this.channel.id, pipelineId: this.at.id, source })
  }
}

const carriedOf = ({ width, height, fps, bitrate, audio }: Sent): Carried => ({
  source: 'feed',
  width,
  height,
  fps,
  bitrate,
  audio,
})

const isSame = (one: Carried, other: Carried) => JSON.stringify(one) === JSON.stringify(other)
