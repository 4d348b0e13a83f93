import type { Readable } from 'node:stream'
import { AwsFault } from './aws'

export const mebibyte = 1024 * 1024

/** Reads a whole body, but not more than `maxBytes`. */
export async function readBody(stream: Readable, maxBytes = mebibyte): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array) // a request without an encoding yields bytes only
    size += bytes.length
    if (size > maxBytes) {
      throw new AwsFault(413, 'RequestEntityTooLargeException', 'The request body is too large')
    }
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}
