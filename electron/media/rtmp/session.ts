import type { Socket } from 'node:net'
import type { MediaTag } from '../mediaTag'
import { propertiesOf } from './amf0'
import { commandMessage, isCommand, readCommand, statusMessage, textOf } from './commands'
import type { Command, StatusInfo } from './commands'
import { setPeerBandwidth, streamBegin, windowAckSize } from './controlMessages'
import { StreamSource } from './incomingStream'
import type { IncomingStream, PublishRequest } from './incomingStream'
import type { RtmpLimits } from './limits'
import { RtmpLink } from './link'
import { tagsOf } from './mediaMessages'
import type { RtmpMessage } from './message'

/** Whether a publisher may come in, and what becomes of its stream. */
export type PublishVerdict =
  | { readonly ok: true; onStream(stream: IncomingStream): void }
  | {
      readonly ok: false
      readonly code: 'NetStream.Publish.BadName' | 'NetConnection.Connect.Rejected'
      readonly description: string
    }

export interface SessionOptions {
  readonly socket: Socket
  readonly limits: RtmpLimits
  readonly now: () => number
  readonly accept: (request: PublishRequest) => PublishVerdict | Promise<PublishVerdict>
  readonly onClosed: () => void
  /** A peer broke the protocol, or our own caller failed; this session is over either way. */
  readonly onFault: (error: Error) => void
}

type Connected = Omit<PublishRequest, 'streamName'>

/** One connection carries one stream at a time, so it always has the same number. */
const STREAM_ID = 1

/** One publisher's connection to our server, from its greeting to its end. */
export class PublishSession {
  private readonly link: RtmpLink
  private readonly remoteAddress: string
  private connected: Connected | undefined
  private stream: StreamSource | undefined
  private isDeciding = false
  private isClosing = false
  private deadline: NodeJS.Timeout | undefined

  constructor(private readonly options: SessionOptions) {
    const { socket, limits } = options
    this.remoteAddress = socket.remoteAddress ?? ''
    this.link = new RtmpLink({
      socket,
      limits,
      role: 'server',
      onReady: () => this.awaitPublish(),
      onMessage: (message) => this.receive(message),
      onGone: (error) => this.leave(error),
    })
    this.setDeadline(limits.handshakeTimeoutMs, 'the handshake was not finished in time')
  }

  /** Ends the stream, if there is one, tells the publisher and disconnects it. */
  close(reason: string): void {
    if (this.isClosing) return
    const code = 'NetConnection.Connect.Closed'
    if (this.connected) {
      this.link.send(statusMessage(STREAM_ID, { level: 'status', code, description: reason }))
    }
    this.endStream(reason)
    this.finish()
  }

  private receive(message: RtmpMessage): void {
    if (this.isClosing) return
    if (isCommand(message)) this.obey(readCommand(message))
    else for (const tag of tagsOf(message)) this.takeTag(tag)
  }

  private takeTag(tag: MediaTag): void {
    if (!this.stream) return
    if (tag.kind !== 'data') this.deadline?.refresh()
    this.stream.deliver(tag)
  }

  private obey(command: Command): void {
    switch (command.name) {
      case 'connect':
        return this.connect(command)
      case 'releaseStream':
        return this.answer(command)
      case 'FCPublish':
        return this.answerFcPublish(command)
      case 'createStream':
        return this.answer(command, STREAM_ID)
      case 'publish':
        return void this.decide(command)
      case 'FCUnpublish':
      case 'deleteStream':
      case 'closeStream':
        return this.unpublish()
      case 'play':
      case 'play2':
        return this.refuse({
          level: 'error',
          code: 'NetStream.Play.Failed',
          description: 'This server takes streams in and plays none.',
        })
    }
  }

