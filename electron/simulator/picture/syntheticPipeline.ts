import type { Cancel } from '../kit/clock'
import type {
  PipelineId,
  PipelineMeasures,
  RunningChannel,
  RunningInput,
} from '../medialive/picturePort'
import type { AlertBook, AlertSubject } from './alertBook'
import { SyntheticFailover } from './syntheticFailover'
import type { Sent, SyntheticFeeds, SyntheticPlace } from './syntheticFeeds'
import { Flow } from './syntheticFlow'
import type { Carried } from './syntheticOutput'
import { type SyntheticCarriers, SyntheticOutputs } from './syntheticOutputs'
import { Deadlines, SyntheticSignal } from './syntheticSignal'

export interface SyntheticParts extends SyntheticCarriers {
  readonly feeds: SyntheticFeeds
}

interface PlacedInput {
  readonly input: RunningInput
  /** Undefined: this pipeline has no address of the input. */
  readonly place: SyntheticPlace | undefined
  readonly signal: SyntheticSignal
  readonly frames: Flow
  readonly bytes: Flow
}

/** The input counts as lost when no picture came for so long, as in the real plane. */
const inputLossMs = 1_000
const soundLossMs = 3_000
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
  readonly #inputs: readonly PlacedInput[]
  readonly #outputs: SyntheticOutputs
  readonly #startedAt: number
  readonly #failover: SyntheticFailover
  #attachment: string
  #isFailedOver = false
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
    const now = parts.context.clock.now()
    this.#failover = new SyntheticFailover(parts.context.clock.now)
    this.#startedAt = now
    this.#slateSince = now
    this.#attachment = channel.activeAttachment
    this.#isPaused = channel.pausedPipelines.includes(at.id)
    this.#inputs = channel.inputs.map((input) => this.#placed(input))
    this.#outputs = new SyntheticOutputs(parts, channel, at)
    this.#tellSource()
    for (const { place } of this.#inputs) if (place) parts.feeds.open(place)
    this.#update()
  }

  get id(): PipelineId {
    return this.at.id
  }

  get source(): Carried['source'] {
    return this.#carried.source
  }

  /** What is on air: the attachment asked for, or the one it failed over to. */
  get activeAttachment(): string {
    return this.#onAir()?.input.attachmentName ?? this.#attachment
  }

  switchInput(attachmentName: string): void {
    this.#attachment = attachmentName
    this.#isFailedOver = false
    this.#failover.forget()
    const { id: channelId } = this.channel
    const inputId = this.#onAir()?.input.inputId
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
    const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)
    return {
      channelId,
      region,
      pipelineId: this.at.id,
      inputVideoFrames: sum(this.#inputs.map(({ frames }) => frames.total())),
      hadInput: this.#hadInput,
      networkInBytes: sum(this.#inputs.map(({ bytes }) => bytes.total())),
      networkOutBytes: this.#outputs.bytesSent(),
      fillMs:
        this.#slateSince === undefined ? 0 : this.parts.context.clock.now() - this.#slateSince,
      activeAlerts: this.at.alerts
        .list()
        .filter(({ state, pipelineId }) => state === 'SET' && pipelineId === this.at.id).length,
      primaryInputActive: !this.#isFailedOver,
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
    for (const { place } of this.#inputs) if (place) this.parts.feeds.close(place)
  }

  /** Looks at everything anew, and again when time alone will have changed something. */
  #update(): void {
    if (this.#isClosed) return
    const { clock } = this.parts.context
    const deadlines = new Deadlines(clock.now())
    for (const each of this.#inputs) this.#see(each)
    this.#failOver(deadlines)
    this.#choose(deadlines)
    this.#report(deadlines)
    this.#look?.()
    const { next } = deadlines
    this.#look = next === undefined ? undefined : clock.at(next, () => this.#update())
  }

  #see({ place, signal, frames, bytes }: PlacedInput): void {
    const sent = place && this.parts.feeds.sentTo(place)
    signal.see(sent, this.parts.context.clock.now())
    frames.runAt(sent?.fps ?? 0)
    bytes.runAt((sent?.bitrate ?? 0) / 8)
  }

  #failOver(deadlines: Deadlines): void {
    const { primary, secondary } = this.#pair()
    const failover = primary?.input.failover
    if (!primary || !secondary || !failover) {
      this.#isFailedOver = false
      return
    }
    const before = this.#isFailedOver ? 'secondary' : 'primary'
    const spells = { primary: primary.signal.spells, secondary: secondary.signal.spells }
    const side = this.#failover.side(before, { failover, spells }, deadlines)
    this.#isFailedOver = side === 'secondary'
    if (side === before) return
    const { id: channelId } = this.channel
    const particulars = { channelId, pipelineId: this.at.id, attachment: this.activeAttachment }
    this.parts.context.events.append('input-failover', particulars)
  }

  /** Another source, or the same with another size, begins at once; the slate after a second. */
  #choose(deadlines: Deadlines): void {
    const onAir = this.#onAir()
    const sent = onAir?.place && this.parts.feeds.sentTo(onAir.place)
    const isLost = deadlines.lasted(onAir?.signal.spells.noPicture ?? 0, inputLossMs)
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

  #report(deadlines: Deadlines): void {
    const { primary, secondary } = this.#pair()
    for (const each of this.#inputs) {
      const isWatched = each === primary || each === secondary
      const troubles = isWatched ? this.#troublesOf(each, deadlines) : new Set<InputAlert>()
      const { inputId } = each.input
      for (const alertType of inputAlerts) {
        // The name of a push input is as good as a password: messages say the input's id.
        const message = `Input ${inputId}: ${whatIsWrong[alertType]}`
        this.#alert({ alertType, subject: inputId, message }, troubles.has(alertType))
      }
    }
    const failedOver = `Input ${primary?.input.inputId ?? ''} failed over to ${secondary?.input.inputId ?? ''}`
    const over = {
      alertType: 'Input Failed Over',
      subject: 'failover',
      message: failedOver,
    } as const
    this.#alert(over, this.#isFailedOver)
    const held = `Pipeline ${this.at.id} is paused by the schedule`
    const paused = { alertType: 'Pipeline is Paused', subject: 'pause', message: held } as const
    this.#alert(paused, this.#isPaused)
  }

  #troublesOf({ place, signal }: PlacedInput, deadlines: Deadlines): ReadonlySet<InputAlert> {
    if (!place) return new Set()
    const { noPicture, noSound, black } = signal.spells
    const isNew = !deadlines.lasted(this.#startedAt, inputLossMs)
    const isPublishing = noPicture === undefined
    const isSilent = deadlines.lasted(noSound, soundLossMs)
    const isLost = deadlines.lasted(noPicture, inputLossMs)
    const facts: readonly (readonly [InputAlert, boolean])[] = [
      ['RTMP Stream Not Found', !isNew && !isPublishing],
      ['Video Not Detected', !isNew && isLost],
      ['Audio Not Detected', isPublishing && isSilent],
      ['Black Video Detected', black !== undefined],
    ]
    return new Set(facts.flatMap(([alertType, isTrue]) => (isTrue ? [alertType] : [])))
  }

  #alert(about: Omit<AlertSubject, 'pipelineId'>, isTrue: boolean): void {
    this.at.alerts.report({ ...about, pipelineId: this.at.id }, isTrue)
  }

  #onAir(): PlacedInput | undefined {
    const { primary, secondary } = this.#pair()
    return this.#isFailedOver ? secondary : primary
  }

  #pair() {
    const primary = this.#inputs.find(({ input }) => input.attachmentName === this.#attachment)
    const secondaryId = primary?.input.failover?.secondaryInputId
    const secondary = this.#inputs.find(({ input }) => input.inputId === secondaryId)
    return { primary, secondary }
  }

  #placed(input: RunningInput): PlacedInput {
    const { now } = this.parts.context.clock
    const { inputId, streamNames } = input
    const streamName = streamNames[this.at.id === '0' ? 0 : 1]
    const place =
      streamName === undefined
        ? undefined
        : {
            channelId: this.channel.id,
            inputId,
            pipelineId: this.at.id,
            streamName,
            onChange: () => this.#update(),
          }
    return {
      input,
      place,
      signal: new SyntheticSignal(now()),
      frames: new Flow(now),
      bytes: new Flow(now),
    }
  }
}

const whatIsWrong = {
  'RTMP Stream Not Found': 'nobody publishes to it',
  'Video Not Detected': 'no video arrives',
  'Audio Not Detected': 'no audio arrives',
  'Black Video Detected': 'the video is black',
} as const
type InputAlert = keyof typeof whatIsWrong
const inputAlerts = Object.keys(whatIsWrong) as readonly InputAlert[] // the table's own keys

const carriedOf = ({ width, height, fps, bitrate, audio }: Sent): Carried => ({
  source: 'feed',
  width,
  height,
  fps,
  bitrate,
  audio,
})

const isSame = (one: Carried, other: Carried) => JSON.stringify(one) === JSON.stringify(other)
