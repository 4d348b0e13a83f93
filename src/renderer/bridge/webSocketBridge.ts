import type { Reply } from '../../shared/contract/define'
import type { WireError } from '../../shared/errors'
import type { Bridge } from './bridge'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

/** What the bridge asks of the page, so that a test can hand over its own. */
export interface Surroundings {
  readonly connect: () => WebSocket
  readonly later: (run: () => void, afterMs: number) => void
  readonly onConnection: (connected: boolean) => void
}

type Answer = (reply: Reply) => void
type Listening = { readonly channel: string; readonly listener: (event: unknown) => void }

/** The same door as the desktop's, over a WebSocket that comes back by itself and listens again. */
export class WebSocketBridge implements Bridge {
  readonly #around: Surroundings
  readonly #answers = new Map<number, Answer>()
  readonly #listening = new Map<number, Listening>()
  #outbox: string[] = []
  #socket: WebSocket | undefined
  #everOpen = false
  #closed = false
  #failures = 0
  #nextId = 1

  constructor(around: Surroundings) {
    this.#around = around
    this.#connect()
  }

  call(channel: string, input: unknown): Promise<Reply> {
    if (!this.#isOpen() && this.#everOpen) return Promise.resolve(refused(notConnected))
    const id = this.#nextId++
    return new Promise((resolve) => {
      this.#answers.set(id, resolve)
      this.#send({ id, call: channel, input })
    })
  }

  listen(channel: string, listener: (event: unknown) => void): () => void {
    const id = this.#nextId++
    this.#listening.set(id, { channel, listener })
    if (this.#isOpen()) this.#send({ id, listen: channel })
    return () => {
      this.#listening.delete(id)
      if (this.#isOpen()) this.#send({ id, unlisten: channel })
    }
  }

  /** Ends it for good; nothing is tried again. */
  close(): void {
    this.#closed = true
    this.#socket?.close()
  }

  #connect(): void {
    if (this.#closed) return
    const socket = this.#around.connect()
    this.#socket = socket
    socket.addEventListener('open', () => this.#opened())
    socket.addEventListener('message', ({ data }) => this.#received(String(data)))
    socket.addEventListener('close', () => this.#dropped())
  }

  #opened(): void {
    this.#everOpen = true
    this.#failures = 0
    for (const [id, { channel }] of this.#listening) this.#send({ id, listen: channel })
    for (const text of this.#outbox) this.#socket?.send(text)
    this.#outbox = []
    this.#around.onConnection(true)
  }

  #dropped(): void {
    this.#around.onConnection(false)
    if (this.#everOpen) {
      for (const answer of this.#answers.values()) answer(refused(answerLost))
      this.#answers.clear()
    }
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures++, LONGEST_PAUSE_MS)
    this.#around.later(() => this.#connect(), pauseMs)
  }

  #received(text: string): void {
    const frame: unknown = JSON.parse(text)
    if (!isFrame(frame))
      throw new Error('The console sent something that is neither reply nor event.')
    if ('reply' in frame) {
      this.#answers.get(frame.id)?.(frame.reply)
      this.#answers.delete(frame.id)
    } else {
      this.#listening.get(frame.id)?.listener(frame.event)
    }
  }

  #send(message: object): void {
    const text = JSON.stringify(message)
    if (this.#isOpen()) this.#socket?.send(text)
    else this.#outbox.push(text)
  }

  #isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN
  }
}

type Frame =
  { readonly id: number; readonly reply: Reply } | { readonly id: number; readonly event: unknown }

const isFrame = (value: unknown): value is Frame =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'number' &&
  ('reply' in value || 'event' in value)

const refused = (error: WireError): Reply => ({ ok: false, error })

const notConnected: WireError = {
  code: 'bridge.disconnected',
  what: 'This page is not connected to the console.',
  why: 'The console was closed, or this machine was asleep.',
  todo: 'Nothing was sent. What is on air stays as it is. The page connects again by itself.',
  fate: 'wait',
  reference: null,
}

const answerLost: WireError = {
  code: 'bridge.answer-lost',
  what: 'The connection broke before the console answered.',
  why: 'The console was closed, or this machine was asleep.',
  todo: 'Wait until the page is connected again and look at the state before you repeat it.',
  fate: 'park',
  reference: null,
}
