import type { Socket } from 'node:net'
import { ChunkReader } from './chunkReader'
import { chunkSizeMessage, ChunkWriter } from './chunkWriter'
import {
  acknowledgement,
  controlValue,
  pingReplyTo,
  WINDOW_BYTES,
  windowAckSize,
} from './controlMessages'
import { Handshake } from './handshake'
import type { RtmpLimits } from './limits'
import { MESSAGE_TYPE, RtmpProtocolError } from './message'
import type { RtmpMessage } from './message'

/** What the owner of a link is told. */
export interface LinkEvents {
  /** Both sides have greeted: messages may be sent. */
  readonly onReady: () => void
  readonly onMessage: (message: RtmpMessage) => void
  /** Said once, when nothing more will come; the error is why, if it was not the peer's wish. */
  readonly onGone: (error: Error | undefined) => void
}

export interface LinkOptions extends LinkEvents {
  readonly socket: Socket
  readonly role: 'client' | 'server'
  readonly limits: RtmpLimits
}

/** An acknowledgement for every few bytes would let a peer turn us into its amplifier. */
const SMALLEST_WINDOW = 16 * 1024

/**
 * One RTMP connection, seen from either end: it owns the socket, greets, cuts and joins chunks and
 * does the protocol's own housekeeping (chunk size, acknowledgements, pings).
 */
export class RtmpLink {
  private readonly handshake: Handshake
  private readonly reader: ChunkReader
  private readonly writer = new ChunkWriter()
  private inbox: RtmpMessage[] = []
  private isReady = false
  private isPaused = false
  private isGone = false
  private peerWindow = WINDOW_BYTES
  private receivedBytes = 0
  private acknowledgedBytes = 0

  constructor(private readonly options: LinkOptions) {
    const { socket, role, limits } = options
    this.handshake = new Handshake(role)
    this.reader = new ChunkReader(limits)
    socket.setNoDelay(true)
    socket.on('data', (bytes) => this.guard(() => this.receive(bytes)))
    socket.on('end', () => this.leave(undefined))
    socket.on('error', (error) => this.leave(error))
    socket.on('close', () => this.leave(undefined))
    if (role === 'client') socket.write(this.handshake.opening())
  }

  /** Bytes that the peer has not taken from us yet. */
  get unsentBytes(): number {
    return this.options.socket.writableLength
  }

  /** Sends a message and returns how many bytes it became; 0 when the link is gone. */
  send(message: RtmpMessage): number {
    const { socket } = this.options
    if (!socket.writable) return 0
    const bytes = this.writer.write(message)
    socket.write(bytes)
    return bytes.length
  }

  /** Stops delivering messages, and the peer from sending many more, until `resume`. */
  pause(): void {
    this.isPaused = true
    this.options.socket.pause()
  }

  resume(): void {
    this.isPaused = false
    this.options.socket.resume()
    this.guard(() => this.deliver())
  }

  /** Lets what was sent arrive, then closes. Drops the connection if the peer does not. */
  finish(): void {
    const { socket, limits } = this.options
    if (socket.destroyed) return
    socket.end()
    // What still arrives has to be read, or the reset would overtake our last words.
    socket.resume()
    const linger = setTimeout(() => socket.destroy(), limits.lingerMs)
    socket.once('close', () => clearTimeout(linger))
  }

  /** Drops the connection at once. */
  destroy(error?: Error): void {
    this.options.socket.destroy()
    this.leave(error)
  }

  private receive(bytes: Buffer): void {
    if (this.isGone) return
    this.receivedBytes += bytes.length
    const chunks = this.isReady ? bytes : this.greet(bytes)
    if (!chunks) return
    this.inbox.push(...this.reader.push(chunks))
    this.deliver()
    this.acknowledge()
    if (this.options.role === 'server') this.refuseDeafPeer()
  }

  private greet(bytes: Buffer): Buffer | undefined {
    const { reply, rest } = this.handshake.push(bytes)
    if (reply.length > 0) this.options.socket.write(reply)
    if (!rest) return undefined
    this.isReady = true
    this.send(chunkSizeMessage())
    this.options.onReady()
    return rest
  }

  private deliver(): void {
    while (!this.isPaused && !this.isGone) {
      const message = this.inbox.shift()
      if (!message) return
      if (!this.isHousekeeping(message)) this.options.onMessage(message)
    }
  }

  private isHousekeeping(message: RtmpMessage): boolean {
    if (message.type >= MESSAGE_TYPE.audio) return false
    if (message.type === MESSAGE_TYPE.windowAckSize) {
      this.peerWindow = Math.max(SMALLEST_WINDOW, controlValue(message))
    }
    if (message.type === MESSAGE_TYPE.setPeerBandwidth) this.send(windowAckSize())
    const pong = pingReplyTo(message)
    if (pong) this.send(pong)
    return true
  }

  private acknowledge(): void {
    if (this.receivedBytes - this.acknowledgedBytes < this.peerWindow) return
    this.acknowledgedBytes = this.receivedBytes
    this.send(acknowledgement(this.receivedBytes))
  }

  /** A peer that asks and never listens would fill our memory with answers. */
  private refuseDeafPeer(): void {
    if (this.unsentBytes > this.options.limits.maxUnsentBytes) {
      throw new RtmpProtocolError('the peer does not read what it asked for')
    }
  }

  /** Whatever goes wrong while reading one peer ends that peer's connection and nothing else. */
  private guard(work: () => void): void {
    try {
      work()
    } catch (thrown) {
      this.destroy(thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
  }

  private leave(error: Error | undefined): void {
    if (this.isGone) return
    this.isGone = true
    this.inbox = []
    this.options.onGone(error)
  }
}
