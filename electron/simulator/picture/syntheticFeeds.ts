import { z } from 'zod'
import type { Cancel } from '../kit/clock'
import type { SimulatorContext } from '../kit/context'
import type { EncoderDesk, FeedState, IngestGate } from '../medialive/picturePort'
import { Flow } from './syntheticFlow'

/**
 * An encoder as data: it sends to every address of the input, or to one stream name, from now on until
 * it is turned off, and comes back by itself whenever it is refused or cut off.
 */
const FeedCommand = z
  .strictObject({
    inputId: z.string().min(1).max(40).optional(),
    /** `app/instance` */
    streamName: z.string().min(3).max(200).optional(),
    on: z.boolean(),
    width: z.number().int().min(16).max(8192).default(1280),
    height: z.number().int().min(16).max(8192).default(720),
    fps: z.number().min(1).max(120).default(30),
    /** Bits a second, sound and all. */
    bitrate: z.number().int().min(1_000).max(100_000_000).default(3_000_000),
    audio: z.boolean().default(true),
    black: z.boolean().default(false),
  })
  .refine(({ inputId, streamName }) => (inputId === undefined) !== (streamName === undefined), {
    message: 'a feed has either an inputId or a streamName',
  })
type FeedCommand = z.infer<typeof FeedCommand>

/** What an encoder sends. */
export type Sent = Pick<FeedCommand, 'width' | 'height' | 'fps' | 'bitrate' | 'audio' | 'black'>

/** Where a feed goes while its channel runs; one for each pipeline of an input. */
export interface SyntheticPlace {
  readonly channelId: string
  readonly inputId: string
  readonly pipelineId: '0' | '1'
  /** `app/instance` */
  readonly streamName: string
  /** The feed began, ended or changed. */
  onChange(): void
}

interface Connection {
  readonly since: number
  readonly frames: Flow
  readonly bytes: Flow
  sent: Sent
}

interface Open {
  readonly place: SyntheticPlace
  connection: Connection | undefined
  retry: Cancel | undefined
}

/** How long an encoder waits before it tries again. */
const retryMs = 2_000
const remoteAddress = '127.0.0.1'

/** Encoders and the places they reach. */
export class SyntheticFeeds implements EncoderDesk {
  readonly #encoders = new Map<string, FeedCommand>()
  readonly #open = new Map<SyntheticPlace, Open>()
  readonly #stopListening: readonly (() => void)[]

  constructor(
    private readonly context: SimulatorContext,
    private readonly gate: IngestGate,
  ) {
    const { drills } = context
    this.#stopListening = [
      drills.onStart(({ kind }) => this.#onDrill(kind)),
      drills.onEnd(({ kind }) => this.#onDrill(kind)),
    ]
  }

  /** Turns an encoder on, off, or changes what it sends. */
  set(asked: unknown): void {
    const command = FeedCommand.parse(asked)
    const name = nameOf(command)
    if (command.on) this.#encoders.set(name, command)
    else this.#encoders.delete(name)
    for (const open of this.#open.values()) this.#follow(open)
  }

  /** Those that are on. */
  list(): readonly FeedCommand[] {
    return [...this.#encoders.values()]
  }

  open(place: SyntheticPlace): void {
    const open: Open = { place, connection: undefined, retry: undefined }
    this.#open.set(place, open)
    this.#follow(open)
  }

  close(place: SyntheticPlace): void {
    const open = this.#open.get(place)
    if (!open) return
    this.#cut(open, 'the channel is not running')
    this.#open.delete(place)
  }

  /** What arrives there; undefined: nothing does. */
  sentTo(place: SyntheticPlace): Sent | undefined {
    const sent = this.#open.get(place)?.connection?.sent
    if (!sent) return undefined
    return { ...sent, black: sent.black || this.context.drills.blackensInput(place.inputId) }
  }

  countedAt(place: SyntheticPlace): { readonly frames: number; readonly bytes: number } {
    const connection = this.#open.get(place)?.connection
    return { frames: connection?.frames.total() ?? 0, bytes: connection?.bytes.total() ?? 0 }
  }

  /** Of an input with two addresses the first that is used. */
  stateOf(inputId: string): FeedState | undefined {
    const places = [...this.#open.values()].filter(({ place }) => place.inputId === inputId)
    if (places.length === 0) return undefined
    const connection = places.find((open) => open.connection)?.connection
    return {
      publishing: connection !== undefined,
      remoteAddress: connection && remoteAddress,
      since: connection?.since,
      videoFrames: connection?.frames.total() ?? 0,
      bytes: connection?.bytes.total() ?? 0,
    }
  }

  world(): unknown {
    return [...this.#open.values()].map(({ place, connection }) => {
      const { inputId, channelId, pipelineId } = place
      return {
        inputId,
        channelId,
        pipelineId,
        publishing: connection !== undefined,
        remoteAddress: connection && remoteAddress,
        since: connection?.since,
        isFrozen: this.context.drills.freezesInput(inputId),
        sent: this.sentTo(place),
        stats: connection && this.countedAt(place),
      }
    })
  }

  end(): void {
    for (const stop of this.#stopListening) stop()
    for (const { place } of this.#open.values()) this.close(place)
  }

  /** Connects, cuts off or changes a connection according to the encoder meant for it. */
  #follow(open: Open): void {
    const { place, connection } = open
    const encoder =
      this.#encoders.get(`name:${place.streamName}`) ?? this.#encoders.get(`id:${place.inputId}`)
    if (!encoder) return this.#cut(open, 'the encoder was turned off')
    if (!connection) return this.#connect(open, encoder)
    connection.sent = encoder
    this.#runFlows(connection)
    place.onChange()
  }

  #connect(open: Open, encoder: FeedCommand): void {
    const { place } = open
    open.retry?.()
    open.retry = undefined
    const [app = '', ...instance] = place.streamName.split('/')
    const admission = this.gate.admitPublisher({ app, instance: instance.join('/'), remoteAddress })
    const { clock, events } = this.context
    if (!admission.ok) {
      open.retry = clock.at(clock.now() + retryMs, () => this.#follow(open))
      return
    }
    const flows = { frames: new Flow(clock.now), bytes: new Flow(clock.now) }
    open.connection = { since: clock.now(), ...flows, sent: encoder }
    this.#runFlows(open.connection)
    events.append('feed-began', { channelId: place.channelId, inputId: place.inputId })
    place.onChange()
  }

  #runFlows({ frames, bytes, sent }: Connection): void {
    frames.runAt(sent.fps)
    bytes.runAt(sent.bitrate / 8)
  }

  #cut(open: Open, reason: string): void {
    open.retry?.()
    open.retry = undefined
    if (!open.connection) return
    open.connection = undefined
    const { place } = open
    const { channelId, inputId } = place
    this.context.events.append('feed-ended', { channelId, inputId, reason })
    place.onChange()
  }

  #onDrill(kind: string): void {
    const { drills, clock } = this.context
    for (const open of this.#open.values()) {
      if (kind === 'drop-input' && open.connection && drills.dropsInput(open.place.inputId)) {
        this.#cut(open, 'the input was dropped by a drill')
        open.retry = clock.at(clock.now() + retryMs, () => this.#follow(open))
      }
      if (kind === 'blacken-input') open.place.onChange()
    }
  }
}

const nameOf = ({ inputId, streamName }: FeedCommand) =>
  streamName === undefined ? `id:${inputId ?? ''}` : `name:${streamName}`
