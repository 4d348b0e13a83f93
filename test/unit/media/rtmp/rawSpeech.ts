import type { MediaTag } from '../../../../electron/media/mediaTag'
import type { ChunkWriter } from '../../../../electron/media/rtmp/chunkWriter'
import { commandMessage } from '../../../../electron/media/rtmp/commands'
import { MESSAGE_TYPE } from '../../../../electron/media/rtmp/message'
import type { RtmpMessage } from '../../../../electron/media/rtmp/message'
import { KEY } from './rig'

/** Both of one side's parts of the handshake at once, which the other must not mind. */
export const GREETING = Buffer.concat([Buffer.from([3]), Buffer.alloc(2 * 1536)])

/** What a publisher says up to `publish`, without waiting for any answer. */
export function introduction(writer: ChunkWriter): Buffer {
  const messages = [
    commandMessage(0, 'connect', 1, { app: 'live', tcUrl: 'rtmp://127.0.0.1/live' }),
    commandMessage(0, 'createStream', 2, null),
    commandMessage(1, 'publish', 3, null, KEY, 'live'),
  ]
  return Buffer.concat([GREETING, ...messages.map((message) => writer.write(message))])
}

export function asMessage({ kind, timestampMs, payload }: MediaTag): RtmpMessage {
  const types = {
    audio: MESSAGE_TYPE.audio,
    video: MESSAGE_TYPE.video,
    data: MESSAGE_TYPE.dataAmf0,
  }
  return { type: types[kind], streamId: 1, timestampMs, payload }
}
