import { randomBytes } from 'node:crypto'
import { RtmpProtocolError } from './message'

const VERSION = 3
const BLOCK_BYTES = 1536
const NOTHING = Buffer.alloc(0)

/** What to answer, and, once both sides have greeted, the bytes that already belong to chunks. */
export interface HandshakeStep {
  readonly reply: Buffer
  readonly rest: Buffer | undefined
}

/**
 * The plain RTMP handshake, the same for both sides: say hello, echo the peer's hello, wait for the
 * echo of ours. What the echo holds is not checked, because real encoders send other things there.
 */
export class Handshake {
  private received: Buffer = NOTHING
  private hasHello = false

  constructor(private readonly role: 'client' | 'server') {}

  /** What this side sends before it has heard anything. */
  opening(): Buffer {
    return this.role === 'client' ? hello() : NOTHING
  }

  /** Takes any bytes; throws RtmpProtocolError when the peer does not speak RTMP. */
  push(bytes: Uint8Array): HandshakeStep {
    this.received = Buffer.concat([this.received, bytes])
    const reply = this.hasHello ? NOTHING : this.greet()
    const isDone = this.hasHello && this.received.length >= BLOCK_BYTES
    return { reply, rest: isDone ? this.received.subarray(BLOCK_BYTES) : undefined }
  }

  private greet(): Buffer {
    const version = this.received[0]
    if (version !== undefined && version !== VERSION) {
      throw new RtmpProtocolError('the peer does not speak RTMP')
    }
    if (this.received.length <= BLOCK_BYTES) return NOTHING
    this.hasHello = true
    const echo = this.received.subarray(1, 1 + BLOCK_BYTES)
    this.received = this.received.subarray(1 + BLOCK_BYTES)
    return this.role === 'server' ? Buffer.concat([hello(), echo]) : echo
  }
}

/** Four zero bytes where newer versions put theirs: this asks for the plain handshake. */
function hello(): Buffer {
  return Buffer.concat([Buffer.from([VERSION]), Buffer.alloc(8), randomBytes(BLOCK_BYTES - 8)])
}
