import { connect, Socket } from 'node:net'
import { isSequenceHeader, readVideo } from '../../media/flv/payload'
import { parsePublishUrl } from '../../media/rtmp/publishUrl'
import {
  type IncomingStream,
  type PublishRequest,
  type PublishVerdict,
  type RtmpServer,
  startRtmpServer,
} from '../../media/rtmp/server'
import type { SimulatorContext } from '../kit/context'
import { isIngestHost } from '../ivs/hosts'
import type { IvsReception } from './ivsReception'

export interface SinkOwner {
  readonly channelId: string
  readonly destinationId: string
  readonly groupName: string
  readonly outputName: string
  readonly pipelineId: '0' | '1'
}

export interface SinkAddress {
  /** Without the key. */
  readonly url: string
  readonly streamName: string
}

/** What arrived at one destination, counted where it arrived. Times in simulator epoch ms. */
interface Sink {
  readonly owner: SinkOwner
  address: SinkAddress
  /** Undefined when no server could be meant by the address. */
  tcUrl: string | undefined
  stream: IncomingStream | undefined
  state: 'expecting' | 'receiving' | 'refused' | 'ended'
  frames: number
  bytes: number
  sequenceHeaders: number
  connections: number
  lastFrameAt: number | undefined
}

/** An output that pauses keeps its connection for as long as it likes. */
const idleTimeoutMs = 3_600_000
const mostSinks = 2_000

/**
 * Every RTMP destination in the world, on this machine. Whatever its name, a host is answered here;
 * it expects the key the channel's destination was created with, and counts what it is sent. Hosts
 * that IVS handed out take the keys of IVS channels and make them live.
 */
export class Sinks {
  readonly #sinks = new Map<string, Sink>()
  /** Connections that are open now, with the address they were meant for. */
  readonly #calls = new Map<Socket, string>()
  readonly #stopListening: () => void
  #server: RtmpServer | undefined

