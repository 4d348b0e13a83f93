import {
  CreateChannelCommand,
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  DeleteChannelCommand,
  DescribeChannelCommand,
  DescribeThumbnailsCommand,
  ListAlertsCommand,
  ListChannelsCommand,
  ListInputsCommand,
  MediaLiveClient,
  StartChannelCommand,
  StopChannelCommand,
} from '@aws-sdk/client-medialive'
import { DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MediaTag } from '../../electron/media/mediaTag'
import { startPublisher } from '../../electron/media/rtmp/publisher'
import { startLoop } from '../../electron/media/testCard/loopPlayer'
import type { Simulator } from '../../electron/simulator/simulator'
import { channelRequest } from '../conformance/medialive/channelRequest'

const region = 'eu-west-1'
const bucket = 'tallylight-rehearsal'
const pollEveryMs = 1_000
/** Long enough for anything the simulator does in quick timing. */
const longestWaitMs = 20_000

/** What fires by itself while it lasts, each drawn from the simulator's seed. */
const drills = [
  { kind: 'drop-input', inputId: '*', everyMs: 17_000, forMs: 2_000, startInMs: 6_000 },
  { kind: 'blacken-input', inputId: '*', everyMs: 23_000, forMs: 3_000, startInMs: 9_000 },
  { kind: 'freeze-input', inputId: '*', everyMs: 29_000, forMs: 3_000, startInMs: 12_000 },
  { kind: 'destination-down', destination: '*', everyMs: 19_000, forMs: 3_000, startInMs: 8_000 },
  { kind: 'refuse-key', destination: '*', everyMs: 31_000, forMs: 2_000, startInMs: 14_000 },
  {
    kind: 'fault',
    status: 500,
    type: 'InternalServerErrorException',
    message: 'a drill',
    chance: 0.03,
  },
  { kind: 'lose-answer', chance: 0.02 },
  { kind: 'cut-body', chance: 0.02 },
] as const

/** One rehearsal after another on a real picture: an encoder, a channel that starts and stops, a poller. */
export class SoakRehearsal {
  readonly #mediaLive: MediaLiveClient
  readonly #s3: S3Client
  #inputId = ''
  #encoder: { stop(): Promise<void> } | undefined
  #rounds = 0
  #polls = 0
  #thumbnails = 0

  constructor(private readonly simulator: Simulator) {
    const config = {
      endpoint: simulator.endpoint,
      region,
      maxAttempts: 8,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
    }
    this.#mediaLive = new MediaLiveClient(config)
    this.#s3 = new S3Client({ ...config, forcePathStyle: true })
  }

