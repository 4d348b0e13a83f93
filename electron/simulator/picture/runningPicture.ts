import type { PipelineId, RunningChannel } from '../medialive/picturePort'
import type { AlertBook } from './alertBook'
import { type PlaneParts, RunningPipeline } from './pipeline'
import { PipelineTally } from './pipelineTally'

export interface RunningPictureOptions {
  readonly channel: RunningChannel
  readonly alerts: AlertBook
  readonly onSoleOutputLost: () => void
  /** Told of work that goes on after a pipeline has left. */
  readonly closing: (closed: Promise<void>) => void
}

/** The picture of one running channel: its pipelines, and what outlives each of them. */
export class RunningPicture {
  readonly #ids: readonly PipelineId[]
  readonly #up = new Map<PipelineId, RunningPipeline>()
  readonly #tallies = { '0': new PipelineTally(), '1': new PipelineTally() }
  #attachmentName: string
  #paused: readonly PipelineId[]

  constructor(
    private readonly parts: PlaneParts,
    private readonly options: RunningPictureOptions,
  ) {
    const { channelClass, activeAttachment, pausedPipelines } = options.channel
    this.#ids = channelClass === 'STANDARD' ? ['0', '1'] : ['0']
    this.#attachmentName = activeAttachment
    this.#paused = pausedPipelines
    this.bringUp(this.#ids)
  }

  pipelines(): readonly RunningPipeline[] {
    return this.#ids.flatMap((id) => this.#up.get(id) ?? [])
  }

  pipeline(id: PipelineId): RunningPipeline | undefined {
    return this.#up.get(id)
  }

  switchInput(attachmentName: string): void {
    this.#attachmentName = attachmentName
    for (const pipeline of this.pipelines()) pipeline.switchInput(attachmentName)
  }

  pause(paused: readonly PipelineId[]): void {
    this.#paused = paused
    for (const pipeline of this.pipelines()) pipeline.pause(paused.includes(pipeline.id))
  }

  takeDown(ids: readonly PipelineId[]): void {
    for (const id of ids) {
      const pipeline = this.#up.get(id)
      if (!pipeline) continue
      this.#up.delete(id)
      this.options.closing(pipeline.abandon())
    }
  }

  bringUp(ids: readonly PipelineId[]): void {
    for (const id of ids) {
      if (!this.#ids.includes(id) || this.#up.has(id)) continue
      this.#up.set(id, this.#begin(id))
    }
  }

  stop(): void {
    for (const pipeline of this.#up.values()) this.options.closing(pipeline.close())
    this.#up.clear()
  }

  #begin(pipelineId: PipelineId): RunningPipeline {
    const { channel, alerts } = this.options
    return new RunningPipeline(this.parts, {
      channel,
      pipelineId,
      alerts,
      tally: this.#tallies[pipelineId],
      attachmentName: this.#attachmentName,
      isPaused: this.#paused.includes(pipelineId),
      onOutputsLost: () => this.#loseOutputs(),
    })
  }

  /** A channel has lost its output when no pipeline delivers it any more. */
  #loseOutputs(): void {
    const isLost = this.pipelines().every((pipeline) => pipeline.hasLostOutputs())
    if (isLost && this.options.channel.outputs.length === 1) this.options.onSoleOutputLost()
  }
}
