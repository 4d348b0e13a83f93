import type { WebSocket } from 'ws'
import type { Reply, Unsubscribe } from '../../../src/shared/contract/define'
import { operatorError, toOperatorError, type OperatorError } from '../../../src/shared/errors'
import type { Log } from '../../core/ports'
import type { Gate } from '../contract/gate'
import { tooManyAtOnce } from '../contract/sentences'
import { parseMessage, type Answer, type Message } from './bridgeMessages'

/** What may wait for a window that does not read, before it is taken for dead. */
const MAX_UNREAD_BYTES = 8 * 1_048_576
/** Calls without an answer, and feeds, that one window may have: it needs a handful of each. */
const MAX_AT_ONCE = 64

const WRONG_MESSAGE = 1008

/** One window at the other end of a WebSocket: its calls under way and the feeds it listens to. */
export class BridgeConnection {
  readonly #feeds = new Map<number, Unsubscribe>()
  #calls = 0

  constructor(
    private readonly socket: WebSocket,
    private readonly gate: Gate,
    private readonly log: Log,
  ) {
    socket.on('message', (raw, isBinary) => this.#received(isBinary ? '' : textOf(raw)))
    socket.on('close', () => this.#ended())
    socket.on('error', (thrown) => log.warn('a window broke off', { thrown }))
  }

  #received(text: string): void {
    const message = parseMessage(text)
    if (!message) this.socket.close(WRONG_MESSAGE, 'not a message')
    else if ('call' in message) void this.#call(message)
    else if ('listen' in message) this.#listen(message)
    else this.#unlisten(message.id)
  }

  async #call({ id, call, input }: Extract<Message, { call: string }>): Promise<void> {
    if (this.#calls >= MAX_AT_ONCE) return this.#send({ id, reply: refused(busy()) })
    this.#calls += 1
    const reply = await this.gate.call({ channel: call, input, trusted: true })
    this.#calls -= 1
    this.#send({ id, reply })
  }

  #listen({ id, listen }: Extract<Message, { listen: string }>): void {
    this.#unlisten(id)
    try {
      if (this.#feeds.size >= MAX_AT_ONCE) throw busy()
      const asked = { channel: listen, trusted: true }
      this.#feeds.set(
        id,
        this.gate.listen(asked, (event) => this.#send({ id, event })),
      )
    } catch (thrown) {
      this.log.warn('a feed was refused', { thrown })
      this.#send({ id, reply: refused(toOperatorError(thrown, 'bridge')) })
    }
  }

  #unlisten(id: number): void {
    this.#feeds.get(id)?.()
    this.#feeds.delete(id)
  }

  #send(answer: Answer): void {
    if (this.socket.readyState !== this.socket.OPEN) return
    if (this.socket.bufferedAmount > MAX_UNREAD_BYTES) {
      this.log.warn('a window that does not read was dropped')
      this.socket.terminate()
    } else {
      this.socket.send(JSON.stringify(answer))
    }
  }

  #ended(): void {
    for (const unsubscribe of this.#feeds.values()) unsubscribe()
    this.#feeds.clear()
  }
}

const busy = (): OperatorError => operatorError(tooManyAtOnce)
const refused = (error: OperatorError): Reply => ({ ok: false, error: error.wire })

const textOf = (raw: Buffer | ArrayBuffer | Buffer[]): string =>
  Array.isArray(raw) ? Buffer.concat(raw).toString() : Buffer.from(raw as Buffer).toString()
