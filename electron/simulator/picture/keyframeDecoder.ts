import { type ChildProcess, spawn } from 'node:child_process'
import { parseAvcConfig } from '../../media/flv/avcConfig'
import { isKeyframe, isSequenceHeader, readVideo } from '../../media/flv/payload'
import { toAnnexB } from '../../media/hls/elementary'
import type { MediaTag } from '../../media/mediaTag'

const longestDecodeMs = 5_000
const largestJpeg = 4 * 1024 * 1024

/** Turns the last keyframe of a feed into a JPEG with ffmpeg, if this machine has it. */
export class KeyframeDecoder {
  #header: Uint8Array | undefined
  #keyframe: Uint8Array | undefined
  #child: ChildProcess | undefined

  remember(tag: MediaTag): void {
    if (tag.kind !== 'video') return
    if (isSequenceHeader(tag)) this.#header = tag.payload
    else if (isKeyframe(tag)) this.#keyframe = tag.payload
  }

  /** Undefined when there is no picture yet, or nothing that can decode it. */
  async decode(): Promise<Uint8Array | undefined> {
    const picture = this.#annexB()
    if (!picture || this.#child) return undefined
    const child = spawn(
      'ffmpeg',
      [
        ...'-v error -f h264 -i pipe:0 -frames:v 1 -vf scale=640:-2'.split(' '),
        '-f',
        'mjpeg',
        'pipe:1',
      ],
      {
        stdio: ['pipe', 'pipe', 'ignore'],
        timeout: longestDecodeMs,
        killSignal: 'SIGKILL',
      },
    )
    this.#child = child
    try {
      return await jpegFrom(child, picture)
    } finally {
      this.#child = undefined
    }
  }

  close(): void {
    this.#child?.kill('SIGKILL')
  }

  #annexB(): Uint8Array | undefined {
    if (!this.#header || !this.#keyframe) return undefined
    const config = parseAvcConfig(readVideo(this.#header).data)
    return config && toAnnexB(readVideo(this.#keyframe).data, config, true)
  }
}

function jpegFrom(child: ChildProcess, picture: Uint8Array): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= largestJpeg) chunks.push(chunk)
    })
    // No ffmpeg, or one that would not read this picture: there is none then.
    child.once('error', () => resolve(undefined))
    child.once('close', (code) => {
      resolve(code === 0 && size > 0 && size <= largestJpeg ? Buffer.concat(chunks) : undefined)
    })
    child.stdin?.on('error', () => {})
    child.stdin?.end(picture)
  })
}
