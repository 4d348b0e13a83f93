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
import type { S3Service } from '../s3/service'
import type { AlertBook } from './alertBook'
import type { Clip } from './syntheticClip'
import { recordingAccess } from './recordingAccess'
import { SyntheticHls } from './syntheticHls'
import type { SyntheticIvs } from './syntheticIvs'
import type { Carried, SyntheticOutput } from './syntheticOutput'
import { SyntheticRtmp } from './syntheticRtmp'
import type { SyntheticSinks } from './syntheticSinks'

export interface SyntheticCarriers {
  readonly context: SimulatorContext
  readonly s3: Pick<S3Service, 'access'>
  readonly sinks: SyntheticSinks
  readonly ivs: SyntheticIvs
  readonly clips: Readonly<Record<Carried['source'], Clip>>
}

interface NamedOutput {
  readonly output: RunningOutput
  readonly carrier: SyntheticOutput
}

interface Place {
  readonly id: PipelineId
  readonly alerts: AlertBook
  /** An output's retries are used up. */
  readonly onStopped: () => void
}

/** What one pipeline sends to. */
export class SyntheticOutputs {
  readonly #outputs: readonly NamedOutput[]

  constructor(
    private readonly parts: SyntheticCarriers,
    private readonly channel: RunningChannel,
    private readonly at: Place,
  ) {
    this.#outputs = channel.outputs.map((output) => ({
      output,
      carrier: output.kind === 'rtmp' ? this.#rtmpOf(output) : this.#hlsOf(output),
    }))
  }

  carry(carried: Carried | undefined): void {
    for (const { carrier } of this.#outputs) carrier.carry(carried)
  }

  recheck(): void {
    for (const { carrier } of this.#outputs) carrier.recheck()
  }

  bytesSent(): number {
    return this.#outputs.reduce((sum, { carrier }) => sum + carrier.bytesSent(), 0)
  }

  groups(): PipelineMeasures['outputGroups'] {
    const names = [...new Set(this.#outputs.map(({ output }) => output.groupName))]
    return names.map((name) => {
      const members = this.#outputs.filter(({ output }) => output.groupName === name)
      return {
        name,
        kind: members[0]?.output.kind ?? 'rtmp',
        active: members.filter(({ carrier }) => carrier.isActive()).length,
        configured: members.length,
        errors4xx: members.reduce((sum, { carrier }) => sum + carrier.errors4xx, 0),
        errors5xx: members.reduce((sum, { carrier }) => sum + carrier.errors5xx, 0),
      }
    })
  }

  world(): readonly object[] {
    return this.#outputs.map(({ output: { groupName, outputName }, carrier }) => ({
      groupName,
      outputName,
      ...carrier.world(),
    }))
  }

  /** Nothing is delivered anywhere. */
  haveStopped(): boolean {
    return this.#outputs.every(({ carrier }) => carrier.hasStopped)
  }

  abandon(): void {
    for (const { carrier } of this.#outputs) carrier.abandon()
  }

  close(): void {
    for (const { carrier } of this.#outputs) carrier.close()
  }

  #rtmpOf(output: RtmpOutput): SyntheticOutput {
    const { context, sinks, ivs } = this.parts
    const { id: channelId } = this.channel
    const { groupName, outputName, destinationId } = output
    const address = this.#ownOf(output.addresses) ?? { url: '', streamName: '' }
    const owner = { channelId, destinationId, groupName, outputName, pipelineId: this.at.id }
    return new SyntheticRtmp({
      context,
      ivs,
      output,
      address,
      sink: sinks.expect(owner, address),
      onFailing: (failure) => this.#report(output, 'Failed RTMP Connection', failure),
      onStopped: () => {
        const { id: pipelineId, onStopped } = this.at
        context.events.append('output-stopped', { channelId, pipelineId, groupName, outputName })
        onStopped()
      },
    })
  }

  #hlsOf(output: HlsOutput): SyntheticOutput {
    const { context, clips, s3 } = this.parts
    return new SyntheticHls({
      context,
      clips,
      output,
      s3: recordingAccess(context, this.channel.roleArn, s3.access()),
      url: this.#ownOf(output.addresses)?.url ?? '',
      onWritten: (failure) => this.#report(output, 'Failed to Write to Output', failure),
    })
  }

  #ownOf<Address>(addresses: readonly Address[]): Address | undefined {
    return addresses[this.at.id === '0' ? 0 : 1]
  }

  #report(output: RunningOutput, alertType: AlertType, failure: string | undefined): void {
    const { groupName, outputName } = output
    const addresses: readonly { readonly url: string }[] = output.addresses
    const url = this.#ownOf(addresses)?.url ?? ''
    const message = `Output group ${groupName}, output ${outputName}, ${url}: ${failure ?? ''}`
    const about = { alertType, subject: `${groupName}/${outputName}`, message }
    this.at.alerts.report({ ...about, pipelineId: this.at.id }, failure !== undefined)
  }
}
