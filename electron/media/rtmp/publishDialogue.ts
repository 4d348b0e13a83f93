import type { Socket } from 'node:net'
import type { MediaTag } from '../mediaTag'
import { commandMessage, isCommand, readCommand, statusOf } from './commands'
import type { Command } from './commands'
import { toDataFrame } from './dataTags'
import { DEFAULT_LIMITS } from './limits'
import { RtmpLink } from './link'
import { MESSAGE_TYPE } from './message'
import type { RtmpMessage } from './message'
import type { PublishTarget } from './publishUrl'
import { isMetadata } from './streamHeaders'

/** How an attempt ended. The words are the peer's or the system's and may hold anything. */
export interface DialogueEnd {
  readonly kind: 'refused' | 'lost'
  readonly error: string
}

export interface DialogueOptions {
  readonly socket: Socket
  readonly target: PublishTarget
  readonly streamName: string
  readonly onPublishing: () => void
  /** Called once, and not after `finish`. */
  readonly onEnd: (end: DialogueEnd) => void
}

const CALL = { connect: 1, releaseStream: 2, fcPublish: 3, createStream: 4, publish: 5 } as const
const FLUSH_MS = 2_000
const MESSAGE_TYPE_OF = {
  audio: MESSAGE_TYPE.audio,
  video: MESSAGE_TYPE.video,
  data: MESSAGE_TYPE.dataAmf0,
} as const

/** One connection's talk with a server: connect, create a stream, publish, send, take leave. */
export class PublishDialogue {
  private readonly link: RtmpLink
  private streamId = 0
  private isPublishing = false
  private hasEnded = false
  private lastWords = ''

  constructor(private readonly options: DialogueOptions) {
    this.link = new RtmpLink({
      socket: options.socket,
      role: 'client',
      limits: { ...DEFAULT_LIMITS, lingerMs: FLUSH_MS },
      onReady: () => this.connect(),
      onMessage: (message) => this.receive(message),
      onGone: (error) => this.lose(error),
    })
  }

  get unsentBytes(): number {
    return this.link.unsentBytes
  }

  /** Sends a tag at the given time and returns how many bytes that took. */
  send(tag: MediaTag, timestampMs: number): number {
    const payload = isMetadata(tag) ? toDataFrame(tag.payload) : tag.payload
    const { streamId } = this
    return this.link.send({ type: MESSAGE_TYPE_OF[tag.kind], streamId, timestampMs, payload })
  }

  /** Takes leave, lets what was sent arrive, and resolves when the connection is closed. */
  finish(): Promise<void> {
    this.hasEnded = true
    const { socket, streamName } = this.options
    if (socket.closed) return Promise.resolve()
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    if (this.isPublishing) {
      this.link.send(commandMessage(0, 'FCUnpublish', 0, null, streamName))
      this.link.send(commandMessage(0, 'deleteStream', 0, null, this.streamId))
      this.link.finish()
    } else {
      socket.destroy()
    }
    return closed
  }

  /** Gives the connection up. */
  abandon(error: string): void {
    this.end({ kind: 'lost', error })
  }

  private connect(): void {
    const { app, tcUrl } = this.options.target
    const flashVer = 'FMLE/3.0 (compatible; Tallylight)'
    const properties = { app, type: 'nonprivate', flashVer, tcUrl }
    this.link.send(commandMessage(0, 'connect', CALL.connect, properties))
  }

  private receive(message: RtmpMessage): void {
    if (this.hasEnded || !isCommand(message)) return
    const command = readCommand(message)
    if (command.name === '_result') this.proceed(command)
    if (command.name === '_error') this.takeError(command)
    if (command.name === 'onStatus') this.takeStatus(command)
  }

  private proceed({ transaction, args }: Command): void {
    const { streamName } = this.options
    if (transaction === CALL.connect) {
      this.link.send(commandMessage(0, 'releaseStream', CALL.releaseStream, null, streamName))
      this.link.send(commandMessage(0, 'FCPublish', CALL.fcPublish, null, streamName))
      this.link.send(commandMessage(0, 'createStream', CALL.createStream, null))
    }
    if (transaction === CALL.createStream) {
      const streamId = args[1]
      if (typeof streamId !== 'number') return this.abandon('the server created no stream')
      this.streamId = streamId
      const publish = commandMessage(streamId, 'publish', CALL.publish, null, streamName, 'live')
      this.link.send(publish)
    }
  }

  /** Servers that know no releaseStream or FCPublish say so, and mean nothing by it. */
  private takeError(command: Command): void {
    const isVital =
      command.transaction !== CALL.releaseStream && command.transaction !== CALL.fcPublish
    if (isVital) this.refuse(command)
  }

  private takeStatus(command: Command): void {
    const { level, code, description } = statusOf(command)
    if (level === 'error') return this.refuse(command)
    if (code === 'NetConnection.Connect.Closed') this.lastWords = description
    if (code !== 'NetStream.Publish.Start' || this.isPublishing) return
    this.isPublishing = true
    this.options.onPublishing()
  }

  private refuse(command: Command): void {
    const { code, description } = statusOf(command)
    const error = [code, description].filter((part) => part !== '').join(': ')
    this.end({ kind: 'refused', error: error || 'the server refused without a reason' })
  }

  private lose(error: Error | undefined): void {
    const stage = this.isPublishing
      ? 'the server closed the connection'
      : 'the server closed the connection before it accepted the stream'
    this.end({ kind: 'lost', error: error ? sentenceOf(error) : this.lastWords || stage })
  }

  private end(end: DialogueEnd): void {
    if (this.hasEnded) return
    this.hasEnded = true
    this.options.socket.destroy()
    this.options.onEnd(end)
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server answers there',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the host could not be looked up',
  ECONNRESET: 'the server dropped the connection',
  EPIPE: 'the server dropped the connection',
  ETIMEDOUT: 'the server does not answer',
}

function sentenceOf(error: NodeJS.ErrnoException): string {
  return SENTENCES[error.code ?? ''] ?? (error.message || 'the connection failed')
}
