import {
  BatchUpdateScheduleCommand,
  CreateChannelCommand,
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  DeleteChannelCommand,
  DescribeChannelCommand,
  DescribeThumbnailsCommand,
  ListAlertsCommand,
  ListChannelsCommand,
  MediaLiveClient,
  StartChannelCommand,
  StopChannelCommand,
} from '@aws-sdk/client-medialive'
import { CreateChannelCommand as CreateIvsChannelCommand, IvsClient } from '@aws-sdk/client-ivs'
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import { startSimulator, type Simulator } from '../../../electron/simulator/simulator'
import { channelRequest } from '../medialive/channelRequest'
import { idOf } from '../medialive/rehearsalAccount'
import { watched } from '../../harness/conformanceWitness'

const minute = 60_000
const bucket = 'tallylight-rehearsal'

/** What the simulator says of itself at the end, byte for byte, and what lies in its bucket. */
export interface Told {
  readonly world: string
  readonly bill: string
  readonly events: string
  readonly recording: readonly string[]
  /** What CloudWatch had to say, and the id of an upload: what AWS makes up by itself. */
  readonly madeUp: readonly string[]
}

/** A show of two hours over the wire, the way a console would run it: the same calls in the same order. */
export class ScriptedShow {
  readonly #options
  readonly #medialive: MediaLiveClient
  readonly #ivs: IvsClient
  readonly #s3: S3Client
  readonly #cloudWatch: CloudWatchClient
  #madeUp: readonly string[] = []

