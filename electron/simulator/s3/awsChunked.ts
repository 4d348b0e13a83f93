import { Transform, type TransformCallback } from 'node:stream'
import { S3Fault } from './fault'

const longestLine = 16_384

/**
 * Takes the aws-chunked framing off a body and keeps its trailing headers (S3 user guide, "Signature
 * calculations: transferring a payload in multiple chunks"). Chunk signatures are not checked: the
 * simulator knows no secret keys. What is checked is the length and the checksum in the trailer.
 */
export class AwsChunkedDecoder extends Transform {
  readonly trailers = new Map<string, string>()
  #state: 'size' | 'payload' | 'payload-end' | 'trailer' | 'done' = 'size'
  #line: Buffer[] = []
  #lineLength = 0
  #left = 0

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      this.#take(chunk)
      done()
    } catch (fault) {
      done(fault instanceof Error ? fault : new Error(String(fault)))
    }
  }

  override _flush(done: TransformCallback): void {
    const ended = this.#state === 'done' || (this.#state === 'trailer' && this.#lineLength === 0)
    done(ended ? null : incomplete())
  }

  #take(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length && this.#state !== 'done') {
      at = this.#state === 'payload' ? this.#takePayload(chunk, at) : this.#takeLine(chunk, at)
    }
  }

  #takePayload(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#left)
    this.push(chunk.subarray(at, end))
    this.#left -= end - at
    if (this.#left === 0) this.#state = 'payload-end'
    return end
  }

  #takeLine(chunk: Buffer, at: number): number {
    const newline = chunk.indexOf(0x0a, at)
    const end = newline === -1 ? chunk.length : newline + 1
    this.#line.push(chunk.subarray(at, end))
    this.#lineLength += end - at
    if (this.#lineLength > longestLine) throw badFraming()
    if (newline === -1) return end
    const line = Buffer.concat(this.#line)
      .toString('latin1')
      .replace(/\r?\n$/, '')
    this.#line = []
    this.#lineLength = 0
    this.#onLine(line)
    return end
  }

  #onLine(line: string): void {
    if (this.#state === 'payload-end') {
      if (line !== '') throw badFraming()
      this.#state = 'size'
    } else if (this.#state === 'size') this.#onSize(line)
    else if (line === '') this.#state = 'done'
    else this.#onTrailer(line)
  }

  #onSize(line: string): void {
    const size = /^([0-9a-f]{1,12})(;.*)?$/i.exec(line.trim())?.[1]
    if (size === undefined) throw badFraming()
    this.#left = Number.parseInt(size, 16)
    this.#state = this.#left === 0 ? 'trailer' : 'payload'
  }

  #onTrailer(line: string): void {
    const colon = line.indexOf(':')
    if (colon < 1) throw badFraming()
    this.trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
}

const badFraming = () => new S3Fault('InvalidRequest', 'The request body is not valid aws-chunked')

export const incomplete = (): S3Fault =>
  new S3Fault(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  )
