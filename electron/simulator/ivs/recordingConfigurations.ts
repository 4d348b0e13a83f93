import type { SimulatorContext } from '../kit/context'
import { quotaOf } from '../kit/quotas'
import { conflict, invalid, notFound, quotaExceeded } from './faults'
import type { RecordingStore } from './recordings'
import type { RecordingConfiguration, ThumbnailConfiguration } from './records'
import type { CreateRecordingConfiguration } from './shapes'

/** Where and how streams are recorded. They are made and deleted, never changed. */
export class RecordingConfigurations {
  readonly #configurations = new Map<string, RecordingConfiguration>()

  constructor(
    private readonly context: SimulatorContext,
    private readonly store: Pick<RecordingStore, 'regionOf'>,
  ) {}

  create(region: string, wanted: CreateRecordingConfiguration): RecordingConfiguration {
    const { ids, account, clock, durations } = this.context
    const { bucketName } = wanted.destinationConfiguration.s3
    const bucketRegion = this.store.regionOf(bucketName)
    refuseForeignBucket(region, bucketRegion)
    const quota = quotaOf(this.context, 'ivs.recording-configurations')
    if (this.inRegion(region).length >= quota) {
      throw quotaExceeded(`Quota exceeded for resource "recording-configuration", quota: ${quota}`)
    }
    const id = ids.alphanumeric('ivs-recording-configuration', 12)
    const configuration: RecordingConfiguration = {
      arn: `arn:aws:ivs:${region}:${account}:recording-configuration/${id}`,
      region,
      name: wanted.name ?? '',
      bucketName,
      outcome: bucketRegion === region ? 'ACTIVE' : 'CREATE_FAILED',
      // How long it takes is not documented; as long as a security group, within seconds.
      settledAt: clock.now() + durations.draw('security-group-update'),
      recordingReconnectWindowSeconds: wanted.recordingReconnectWindowSeconds ?? 0,
      thumbnailConfiguration: thumbnailsOf(wanted),
      renditionConfiguration: {
        renditionSelection: wanted.renditionConfiguration?.renditionSelection ?? 'ALL',
        renditions: wanted.renditionConfiguration?.renditions ?? [],
      },
      tags: wanted.tags ?? {},
    }
    this.#configurations.set(configuration.arn, configuration)
    this.context.events.append('ivs-recording-configuration-created', { arn: configuration.arn })
    this.context.changed()
    return configuration
  }

  find(arn: string): RecordingConfiguration | undefined {
    return this.#configurations.get(arn)
  }

  get(arn: string): RecordingConfiguration {
    const configuration = this.#configurations.get(arn)
    if (!configuration) throw notFound(arn)
    return configuration
  }

  inRegion(region: string): readonly RecordingConfiguration[] {
    return [...this.#configurations.values()].filter((each) => each.region === region)
  }

  stateOf({ settledAt, outcome }: RecordingConfiguration): string {
    return this.context.clock.now() < settledAt ? 'CREATING' : outcome
  }

  delete(arn: string, isInUse: boolean): void {
    const configuration = this.get(arn)
    if (isInUse) throw conflict(`Recording configuration: ${arn} is associated with a channel`)
    if (this.stateOf(configuration) === 'CREATING') {
      throw conflict(`Recording configuration: ${arn} is still being created`)
    }
    this.#configurations.delete(arn)
    this.context.events.append('ivs-recording-configuration-deleted', { arn })
    this.context.changed()
  }

  /** What a channel may be recorded with; throws otherwise. */
  checkUsable(arn: string, region: string): void {
    const configuration = this.get(arn)
    if (configuration.region !== region) throw notFound(arn)
    if (this.stateOf(configuration) !== 'ACTIVE') {
      throw invalid(`Recording configuration: ${arn} is not ACTIVE`)
    }
  }

  setTags(arn: string, tags: Readonly<Record<string, string>>): void {
    this.#configurations.set(arn, { ...this.get(arn), tags })
  }

  snapshot(): readonly RecordingConfiguration[] {
    return [...this.#configurations.values()]
  }

  restore(saved: readonly RecordingConfiguration[]): void {
    this.#configurations.clear()
    for (const each of saved) this.#configurations.set(each.arn, each)
  }
}

/**
 * A bucket of another Region is refused, but in us-east-1 it is taken and the configuration fails
 * (IVS API reference, CreateRecordingConfiguration, "Known issue").
 */
function refuseForeignBucket(region: string, bucketRegion: string | undefined): void {
  if (bucketRegion === undefined || bucketRegion === region || region === 'us-east-1') return
  throw invalid('The bucket must be in the same Region as the recording configuration')
}

const usualInterval = 60

/** Defaults of the API reference, ThumbnailConfiguration. */
function thumbnailsOf({
  thumbnailConfiguration,
}: CreateRecordingConfiguration): ThumbnailConfiguration {
  const {
    recordingMode = 'INTERVAL',
    targetIntervalSeconds,
    resolution,
    storage,
  } = thumbnailConfiguration ?? {}
  if (recordingMode === 'DISABLED') return { recordingMode }
  return {
    recordingMode,
    targetIntervalSeconds: targetIntervalSeconds ?? usualInterval,
    resolution,
    storage: storage ?? ['SEQUENTIAL'],
  }
}
