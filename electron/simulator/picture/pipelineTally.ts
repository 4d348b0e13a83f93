import { readVideo } from '../../media/flv/payload'
import type { MediaTag } from '../../media/mediaTag'

/** What RTMP puts around a tag, about: a message header and a chunk header every few thousand bytes. */
const overheadBytes = 12

/** What one pipeline has counted since its channel began to run, its restarts included. */
export class PipelineTally {
  readonly #errors = new Map<string, { errors4xx: number; errors5xx: number }>()
  #networkInBytes = 0
  #networkOutBytes = 0
  #inputVideoFrames = 0

  received(tag: MediaTag, isOnAir: boolean): void {
    this.#networkInBytes += tag.payload.length + overheadBytes
    const isPicture = tag.kind === 'video' && readVideo(tag.payload).packetType === 'frame'
    if (isPicture && isOnAir) this.#inputVideoFrames += 1
  }

  sent(bytes: number): void {
    this.#networkOutBytes += bytes
  }

  /** A write that was answered with this status. */
  refused(groupName: string, status: number): void {
    const { errors4xx, errors5xx } = this.errorsOf(groupName)
    const isServers = status >= 500
    this.#errors.set(groupName, {
      errors4xx: errors4xx + (isServers ? 0 : 1),
      errors5xx: errors5xx + (isServers ? 1 : 0),
    })
  }

  errorsOf(groupName: string): { readonly errors4xx: number; readonly errors5xx: number } {
    return this.#errors.get(groupName) ?? { errors4xx: 0, errors5xx: 0 }
  }

  sums() {
    return {
      inputVideoFrames: this.#inputVideoFrames,
      hadInput: this.#inputVideoFrames > 0,
      networkInBytes: this.#networkInBytes,
      networkOutBytes: this.#networkOutBytes,
    }
  }
}
