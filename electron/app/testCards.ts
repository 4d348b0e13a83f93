import type { SessionId } from '../../src/shared/domain/ids'
import type { Clock, ObservedInput } from '../core/ports'
import { startPublisher, type RtmpPublisher } from '../media/rtmp/publisher'
import { loadTestCard } from '../media/testCard/clips'
import { startLoop } from '../media/testCard/loopPlayer'

interface Sending {
  readonly publisher: RtmpPublisher
  readonly stop: () => void
}

/** The input refuses while its channel starts, so it is tried until somebody turns the card off. */
const KEEP_TRYING = { intervalMs: 1_000, attempts: 3_600 }

/** Bars, clock and tone, pushed to an ingest so that a line can be checked without an encoder. */
export class TestCards {
  readonly #sending = new Map<SessionId, Sending>()

  constructor(
    private readonly clock: Clock,
    private readonly changed: (sessionId: SessionId) => void,
  ) {}

  has(sessionId: SessionId): boolean {
    return this.#sending.has(sessionId)
  }

  async start(sessionId: SessionId, ingest: NonNullable<ObservedInput['ingest']>): Promise<void> {
    if (this.has(sessionId)) return
    const tags = await loadTestCard()
    const publisher = startPublisher({
      ...ingest,
      reconnect: KEEP_TRYING,
      now: () => this.clock.now(),
    })
    const loop = startLoop({
      tags,
      now: () => performance.now(),
      onTag: (tag) => publisher.send(tag),
    })
    this.#sending.set(sessionId, { publisher, stop: () => loop.stop() })
    this.changed(sessionId)
  }

  async stop(sessionId: SessionId): Promise<void> {
    const sending = this.#sending.get(sessionId)
    if (!sending) return
    this.#sending.delete(sessionId)
    sending.stop()
    await sending.publisher.close()
    this.changed(sessionId)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sending.keys()].map((sessionId) => this.stop(sessionId)))
  }
}
