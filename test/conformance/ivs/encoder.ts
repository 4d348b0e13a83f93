import type { MediaTag } from '../../../electron/media/mediaTag'
import { type RtmpPublisher, startPublisher } from '../../../electron/media/rtmp/publisher'
import { startLoop } from '../../../electron/media/testCard/loopPlayer'

export interface Encoder {
  readonly publisher: RtmpPublisher
  stop(): Promise<void>
}

interface Encoding {
  /** The stream key, perhaps with a query. */
  readonly key: string
  readonly testCard: readonly MediaTag[]
  /** Those that the test stops at its end. */
  readonly encoders: Encoder[]
}

/** An encoder on this machine, straight into the channel; it comes back when it is cut off. */
export function encodeTo(
  { rtmp }: { readonly rtmp: string },
  { key, testCard, encoders }: Encoding,
): Encoder {
  const publisher = startPublisher({
    url: `${rtmp}/app`,
    streamName: key,
    reconnect: { intervalMs: 100, attempts: 100 },
  })
  let loop: { stop(): void } | undefined
  // The first keyframe is not to be lost while the connection is being made.
  publisher.onChange(({ kind }) => {
    if (kind !== 'publishing') return
    loop ??= startLoop({
      tags: testCard,
      now: () => performance.now(),
      onTag: (tag) => publisher.send(tag),
    })
  })
  const encoder = {
    publisher,
    stop: async () => {
      loop?.stop()
      await publisher.close()
    },
  }
  encoders.push(encoder)
  return encoder
}