  private connect(command: Command): void {
    const properties = propertiesOf(command.args[0]) ?? {}
    const encoder = textOf(properties['flashVer'])
    this.connected = {
      app: textOf(properties['app']).replace(/^\/+|\/+$/g, ''),
      tcUrl: textOf(properties['tcUrl']),
      remoteAddress: this.remoteAddress,
      ...(encoder && { encoder }),
    }
    this.link.send(windowAckSize())
    this.link.send(setPeerBandwidth())
    const server = { fmsVer: 'FMS/3,0,1,123', capabilities: 31 }
    const status = {
      level: 'status',
      code: 'NetConnection.Connect.Success',
      description: 'Connected.',
      objectEncoding: 0,
    }
    this.link.send(commandMessage(0, '_result', command.transaction, server, status))
  }

  private answer({ transaction }: Command, result?: number): void {
    this.link.send(commandMessage(0, '_result', transaction, null, result))
  }

  /** Some hardware encoders wait for onFCPublish before they publish. */
  private answerFcPublish(command: Command): void {
    this.answer(command)
    const status = { level: 'status', code: 'NetStream.Publish.Start', description: '' }
    this.link.send(commandMessage(0, 'onFCPublish', 0, null, status))
  }

  /** Nothing more is read from the publisher until the caller has made up its mind. */
  private async decide(command: Command): Promise<void> {
    if (!this.connected || this.stream || this.isDeciding) {
      return this.refuse(badName('This connection cannot publish now.'))
    }
    const request = { ...this.connected, streamName: textOf(command.args[1]) }
    this.isDeciding = true
    this.link.pause()
    try {
      this.apply(request, await this.options.accept(request))
    } catch (thrown) {
      this.endStream('the server failed')
      this.refuse(badName('The server could not take this stream.'))
      this.options.onFault(thrown instanceof Error ? thrown : new Error(String(thrown)))
    } finally {
      this.isDeciding = false
      this.link.resume()
    }
  }

  private apply(request: PublishRequest, verdict: PublishVerdict): void {
    if (this.isClosing) return
    if (!verdict.ok) {
      return this.refuse({ level: 'error', code: verdict.code, description: verdict.description })
    }
    this.stream = new StreamSource(request, this.options.now, (reason) => this.close(reason))
    const { idleTimeoutMs } = this.options.limits
    this.setDeadline(idleTimeoutMs, `nothing was received for ${idleTimeoutMs / 1000} s`)
    verdict.onStream(this.stream)
    const code = 'NetStream.Publish.Start'
    this.link.send(streamBegin(STREAM_ID))
    this.link.send(statusMessage(STREAM_ID, { level: 'status', code, description: 'Publishing.' }))
  }

  private unpublish(): void {
    if (!this.stream) return
    this.endStream('unpublished')
    const code = 'NetStream.Unpublish.Success'
    this.link.send(statusMessage(STREAM_ID, { level: 'status', code, description: 'Stopped.' }))
    this.awaitPublish()
  }

  private refuse(status: StatusInfo): void {
    this.link.send(statusMessage(STREAM_ID, status))
    this.finish()
  }

  private awaitPublish(): void {
    this.setDeadline(this.options.limits.publishTimeoutMs, 'no stream was published in time')
  }

  private setDeadline(timeoutMs: number, reason: string): void {
    clearTimeout(this.deadline)
    this.deadline = setTimeout(() => this.close(reason), timeoutMs)
  }

  private finish(): void {
    this.isClosing = true
    clearTimeout(this.deadline)
    this.link.finish()
  }

  private leave(error: Error | undefined): void {
    this.isClosing = true
    clearTimeout(this.deadline)
    if (error && !this.isFarewell(error)) this.options.onFault(error)
    this.endStream(error ? `disconnected: ${error.message}` : 'disconnected')
    this.options.onClosed()
  }

  /** OBS drops the connection while our answer to its goodbye is still under way. */
  private isFarewell(error: NodeJS.ErrnoException): boolean {
    return !this.stream && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
  }

  /** A listener that fails at the end has nobody left to tell but the caller. */
  private endStream(reason: string): void {
    const { stream } = this
    this.stream = undefined
    try {
      stream?.end(reason)
    } catch (thrown) {
      this.options.onFault(thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
  }
}

function badName(description: string): StatusInfo {
  return { level: 'error', code: 'NetStream.Publish.BadName', description }
}
