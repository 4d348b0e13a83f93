import type { MediaTag } from '../../media/mediaTag'
import type { PipelineMeasures, Thumbnail } from '../medialive/picturePort'
import type { Feeds } from './feeds'
import { InputAlerts, type InputFacts, soundLossMs } from './inputAlerts'
import { InputDesk } from './inputDesk'
import { InputLine } from './inputLine'
import { type OutputParts, type PipelineKept, PipelineOutputs } from './pipelineOutputs'
import { inputLossMs, Program, type ProgramSource } from './program'
import type { Still } from './retouch'
import { type Stills, Thumbnails } from './thumbnails'

/** What every pipeline is built from. */
export interface PlaneParts extends OutputParts {
  readonly feeds: Feeds
  readonly slate: readonly MediaTag[]
  readonly black: Still
  readonly stills: Stills
}

/** How a pipeline begins: as its channel is now, which may have run for long. */
export interface PipelineStart extends PipelineKept {
  readonly attachmentName: string
  readonly isPaused: boolean
}

/** One pipeline of a running channel: its inputs on one side, its outputs on the other. */
export class RunningPipeline {
  readonly #lines: readonly InputLine[]
  readonly #desk: InputDesk
  readonly #inputAlerts: InputAlerts
  readonly #program: Program
  readonly #outputs: PipelineOutputs
  readonly #thumbnails: Thumbnails
  readonly #now = () => performance.now()
  readonly #startedAt = performance.now()
  #slateSince: number | undefined

  constructor(
    private readonly parts: PlaneParts,
    private readonly at: PipelineStart,
  ) {
    this.#thumbnails = new Thumbnails(parts.stills, parts.context.clock.now)
    this.#outputs = new PipelineOutputs(parts, at)
    this.#program = new Program({
      slate: parts.slate,
      outputs: this.#outputs.carriers(),
      now: this.#now,
      isHeld: at.isPaused,
      onSource: (source) => this.#onSource(source),
    })
    this.#lines = at.channel.inputs.map((input) => this.#lineOf(input))
    this.#desk = new InputDesk({
      program: this.#program,
      lines: this.#lines,
      attachmentName: at.attachmentName,
      now: this.#now,
      onAir: (line, why) => this.#onAir(line, why),
    })
    this.#inputAlerts = new InputAlerts(at.alerts, at.pipelineId)
    this.#reportPause()
  }

  get id(): PipelineKept['pipelineId'] {
    return this.at.pipelineId
  }

  get activeAttachment(): string | undefined {
    return this.#desk.active?.attachmentName
  }

  switchInput(attachmentName: string): void {
    this.#desk.choose(attachmentName)
  }

  pause(isPaused: boolean): void {
    if (isPaused) this.#program.hold()
    else this.#program.release()
    this.#reportPause()
  }

  /** Every output there is has used up its retries. */
  hasLostOutputs(): boolean {
    return this.#outputs.areLost()
  }

  thumbnail(): Thumbnail | undefined {
    return this.at.channel.thumbnails ? this.#thumbnails.latest() : undefined
  }

  tick(): void {
    this.#desk.tick()
    this.#program.tick()
    this.#outputs.tick()
    this.#inputAlerts.report(this.#facts())
    const { primary, isPrimaryActive, active } = this.#desk
    const failedId = isPrimaryActive ? undefined : primary?.inputId
    this.#inputAlerts.reportFailover(failedId, active?.inputId ?? '')
  }

  measures(): PipelineMeasures {
    const { channel, pipelineId, alerts, tally } = this.at
    const isFilling = this.#slateSince !== undefined && !this.#program.isHeld
    return {
      channelId: channel.id,
      region: channel.region,
      pipelineId,
      ...tally.sums(),
      fillMs: isFilling ? this.#now() - (this.#slateSince ?? 0) : 0,
      activeAlerts: alerts.countOf(pipelineId),
      primaryInputActive: this.#desk.isPrimaryActive,
      outputGroups: this.#outputs.groups(),
    }
  }

  world(): unknown {
    return {
      channelId: this.at.channel.id,
      pipelineId: this.id,
      source: this.#program.source,
      isPaused: this.#program.isHeld,
      activeAttachment: this.activeAttachment,
      outputs: this.#outputs.world(),
    }
  }

  /** In order: recordings are brought to their end. */
  async close(): Promise<void> {
    this.#leave()
    await this.#outputs.close()
  }

  /** As when the machine behind it fails. */
  async abandon(): Promise<void> {
    this.#leave()
    await this.#outputs.abandon()
  }

  #leave(): void {
    for (const line of this.#lines) line.close()
    this.#program.close()
    this.#thumbnails.close()
    this.at.alerts.clearPipeline(this.id)
  }

  #lineOf(input: PipelineKept['channel']['inputs'][number]): InputLine {
    const { tally, channel, pipelineId } = this.at
    const { feeds, black, context } = this.parts
    return new InputLine({
      input,
      channelId: channel.id,
      pipelineId,
      drills: context.drills,
      feeds,
      black,
      now: this.#now,
      onBegin: (line) => this.#desk.begins(line),
      onTag: (line, tag) => this.#take(line, tag),
      onReceived: (line, tag) => tally.received(tag, line === this.#desk.active),
    })
  }

  #take(line: InputLine, tag: MediaTag): void {
    this.#desk.take(line, tag)
    if (line === this.#desk.active) this.#thumbnails.remember(tag)
  }

  #onAir({ attachmentName, inputId }: InputLine, why: 'switch' | 'failover'): void {
    const { id: channelId } = this.at.channel
    const about = { channelId, pipelineId: this.id, attachment: attachmentName, inputId }
    const { events } = this.parts.context
    events.append(why === 'switch' ? 'input-switched' : 'input-failover', about)
    this.#thumbnails.show(this.#program.source)
  }

  #onSource(source: ProgramSource): void {
    this.#slateSince = source === 'slate' ? this.#now() : undefined
    this.#thumbnails.show(source)
    const { events } = this.parts.context
    events.append('program-source', { channelId: this.at.channel.id, pipelineId: this.id, source })
  }

  #reportPause(): void {
    this.#inputAlerts.reportPause(this.#program.isHeld)
  }

  /** Of the push inputs that matter now. */
  #facts(): readonly InputFacts[] {
    const isNew = this.#now() - this.#startedAt < inputLossMs
    return this.#desk.watched
      .filter(({ isPush }) => isPush)
      .map((line) => {
        const { inputId, isPublishing, hasPicture, isDoublyPublished } = line
        const { silenceMs, blackMs } = line.observe()
        const isBlack = blackMs > 0
        const hasSound = silenceMs < soundLossMs
        return { inputId, isNew, isPublishing, hasPicture, hasSound, isBlack, isDoublyPublished }
      })
  }
}