  private constructor(readonly simulator: Simulator) {
    this.#options = {
      endpoint: simulator.endpoint,
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIDREHEARSAL', secretAccessKey: 'rehearsal' },
    }
    this.#medialive = watched('medialive', new MediaLiveClient(this.#options))
    this.#ivs = watched('ivs', new IvsClient(this.#options))
    this.#s3 = watched('s3', new S3Client({ ...this.#options, forcePathStyle: true }))
    this.#cloudWatch = watched('cloudwatch', new CloudWatchClient(this.#options))
  }

  static async open(seed: number): Promise<ScriptedShow> {
    const picture = 'synthetic' as const
    return new ScriptedShow(await startSimulator({ clock: 'manual', picture, seed }))
  }

  async close(): Promise<void> {
    const clients = [this.#medialive, this.#ivs, this.#s3, this.#cloudWatch]
    for (const client of clients) client.destroy()
    await this.simulator.close()
  }

  /** The whole of it; resolves with what is left. */
  async play(): Promise<Told> {
    const { inputId, channelId } = await this.#prepare()
    await this.#control('feeds', { inputId, on: true, bitrate: 4_000_000, fps: 30 })
    await this.#air(channelId, inputId)
    await this.#send(new StopChannelCommand({ ChannelId: channelId }))
    await this.advance(5 * minute)
    await this.#send(new DeleteChannelCommand({ ChannelId: channelId }))
    await this.advance(5 * minute)
    return this.told()
  }

  async advance(advanceMs: number): Promise<void> {
    await this.#control('clock', { advanceMs })
  }

  async told(): Promise<Told> {
    const read = async (what: string) => {
      const answer = await fetch(`${this.simulator.endpoint}/_simulator/${what}`)
      return withoutPorts(await answer.text())
    }
    const events = await read('events?since=0')
    return {
      world: await read('world'),
      bill: await read('bill'),
      events,
      recording: await this.#recording(),
      madeUp: this.#madeUp,
    }
  }

  async #prepare(): Promise<{ readonly inputId: string; readonly channelId: string }> {
    const rules = [{ Cidr: '127.0.0.1/32' }]
    const { SecurityGroup } = await this.#send(
      new CreateInputSecurityGroupCommand({ WhitelistRules: rules }),
    )
    const { Input } = await this.#send(
      new CreateInputCommand({
        Name: 'host',
        Type: 'RTMP_PUSH',
        InputSecurityGroups: [idOf(SecurityGroup)],
        Destinations: [{ StreamName: 'live/host' }],
        RequestId: 'the-input',
      }),
    )
    await this.advance(minute)
    const inputId = idOf(Input)
    const { Channel } = await this.#send(new CreateChannelCommand(await this.#request(inputId)))
    await this.advance(minute)
    return { inputId, channelId: idOf(Channel) }
  }

  /** Two destinations, one of them IVS, and a recording. */
  async #request(inputId: string) {
    const { channel, streamKey } = await this.#ivs.send(
      new CreateIvsChannelCommand({ name: 'show', type: 'STANDARD' }),
    )
    const request = channelRequest(inputId, { RequestId: 'the-channel' })
    const [rtmp, recording] = request.EncoderSettings?.OutputGroups ?? []
    const [output] = rtmp?.Outputs ?? []
    if (!rtmp || !recording || !output) throw new Error('the request has not both groups')
    const settings = output.OutputSettings?.RtmpOutputSettings
    const ivs = {
      ...rtmp,
      Name: 'ivs',
      Outputs: [
        {
          ...output,
          OutputName: 'ivs-1080p',
          OutputSettings: {
            RtmpOutputSettings: { ...settings, Destination: { DestinationRefId: 'ivs' } },
          },
        },
      ],
    }
    return {
      ...request,
      Destinations: [
        ...(request.Destinations ?? []).filter(({ Id }) => Id === 'platform'),
        {
          Id: 'ivs',
          Settings: [
            {
              Url: `rtmps://${channel?.ingestEndpoint ?? ''}:443/app`,
              StreamName: streamKey?.value,
            },
          ],
        },
        { Id: 's3-rec', Settings: [{ Url: `s3ssl://${bucket}/shows/sunday` }] },
      ],
      EncoderSettings: {
        ...request.EncoderSettings,
        OutputGroups: [rtmp, ivs, recording],
      } as typeof request.EncoderSettings,
    }
  }

  /** Two hours with everything that goes wrong in them. */
  async #air(channelId: string, inputId: string): Promise<void> {
    await this.#send(new StartChannelCommand({ ChannelId: channelId }))
    await this.advance(15 * minute)
    await this.#look(channelId)
    await this.#pauseByTheSchedule(channelId)
    await this.#drill({ kind: 'drop-input', inputId, forMs: 20_000, startInMs: 90_000 })
    await this.advance(20 * minute)
    await this.#drill({
      kind: 'destination-down',
      destination: 'a.rtmp.example.com',
      forMs: 60_000,
    })
    await this.advance(20 * minute)
    await this.#drill({ kind: 'refuse-key', destination: 'a.rtmp.example.com', times: 3 })
    await this.#control('feeds', { inputId, on: false })
    await this.advance(minute)
    await this.#control('feeds', { inputId, on: true, bitrate: 6_000_000, fps: 60 })
    await this.#drill({ kind: 'blacken-input', inputId, forMs: 15_000, startInMs: 10_000 })
    await this.advance(30 * minute)
    await this.#look(channelId)
    await this.#drill({ kind: 'fail-pipeline', channelId })
    await this.advance(34 * minute)
    await this.#look(channelId)
    this.#madeUp = [await this.#metric(channelId), await this.#upload()]
  }

  async #metric(ChannelId: string): Promise<string> {
    const Dimensions = [
      { Name: 'ChannelId', Value: ChannelId },
      { Name: 'Pipeline', Value: '0' },
    ]
    const now = this.simulator.clock.now()
    const Metric = { Namespace: 'AWS/MediaLive', MetricName: 'NetworkOut', Dimensions }
    const { MetricDataResults } = await this.#cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(now - 120 * minute),
        EndTime: new Date(now),
        MetricDataQueries: [
          { Id: 'out', MetricStat: { Metric, Period: 60, Stat: 'Average' }, ReturnData: true },
        ],
      }),
    )
    return JSON.stringify(MetricDataResults)
  }

  async #upload(): Promise<string> {
    const begun = await this.#s3.send(
      new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'large' }),
    )
    return begun.UploadId ?? ''
  }

  async #pauseByTheSchedule(channelId: string): Promise<void> {
    const start = (afterMs: number) => ({
      FixedModeScheduleActionStartSettings: {
        Time: new Date(this.simulator.clock.now() + afterMs).toISOString(),
      },
    })
    const pause = (names: readonly 'PIPELINE_0'[]) => ({
      PauseStateSettings: { Pipelines: names.map((PipelineId) => ({ PipelineId })) },
    })
    const actions = [
      { at: 3 * minute, name: 'hold', settings: pause(['PIPELINE_0']) },
      { at: 4 * minute, name: 'go on', settings: pause([]) },
    ]
    await this.#send(
      new BatchUpdateScheduleCommand({
        ChannelId: channelId,
        Creates: {
          ScheduleActions: actions.map(({ at, name, settings }) => ({
            ActionName: name,
            ScheduleActionStartSettings: start(at),
            ScheduleActionSettings: settings,
          })),
        },
      }),
    )
  }

  /** Looking is part of the script: it must not change anything. */
  async #look(ChannelId: string): Promise<void> {
    await this.#send(new DescribeChannelCommand({ ChannelId }))
    await this.#send(new ListAlertsCommand({ ChannelId, StateFilter: 'SET' }))
    await this.#send(new ListChannelsCommand({}))
    const thumbnail = { PipelineId: '0', ThumbnailType: 'CURRENT_ACTIVE' }
    await this.#send(new DescribeThumbnailsCommand({ ChannelId, ...thumbnail }))
  }

  async #recording(): Promise<readonly string[]> {
    const list = await this.#s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'shows/' }))
    const Key = 'shows/sunday-1080p.m3u8'
    const playlist = await this.#s3.send(new GetObjectCommand({ Bucket: bucket, Key }))
    const objects = list.Contents?.map(
      (one) => `${one.Key} ${one.Size} ${one.ETag} ${one.LastModified?.toISOString()}`,
    )
    return [...(objects ?? []), (await playlist.Body?.transformToString()) ?? '']
  }

  #drill(drill: object): Promise<void> {
    return this.#control('drills', drill)
  }

  async #control(what: string, body: object): Promise<void> {
    const url = `${this.simulator.endpoint}/_simulator/${what}`
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${what}: ${await answer.text()}`)
  }

  get #send(): MediaLiveClient['send'] {
    return this.#medialive.send.bind(this.#medialive)
  }
}

/** The operating system picks the port of the endpoint. */
const withoutPorts = (text: string): string => text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
