import type { PipelineId, RunningChannel, RunningInput } from '../medialive/picturePort'
import { type InputFacts, soundLossMs } from './inputAlerts'
import { inputLossMs } from './program'
import { SyntheticFailover } from './syntheticFailover'
import type { Sent, SyntheticFeeds, SyntheticPlace } from './syntheticFeeds'
import { Flow } from './syntheticFlow'
import { type Deadlines, SyntheticSignal } from './syntheticSignal'

interface PlacedInput {
  readonly input: RunningInput
  /** Undefined: this pipeline has no address of the input. */
  readonly place: SyntheticPlace | undefined
  readonly signal: SyntheticSignal
  readonly frames: Flow
  readonly bytes: Flow
}

/** The inputs of one pipeline whose picture is computed, and which of them is on air. */
export class SyntheticInputs {
  readonly #inputs: readonly PlacedInput[]
  readonly #failover: SyntheticFailover
  readonly #startedAt: number
  #attachment: string
  #isFailedOver = false

  constructor(
    private readonly feeds: SyntheticFeeds,
    private readonly now: () => number,
    private readonly of: {
      readonly channel: RunningChannel
      readonly pipelineId: PipelineId
      /** What is sent to one of them has changed. */
      readonly onChange: () => void
    },
  ) {
    this.#startedAt = now()
    this.#failover = new SyntheticFailover(now)
    this.#attachment = of.channel.activeAttachment
    this.#inputs = of.channel.inputs.map((input) => this.#placed(input))
  }

  get isFailedOver(): boolean {
    return this.#isFailedOver
  }

  /** What is on air: the attachment asked for, or the one it failed over to. */
  get activeAttachment(): string {
    return this.#onAir()?.input.attachmentName ?? this.#attachment
  }

  get activeId(): string | undefined {
    return this.#onAir()?.input.inputId
  }

  /** The input asked for, while another is on air in its place. */
  get failedId(): string | undefined {
    return this.#isFailedOver ? this.#pair().primary?.input.inputId : undefined
  }

  /** From now on encoders may send. */
  open(): void {
    for (const { place } of this.#inputs) if (place) this.feeds.open(place)
  }

  close(): void {
    for (const { place } of this.#inputs) if (place) this.feeds.close(place)
  }

  choose(attachmentName: string): void {
    this.#attachment = attachmentName
    this.#isFailedOver = false
    this.#failover.forget()
  }

  /** Looks at what is sent now. */
  see(): void {
    for (const { place, signal, frames, bytes } of this.#inputs) {
      const sent = place && this.feeds.sentTo(place)
      signal.see(sent, this.now())
      frames.runAt(sent?.fps ?? 0)
      bytes.runAt((sent?.bitrate ?? 0) / 8)
    }
  }

  /** Whether another of the pair has gone on air. */
  failOver(deadlines: Deadlines): boolean {
    const { primary, secondary } = this.#pair()
    const failover = primary?.input.failover
    if (!primary || !secondary || !failover) {
      this.#isFailedOver = false
      return false
    }
    const before = this.#isFailedOver ? 'secondary' : 'primary'
    const spells = { primary: primary.signal.spells, secondary: secondary.signal.spells }
    const side = this.#failover.side(before, { failover, spells }, deadlines)
    this.#isFailedOver = side === 'secondary'
    return side !== before
  }

  /** What arrives at the input on air, and whether nothing has for so long that it is lost. */
  onAir(deadlines: Deadlines): { readonly sent: Sent | undefined; readonly isLost: boolean } {
    const { place, signal } = this.#onAir() ?? {}
    return {
      sent: place && this.feeds.sentTo(place),
      isLost: deadlines.lasted(signal?.spells.noPicture ?? 0, inputLossMs),
    }
  }

  /** Of the input chosen and the other of its pair, as far as this pipeline has an address of it. */
  facts(deadlines: Deadlines): readonly InputFacts[] {
    const { primary, secondary } = this.#pair()
    return this.#inputs
      .filter((each) => each.place && (each === primary || each === secondary))
      .map((each) => this.#factsOf(each, deadlines))
  }

  counts(): { readonly inputVideoFrames: number; readonly networkInBytes: number } {
    const sum = (flows: readonly Flow[]) => flows.reduce((all, flow) => all + flow.total(), 0)
    return {
      inputVideoFrames: sum(this.#inputs.map(({ frames }) => frames)),
      networkInBytes: sum(this.#inputs.map(({ bytes }) => bytes)),
    }
  }

  #factsOf({ input, signal }: PlacedInput, deadlines: Deadlines): InputFacts {
    const { noPicture, noSound, black } = signal.spells
    return {
      inputId: input.inputId,
      isNew: !deadlines.lasted(this.#startedAt, inputLossMs),
      isPublishing: noPicture === undefined,
      hasPicture: !deadlines.lasted(noPicture, inputLossMs),
      hasSound: !deadlines.lasted(noSound, soundLossMs),
      isBlack: black !== undefined,
      // A second encoder is not synthesised.
      isDoublyPublished: false,
    }
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
    const { channel, pipelineId, onChange } = this.of
    const { inputId, streamNames } = input
    const streamName = streamNames[pipelineId === '0' ? 0 : 1]
    const at = { channelId: channel.id, inputId, pipelineId, onChange }
    return {
      input,
      place: streamName === undefined ? undefined : { ...at, streamName },
      signal: new SyntheticSignal(this.now()),
      frames: new Flow(this.now),
      bytes: new Flow(this.now),
    }
  }
}