  get done(): object {
    return { rounds: this.#rounds, polls: this.#polls, thumbnails: this.#thumbnails }
  }

  /** How often each kind of thing happened, of what is still in the log. */
  async happened(): Promise<Readonly<Record<string, number>>> {
    const answer = await fetch(`${this.simulator.endpoint}/_simulator/events`)
    const { events } = (await answer.json()) as { readonly events: readonly { kind: string }[] }
    const kinds = events.map(({ kind }) => kind)
    return Object.fromEntries(
      [...new Set(kinds)].map((kind) => [kind, kinds.filter((each) => each === kind).length]),
    )
  }

  async prepare(testCard: readonly MediaTag[]): Promise<void> {
    const { SecurityGroup } = await this.#mediaLive.send(
      new CreateInputSecurityGroupCommand({ WhitelistRules: [{ Cidr: '127.0.0.1/32' }] }),
    )
    const { Input } = await this.#mediaLive.send(
      new CreateInputCommand({
        Name: 'host',
        Type: 'RTMP_PUSH',
        InputSecurityGroups: [SecurityGroup?.Id ?? ''],
        Destinations: [{ StreamName: 'live/host' }],
      }),
    )
    this.#inputId = Input?.Id ?? ''
    this.#encoder = encoderTo(this.simulator.rtmp, testCard)
    for (const drill of drills) this.simulator.drills.arm(drill)
  }

  /** Makes a channel, runs it for so long, stops it, takes everything away. */
  async round(runMs: number): Promise<void> {
    const request = channelRequest(this.#inputId, {
      RequestId: `round-${this.#rounds}`,
      Destinations: [
        {
          Id: 'platform',
          Settings: [{ Url: 'rtmp://a.rtmp.example.com/live2', StreamName: 'dummy-key' }],
        },
        { Id: 's3-rec', Settings: [{ Url: `s3ssl://${bucket}/soak/show` }] },
      ],
    })
    const { Channel } = await this.#mediaLive.send(new CreateChannelCommand(request))
    const ChannelId = Channel?.Id ?? ''
    await this.#until(ChannelId, 'IDLE')
    await this.#told(() => this.#mediaLive.send(new StartChannelCommand({ ChannelId })))
    await this.#until(ChannelId, 'RUNNING')
    const endsAt = performance.now() + runMs
    while (performance.now() < endsAt) await this.#poll(ChannelId)
    await this.#told(() => this.#mediaLive.send(new StopChannelCommand({ ChannelId })))
    await this.#until(ChannelId, 'IDLE')
    await this.#told(() => this.#mediaLive.send(new DeleteChannelCommand({ ChannelId })))
    await this.#until(ChannelId, 'DELETED')
    await this.#sweep()
    this.#rounds += 1
  }

  async close(): Promise<void> {
    await this.#encoder?.stop()
    this.#mediaLive.destroy()
    this.#s3.destroy()
  }

  /** What a console asks while it looks on; drills may refuse any of it. */
  async #poll(ChannelId: string): Promise<void> {
    const thumbnail = { PipelineId: '0', ThumbnailType: 'CURRENT_ACTIVE' }
    const asked = [
      this.#mediaLive.send(new DescribeChannelCommand({ ChannelId })),
      this.#mediaLive.send(new ListChannelsCommand({})),
      this.#mediaLive.send(new ListInputsCommand({})),
      this.#mediaLive.send(new ListAlertsCommand({ ChannelId, StateFilter: 'SET' })),
      this.#mediaLive
        .send(new DescribeThumbnailsCommand({ ChannelId, ...thumbnail }))
        .then(() => (this.#thumbnails += 1)),
      fetch(`${this.simulator.endpoint}/_simulator/world`).then((answer) => answer.text()),
      fetch(`${this.simulator.endpoint}/_simulator/bill`).then((answer) => answer.text()),
    ]
    await Promise.allSettled(asked)
    this.#polls += asked.length
    await sleep(pollEveryMs)
  }

  /** A command whose answer was lost took effect: the refusal of its repetition says so. */
  async #told(command: () => Promise<unknown>): Promise<void> {
    try {
      await command()
    } catch (refused) {
      if (!(refused instanceof Error && refused.name === 'ConflictException')) throw refused
    }
  }

  async #until(ChannelId: string, state: string): Promise<void> {
    const endsAt = performance.now() + longestWaitMs
    for (;;) {
      const { State } = await this.#mediaLive.send(new DescribeChannelCommand({ ChannelId }))
      if (State === state) return
      if (performance.now() > endsAt) throw new Error(`the channel is ${State}, not ${state}`)
      await sleep(100)
    }
  }

  async #sweep(): Promise<void> {
    for (;;) {
      const { Contents = [] } = await this.#s3.send(new ListObjectsV2Command({ Bucket: bucket }))
      if (Contents.length === 0) return
      const Objects = Contents.map(({ Key }) => ({ Key }))
      await this.#s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }))
    }
  }
}

/** An encoder that comes back whenever it is turned away, as OBS does. */
function encoderTo(rtmp: string, testCard: readonly MediaTag[]): { stop(): Promise<void> } {
  const publisher = startPublisher({
    url: `${rtmp}/live`,
    streamName: 'host',
    reconnect: { intervalMs: 1_000, attempts: 1_000_000 },
  })
  const now = () => performance.now()
  const loop = startLoop({ tags: testCard, now, onTag: (tag) => publisher.send(tag) })
  return {
    stop: async () => {
      loop.stop()
      await publisher.close()
    },
  }
}
