import { isIngestHost } from '../ivs/hosts'
import type { SimulatorContext } from '../kit/context'
import type { AlertType } from '../medialive/alerts'
import type {
  HlsOutput,
  PipelineId,
  PipelineMeasures,
  RtmpOutput,
  RunningChannel,
  RunningOutput,
} from '../medialive/picturePort'
import type { AlertBook } from './alertBook'
import { HlsRecording, type RecordingStore } from './hlsOutput'
import { recordingAccess } from './recordingAccess'
import type { PipelineTally } from './pipelineTally'
import { RtmpDestination, type RtmpFailure } from './rtmpOutput'
import { hostOf, type Sinks } from './sinks'

export interface OutputParts {
  readonly context: SimulatorContext
  readonly s3: RecordingStore
  readonly sinks: Sinks
}

/** Which pipeline of which channel, and what it keeps over its restarts. */
export interface PipelineKept {
  readonly channel: RunningChannel
  readonly pipelineId: PipelineId
  readonly alerts: AlertBook
  readonly tally: PipelineTally
  /** Told when the last output there is has used up its retries. */
  readonly onOutputsLost: () => void
}

interface NamedOutput {
  readonly groupName: string
  readonly outputName: string
  readonly carrier: RtmpDestination | HlsRecording
}

/** What one pipeline writes to, with the alerts and the counts of it. */
export class PipelineOutputs {
  readonly #outputs: readonly NamedOutput[]
  readonly #pipeline: 0 | 1
  /** The alerts were cleared; what fails while the last is written is told to nobody. */
  #hasLeft = false

  constructor(
    private readonly parts: OutputParts,
    private readonly kept: PipelineKept,
  ) {
    this.#pipeline = kept.pipelineId === '0' ? 0 : 1
    this.#outputs = kept.channel.outputs.map((output) => {
      const { groupName, outputName } = output
      const carrier = output.kind === 'rtmp' ? this.#rtmpOf(output) : this.#hlsOf(output)
      return { groupName, outputName, carrier }
    })
  }

  carriers(): readonly NamedOutput['carrier'][] {
    return this.#outputs.map(({ carrier }) => carrier)
  }

  tick(): void {
    for (const { carrier } of this.#outputs) if (carrier.kind === 'rtmp') carrier.tick()
  }

  groups(): PipelineMeasures['outputGroups'] {
    const names = new Set(this.#outputs.map(({ groupName }) => groupName))
    return [...names].map((name) => {
      const carriers = this.#outputs.flatMap((each) =>
        each.groupName === name ? [each.carrier] : [],
      )
      return {
        name,
        kind: carriers[0]?.kind ?? 'rtmp',
        active: carriers.filter((carrier) => carrier.isActive()).length,
        configured: carriers.length,
        ...this.kept.tally.errorsOf(name),
      }
    })
  }

  world(): readonly unknown[] {
    return this.#outputs.map(({ groupName, outputName, carrier }) => ({
      groupName,
      outputName,
      isActive: carrier.isActive(),
      ...(carrier.kind === 'rtmp'
        ? { kind: 'rtmp', url: carrier.url, state: carrier.state(), ...carrier.stats() }
        : { kind: 'hls', report: carrier.report() }),
    }))
  }

  areLost(): boolean {
    return this.carriers().every((carrier) => carrier.kind === 'rtmp' && carrier.hasStopped)
  }

  async close(): Promise<void> {
    this.#hasLeft = true
    await Promise.all(this.carriers().map((carrier) => carrier.close()))
  }

  /** As when the machine behind it fails: recordings are left without an end. */
  async abandon(): Promise<void> {
    this.#hasLeft = true
    await Promise.all(
      this.carriers().map(async (carrier) => {
        if (carrier.kind === 'rtmp') await carrier.close()
        else carrier.abandon()
      }),
    )
  }

  #rtmpOf(output: RtmpOutput): RtmpDestination {
    const { channel, pipelineId, tally, onOutputsLost } = this.kept
    const { context, sinks } = this.parts
    const { groupName, outputName, destinationId } = output
    const address = output.addresses[this.#pipeline] ?? { url: '', streamName: '' }
    const isOutsideAws = !isIngestHost(hostOf(address.url))
    sinks.expect(
      { channelId: channel.id, destinationId, groupName, outputName, pipelineId },
      address,
    )
    return new RtmpDestination({
      output,
      pipeline: this.#pipeline,
      dial: sinks.dial,
      restarts: () => context.assumptions.of('retries-exhausted') === 'restarts',
      onFailing: (failure) => this.#reportRtmp(output, failure),
      onStopped: () => {
        context.events.append('output-stopped', { ...ownerOf(this.kept), groupName, outputName })
        if (this.areLost()) onOutputsLost()
      },
      onBytesSent: (bytes) => {
        tally.sent(bytes)
        if (isOutsideAws) context.meter.egressBytes(channel.id, bytes)
      },
    })
  }

  #hlsOf(output: HlsOutput): HlsRecording {
    const { context, s3 } = this.parts
    const { tally } = this.kept
    return new HlsRecording({
      output,
      pipeline: this.#pipeline,
      s3: recordingAccess(context, this.kept.channel.roleArn, s3.access()),
      now: context.clock.now,
      onBytesSent: (bytes) => tally.sent(bytes),
      onWritten: (failure) => {
        if (failure?.status !== undefined) tally.refused(output.groupName, failure.status)
        this.#report(output, 'Failed to Write to Output', failure?.message)
      },
    })
  }

  /** Nobody has shown what a refused key raises; every other cause is the alert's own. */
  #reportRtmp(output: RtmpOutput, failure: RtmpFailure | undefined): void {
    const { assumptions } = this.parts.context
    const isUntold = failure?.kind === 'key' && assumptions.of('wrong-key-alert') === 'none'
    if (!isUntold) this.#report(output, 'Failed RTMP Connection', failure?.message)
  }

  #report(output: RunningOutput, alertType: AlertType, failure: string | undefined): void {
    if (this.#hasLeft) return
    const { groupName, outputName, addresses } = output
    const { pipelineId, alerts } = this.kept
    const url = addresses[this.#pipeline]?.url ?? ''
    const message = `Output group ${groupName}, output ${outputName}, ${url}: ${failure ?? ''}`
    const about = { alertType, pipelineId, subject: `${groupName}/${outputName}`, message }
    alerts.report(about, failure !== undefined)
  }
}

const ownerOf = ({ channel, pipelineId }: PipelineKept) => ({ channelId: channel.id, pipelineId })
