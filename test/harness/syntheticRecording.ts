import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { s3AddressOf } from '../../electron/simulator/picture/s3Address'

const SEGMENT_MS = 2_000

/** As much of a simulated channel as a recording needs. */
interface Channel {
  readonly id: string
  readonly state: string
  readonly destinations: readonly {
    readonly id: string
    readonly settings: readonly { readonly url?: string }[]
  }[]
  readonly encoderSettings: {
    readonly outputGroups: readonly {
      readonly outputs: readonly {
        readonly outputSettings: {
          readonly hlsOutputSettings?: { readonly nameModifier?: string }
        }
      }[]
    }[]
  }
}

interface Running {
  readonly bucket: string
  readonly path: string
  readonly name: string
  readonly beganAt: number
  written: number
  /** Of the last one, which a stop cuts short. */
  lastMs: number
}

/**
 * What a running channel would write to its bucket, where the picture is off: a segment every two
 * seconds of the simulator's time, and the playlist after each, dated by that time.
 */
export class SyntheticRecording {
  readonly #client: S3Client
  readonly #running = new Map<string, Running>()

  constructor(
    endpoint: string,
    private readonly channels: () => readonly Channel[],
  ) {
    this.#client = new S3Client({
      region: 'us-east-1',
      endpoint,
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId: 'PICTURE', secretAccessKey: 'picture' },
    })
  }

  /** Writes all that was due up to `now`; what runs and did not at the last look began then. */
  async catchUp(now: number, lastLookAt: number): Promise<void> {
    for (const channel of this.channels()) {
      const runs = channel.state === 'RUNNING'
      const known = this.#running.get(channel.id)
      if (runs && !known) this.#begin(channel, lastLookAt)
      const running = this.#running.get(channel.id)
      if (running) await this.#write(running, now, !runs)
      if (!runs) this.#running.delete(channel.id)
    }
  }

  close(): void {
    this.#client.destroy()
  }

  #begin(channel: Channel, beganAt: number): void {
    const urls = channel.destinations.flatMap(({ settings }) => settings.map(({ url }) => url))
    const address = urls.map((url) => s3AddressOf(url ?? '')).find((one) => one !== undefined)
    if (!address) return
    const modifier = channel.encoderSettings.outputGroups
      .flatMap(({ outputs }) => outputs)
      .map(({ outputSettings }) => outputSettings.hlsOutputSettings?.nameModifier)
      .find((one) => one !== undefined)
    const { bucket, folder, baseName } = address
    const name = `${baseName}${modifier ?? ''}`
    this.#running.set(channel.id, {
      bucket,
      path: folder,
      name,
      beganAt,
      written: 0,
      lastMs: SEGMENT_MS,
    })
  }

  async #write(running: Running, now: number, ended: boolean): Promise<void> {
    const elapsed = now - running.beganAt
    const due = Math.floor(elapsed / SEGMENT_MS)
    if (due <= running.written && !ended) return
    const { bucket, path, name } = running
    const rest = ended ? elapsed - due * SEGMENT_MS : 0
    for (; running.written < (rest > 0 ? due + 1 : due); running.written++)
      await this.#put(bucket, `${path}${segmentName(name, running.written)}`, 'a segment')
    if (rest > 0) running.lastMs = rest
    await this.#put(bucket, `${path}${name}.m3u8`, playlistOf(running, ended))
  }

  async #put(bucket: string, key: string, body: string): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))
  }
}

const segmentName = (name: string, index: number) =>
  `${name}_${String(index + 1).padStart(5, '0')}.ts`

function playlistOf({ name, beganAt, written, lastMs }: Running, ended: boolean): string {
  const segments = Array.from({ length: written }, (_, index) => [
    `#EXT-X-PROGRAM-DATE-TIME:${new Date(beganAt + index * SEGMENT_MS).toISOString()}`,
    `#EXTINF:${((index < written - 1 ? SEGMENT_MS : lastMs) / 1000).toFixed(5)},`,
    segmentName(name, index),
  ])
  const head = ['#EXTM3U', '#EXT-X-VERSION:3', '#EXT-X-TARGETDURATION:2']
  return [...head, ...segments.flat(), ...(ended ? ['#EXT-X-ENDLIST'] : []), ''].join('\n')
}