  constructor(
    private readonly context: SimulatorContext,
    private readonly ivs: IvsReception,
  ) {
    this.#stopListening = context.drills.onStart((drill) => {
      if (drill.kind === 'refuse-key') this.#cutOffRefused()
      if (drill.kind === 'destination-down') this.#cutOffDown()
    })
  }

  async start(): Promise<void> {
    this.#server = await startRtmpServer({
      accept: (request) => this.#accept(request),
      limits: { idleTimeoutMs, maxConnections: 1_000 },
      onFault: (error) => this.context.log(`rtmp sink: ${error.message}`),
    })
  }

  /** The one place a connection goes out from: to this machine, and nowhere else. */
  dial = (url: string): Socket => {
    const port = loopbackPortOf(url) ?? this.#server?.port ?? 0
    if (!this.context.drills.destinationDown(url))
      return this.#called(url, connect(port, '127.0.0.1'))
    const socket = new Socket()
    // As from the network: not before whoever dialled listens.
    setImmediate(() => socket.destroy(new Error('connect ECONNREFUSED')))
    return socket
  }

  /** From now on this address takes this key. Counters of an owner go on from run to run. */
  expect(owner: SinkOwner, address: SinkAddress): void {
    const name = `${owner.channelId}/${owner.groupName}/${owner.outputName}/${owner.pipelineId}`
    const before = this.#sinks.get(name)
    const sink: Sink = before ?? newSink(owner, address)
    sink.address = address
    sink.tcUrl = tcUrlOf(address.url)
    sink.state = 'expecting'
    this.#sinks.set(name, sink)
    const oldest = this.#sinks.keys().next().value
    if (this.#sinks.size > mostSinks && oldest !== undefined) this.#sinks.delete(oldest)
  }

  /** How many are held now: addresses go on from run to run, connections do not. */
  held(): { readonly addresses: number; readonly connections: number } {
    return { addresses: this.#sinks.size, connections: this.#calls.size }
  }

  /** Nothing is expected any more; what is still on its way in has no place. */
  clear(): void {
    for (const { stream } of this.#sinks.values()) stream?.close('the account was emptied')
    this.#sinks.clear()
  }

  world(): unknown {
    return [...this.#sinks.values()].map(
      ({ owner, address, stream: _, tcUrl: __, ...counted }) => ({
        ...owner,
        url: address.url,
        ...counted,
      }),
    )
  }

  async close(): Promise<void> {
    this.#stopListening()
    await this.#server?.close()
  }

  #accept(request: PublishRequest): PublishVerdict {
    const atHost = [...this.#sinks.values()].filter(({ tcUrl }) => tcUrl === request.tcUrl)
    const sink =
      atHost.find((each) => each.address.streamName === request.streamName && !each.stream) ??
      atHost.find((each) => each.address.streamName === request.streamName)
    if (!sink || sink.stream) return refusal('There is no such stream, or it is taken')
    const refused = this.context.drills.refusesKey(sink.address.url)
    const ivs = isIngestHost(hostOf(request.tcUrl))
      ? this.ivs.admit(request.streamName, request.tcUrl.startsWith('rtmps:'))
      : undefined
    if (refused || ivs?.ok === false) {
      sink.state = 'refused'
      return refusal(ivs?.ok === false ? ivs.why : 'The stream key is refused')
    }
    return {
      ok: true,
      onStream: (stream) => {
        this.#receive(sink, stream)
        if (ivs?.ok) this.ivs.take(stream, ivs)
      },
    }
  }

  #receive(sink: Sink, stream: IncomingStream): void {
    sink.stream = stream
    sink.state = 'receiving'
    sink.connections += 1
    stream.onTag((tag) => {
      sink.bytes += tag.payload.length
      if (isSequenceHeader(tag)) sink.sequenceHeaders += 1
      else if (tag.kind === 'video' && readVideo(tag.payload).packetType !== 'end') {
        sink.frames += 1
        sink.lastFrameAt = this.context.clock.now()
      }
    })
    stream.onEnd(() => {
      sink.stream = undefined
      if (sink.state === 'receiving') sink.state = 'ended'
    })
  }

  #called(url: string, socket: Socket): Socket {
    this.#calls.set(socket, url)
    socket.once('close', () => this.#calls.delete(socket))
    return socket
  }

  #cutOffDown(): void {
    for (const [socket, url] of this.#calls) {
      if (!this.context.drills.destinationDown(url)) continue
      socket.destroy(new Error('read ECONNRESET'))
    }
  }

  #cutOffRefused(): void {
    for (const sink of this.#sinks.values()) {
      if (!sink.stream || !this.context.drills.refusesKey(sink.address.url)) continue
      sink.state = 'refused'
      sink.stream.close('the stream key is refused')
    }
  }
}

const newSink = (owner: SinkOwner, address: SinkAddress): Sink => ({
  owner,
  address,
  tcUrl: undefined,
  stream: undefined,
  state: 'expecting',
  frames: 0,
  bytes: 0,
  sequenceHeaders: 0,
  connections: 0,
  lastFrameAt: undefined,
})

/** Undefined for what is no RTMP address: nothing will ever come from there. */
function tcUrlOf(url: string): string | undefined {
  try {
    return parsePublishUrl(url).tcUrl
  } catch {
    return undefined
  }
}

/** A destination on this machine that names its port is meant as it stands: a player or a test listens there. */
function loopbackPortOf(url: string): number | undefined {
  const { hostname, port, protocol } = URL.parse(url) ?? {}
  const isHere = hostname === '127.0.0.1' || hostname === 'localhost'
  return isHere && protocol === 'rtmp:' && port ? Number(port) : undefined
}

export const hostOf = (url: string): string => URL.parse(url)?.hostname ?? ''

const refusal = (description: string): PublishVerdict => ({
  ok: false,
  code: 'NetStream.Publish.BadName',
  description,
})
