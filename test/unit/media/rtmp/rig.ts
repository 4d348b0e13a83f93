import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { MediaTag } from '../../../../electron/media/mediaTag'
import { startPublisher } from '../../../../electron/media/rtmp/publisher'
import type {
  PublisherKind,
  PublisherOptions,
  RtmpPublisher,
} from '../../../../electron/media/rtmp/publisher'
import { startRtmpServer } from '../../../../electron/media/rtmp/server'
import type {
  IncomingStream,
  PublishRequest,
  RtmpServer,
  RtmpServerOptions,
} from '../../../../electron/media/rtmp/server'

export const KEY = 'sk_dummy_0123456789'

/** One stream as a server took it in. */
export interface Taken {
  readonly stream: IncomingStream
  readonly tags: MediaTag[]
  readonly ended: Promise<string>
  /** Resolves when so many video frames, headers not counted, have arrived. */
  frames(count: number): Promise<void>
}

export interface Rig {
  readonly server: RtmpServer
  readonly requests: PublishRequest[]
  readonly faults: Error[]
  /** Resolves with each accepted stream in turn. */
  next(): Promise<Taken>
}

/** A server that accepts one key, keeps all it hears, and closes with the test. */
export async function startRig(options: Partial<RtmpServerOptions> = {}): Promise<Rig> {
  const requests: PublishRequest[] = []
  const faults: Error[] = []
  const streams = new Queue<Taken>()
  const server = await startRtmpServer({
    limits: { lingerMs: 200 },
    onFault: (error) => faults.push(error),
    accept: (request) => {
      requests.push(request)
      if (request.streamName === KEY) {
        return { ok: true, onStream: (stream) => streams.add(take(stream)) }
      }
      const description = `there is no stream ${request.streamName}`
      return { ok: false, code: 'NetStream.Publish.BadName', description }
    },
    ...options,
  })
  onTestFinished(() => server.close())
  return { server, requests, faults, next: () => streams.next() }
}

/** A publisher to the rig with the right key, closed with the test. */
export function publishTo(
  server: RtmpServer,
  options: Partial<PublisherOptions> = {},
): RtmpPublisher {
  const publisher = startPublisher({ url: `${server.url}/live`, streamName: KEY, ...options })
  onTestFinished(() => publisher.close())
  return publisher
}

/** Resolves when the publisher is, or comes to be, in the given state. */
export function becomes(publisher: RtmpPublisher, kind: PublisherKind): Promise<void> {
  if (publisher.state().kind === kind) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = publisher.onChange((state) => {
      if (state.kind !== kind) return
      stop()
      resolve()
    })
  })
}

/** A bare socket to the server, for speaking badly. */
export function connectRaw(server: RtmpServer): { socket: Socket; closed: Promise<void> } {
  const socket = connect(server.port, '127.0.0.1')
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  // A server that drops a bad peer resets the connection; that is what these tests are after.
  socket.on('error', () => undefined)
  socket.resume()
  onTestFinished(() => {
    socket.destroy()
  })
  return { socket, closed }
}

function take(stream: IncomingStream): Taken {
  const tags: MediaTag[] = []
  const waiting = new Set<() => void>()
  stream.onTag((tag) => {
    tags.push(tag)
    for (const check of waiting) check()
  })
  const ended = new Promise<string>((resolve) => stream.onEnd(resolve))
  const frames = (count: number) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (stream.stats().frames >= count) resolve()
      }
      waiting.add(check)
      check()
    })
  return { stream, tags, ended, frames }
}

class Queue<Item> {
  private readonly items: Item[] = []
  private readonly takers: Array<(item: Item) => void> = []

  add(item: Item): void {
    const taker = this.takers.shift()
    if (taker) taker(item)
    else this.items.push(item)
  }

  next(): Promise<Item> {
    const item = this.items.shift()
    return item ? Promise.resolve(item) : new Promise((resolve) => this.takers.push(resolve))
  }
}
