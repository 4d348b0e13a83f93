import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { IvsClient } from '@aws-sdk/client-ivs'
import { MediaLiveClient } from '@aws-sdk/client-medialive'
import { S3Client } from '@aws-sdk/client-s3'
import { SchedulerClient } from '@aws-sdk/client-scheduler'
import { STSClient } from '@aws-sdk/client-sts'
import { watchCalls, type Watch } from './callObserver'
import { environmentEndpoint } from './environmentEndpoint'

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}
export type CredentialsProvider = () => Promise<AwsCredentials>

export interface ClientOptions extends Watch {
  readonly region: string
  readonly credentials: CredentialsProvider
  /** Only in rehearsal, asked before every call; where AWS is otherwise is for the SDK to know. */
  readonly endpoint: (() => string) | undefined
  readonly timeouts?: Timeouts
}

export interface Timeouts {
  readonly connectMs: number
  readonly requestMs: number
  /** S3 carries whole segments. */
  readonly objectMs: number
}

export interface AwsClients {
  readonly mediaLive: MediaLiveClient
  readonly ivs: IvsClient
  readonly s3: S3Client
  readonly sts: STSClient
  readonly scheduler: SchedulerClient
  readonly cloudWatch: CloudWatchClient
  close(): void
}

const defaultTimeouts: Timeouts = { connectMs: 5_000, requestMs: 15_000, objectMs: 60_000 }

/**
 * The SDK clients of one account and region. They never repeat a call by themselves: retries,
 * back-off and deadlines are the engine's, on its own clock.
 */
export function openClients(options: ClientOptions): AwsClients {
  const { connectMs, requestMs, objectMs } = options.timeouts ?? defaultTimeouts
  const shared = settingsOf(options)
  const patience = (ms: number) => ({
    connectionTimeout: connectMs,
    requestTimeout: ms,
    throwOnRequestTimeout: true,
    socketTimeout: ms,
  })
  const mediaLive = new MediaLiveClient({ ...shared, requestHandler: patience(requestMs) })
  const ivs = new IvsClient({ ...shared, requestHandler: patience(requestMs) })
  const sts = new STSClient({ ...shared, requestHandler: patience(requestMs) })
  const scheduler = new SchedulerClient({ ...shared, requestHandler: patience(requestMs) })
  const cloudWatch = new CloudWatchClient({ ...shared, requestHandler: patience(requestMs) })
  const s3 = new S3Client({
    ...shared,
    requestHandler: patience(objectMs),
    // Bucket names as host names need a name server; an endpoint on this machine has none.
    forcePathStyle: options.endpoint !== undefined || environmentEndpoint('S3') !== undefined,
  })
  const all = [
    { service: 'MediaLive', client: mediaLive },
    { service: 'IVS', client: ivs },
    { service: 'S3', client: s3 },
    { service: 'STS', client: sts },
    { service: 'Scheduler', client: scheduler },
    { service: 'CloudWatch', client: cloudWatch },
  ] as const
  for (const each of all) watchCalls(each, options)
  const close = () => all.forEach(({ client }) => client.destroy())
  return { mediaLive, ivs, s3, sts, scheduler, cloudWatch, close }
}

const settingsOf = ({ region, credentials, endpoint }: ClientOptions) => ({
  region,
  credentials: remembered(credentials),
  maxAttempts: 1,
  customUserAgent: 'tallylight',
  // Settings of this machine for AWS's own hosts would contradict an endpoint given by us.
  ...(endpoint === undefined
    ? {}
    : {
        endpoint: () => Promise.resolve({ url: new URL(endpoint()) }),
        useFipsEndpoint: false,
        useDualstackEndpoint: false,
      }),
})

/**
 * The mark tells the SDK to ask every time. Its own memory would keep keys without an expiry for
 * ever, and never see that the operator has mended the file.
 */
const remembered = (provider: CredentialsProvider): CredentialsProvider =>
  Object.assign(() => provider(), { memoized: true })
