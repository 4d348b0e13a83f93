import type { Cloud } from '../../core/ports'
import { loopbackEndpoint } from '../rehearsal/loopback'
import { rehearsalWitness } from '../rehearsal/witness'
import { checkIpUrl, openPublicAddress } from '../system/publicAddress'
import { LearntAwsTime } from './awsTime'
import type { CallObserver } from './callObserver'
import { S3Claims } from './claims'
import { type CredentialsProvider, openClients, type Timeouts } from './clients'
import type { ServiceName } from './faultFacts'
import { inOperatorWords } from './faults'
import { CloudWatchMetrics } from './cloudWatch'
import { AwsIvs, type KeyKeeper } from './ivs'
import { AwsMediaLive } from './mediaLive'
import { noWitness } from './noWitness'
import type { KeySource } from './outputAddresses'
import { S3Recordings } from './recordings'
import { AwsSafetyStops } from './safetyStops'
import { Scrubber } from './scrub'
import { type CallerIdentity, callerIdentity } from './callerIdentity'

export interface CloudOptions {
  readonly profile: string
  readonly region: string
  readonly rehearsal: boolean
  /**
   * The simulator's; a rehearsal has one on this machine, AWS itself none. A function is asked before
   * every call: another simulator may have taken the place of one that ended.
   */
  readonly endpoint?: string | (() => string)
  readonly credentials: CredentialsProvider
  readonly vault: KeySource & KeyKeeper
  readonly clock: { now(): number }
  readonly observer?: CallObserver
  readonly timeouts?: Timeouts
  /** Off: a rehearsal is told no more than AWS itself would tell. */
  readonly witness?: 'on' | 'off'
}

export interface OpenCloud extends Cloud {
  readonly time: LearntAwsTime
  /** STS: who these credentials belong to. It needs no permission. */
  identity(): Promise<CallerIdentity>
  close(): void
}

/** Everything of one account and region. Throws where a rehearsal would leave this machine. */
export function openCloud(options: CloudOptions): OpenCloud {
  const { profile, region, rehearsal, credentials, vault } = options
  const endpoint = endpointOf(options)
  const scrubber = new Scrubber()
  const time = new LearntAwsTime()
  const now = () => options.clock.now()
  const inWords = (thrown: unknown, of: { service: ServiceName; operation: string }) =>
    inOperatorWords(thrown, { ...of, profile: rehearsal ? 'Rehearsal' : profile, scrubber })
  const clients = openClients({
    region,
    credentials,
    endpoint,
    now,
    time,
    observer: options.observer ?? {},
    inWords,
    ...(options.timeouts ? { timeouts: options.timeouts } : {}),
  })
  const told =
    endpoint === undefined || options.witness === 'off'
      ? { witness: noWitness, metrics: new CloudWatchMetrics(clients.cloudWatch, { now, time }) }
      : { witness: rehearsalWitness(endpoint, now) }
  return {
    rehearsal,
    region,
    mediaLive: new AwsMediaLive({ client: clients.mediaLive, keys: vault, scrubber, now }),
    ivs: new AwsIvs({ client: clients.ivs, keys: vault, scrubber, now }),
    safetyStops: new AwsSafetyStops({ client: clients.scheduler, now }),
    recordings: new S3Recordings({
      client: clients.s3,
      region,
      now,
      inWords: (thrown, operation) => inWords(thrown, { service: 'S3', operation }),
    }),
    claims: new S3Claims(clients.s3),
    publicAddress: openPublicAddress(
      endpoint === undefined ? checkIpUrl : () => `${endpoint()}/checkip`,
    ),
    ...told,
    time,
    identity: () => callerIdentity(clients.sts),
    close: () => clients.close(),
  }
}

/** No endpoint but in rehearsal, and then one on this machine. */
function endpointOf({ rehearsal, endpoint }: CloudOptions): (() => string) | undefined {
  if (!rehearsal && endpoint === undefined) return undefined
  if (rehearsal && endpoint !== undefined) {
    const present = () => loopbackEndpoint(typeof endpoint === 'string' ? endpoint : endpoint())
    present()
    return present
  }
  throw new Error(
    rehearsal
      ? 'A rehearsal needs the endpoint of a simulator'
      : 'Only a rehearsal has an endpoint',
  )
}
